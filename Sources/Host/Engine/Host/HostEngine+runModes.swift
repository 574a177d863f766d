import Store

/// What `settle` did and what is left.
package struct SettleReport: Sendable, Hashable {
    /// Events applied.
    package var events = 0
    /// Effect attempts made.
    package var effects = 0
    /// How often each timer ran, in the order of the first run.
    package var timers: [(name: String, times: Int)] = []
    /// Ids of the effects that wait for a later time.
    package var waiting: [String] = []
    /// Whether nothing at all is left to do now.
    package var isQuiescent: Bool { waiting.isEmpty }

    package static func == (left: SettleReport, right: SettleReport) -> Bool {
        left.events == right.events && left.effects == right.effects && left.waiting == right.waiting
            && left.timers.elementsEqual(right.timers) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(events)
        hasher.combine(effects)
        hasher.combine(waiting)
    }

    mutating func noteTimer(_ name: String) {
        guard let index = timers.firstIndex(where: { $0.name == name }) else { return timers.append((name, 1)) }
        timers[index].times += 1
    }
}

/// `settle` did not come to an end.
package struct SettleLimitReached: Error, CustomStringConvertible {
    package var limit: Int
    package var report: SettleReport

    package var description: String {
        "not settled after \(limit) steps: \(report.events) events, \(report.effects) effects, timers \(report.timers)"
    }
}

/// `settle` during maintenance: what was received has been applied, and nothing else may be done.
package struct MaintenanceIsOn: Error, CustomStringConvertible {
    package var description: String { "maintenance is on: timers and effects are held back" }
}

extension HostEngine {
    /// Does everything that can be done now, one step after another: events first, then effects in the order of their
    /// ids, then the due timer with the lowest sequence; repeats until nothing is left.
    /// - Parameters:
    ///   - limit: how many steps at most.
    ///   - asOf: the time up to which timers are due; defaults to the clock's.
    /// - Throws: ``SettleLimitReached``, ``MaintenanceIsOn``, and database errors.
    package func settle(limit: Int = 10_000, asOf: Int64? = nil) async throws -> SettleReport {
        // The live loop, if there is one, computed its alarm before what happens here.
        defer { signal.wake() }
        noteTrouble(nil)
        var report = SettleReport()
        var steps = 0
        while true {
            guard steps < limit else { throw SettleLimitReached(limit: limit, report: report) }
            steps += 1
            let applied = try await applyInbox()
            report.events += applied
            if applied > 0 { continue }
            guard !isMaintenance else { throw MaintenanceIsOn() }
            if let item = queue.runnable(at: clock.now).first {
                queue.start(item)
                await execute(item)
                report.effects += 1
                if let trouble { throw StoreError(.cannotOpen, trouble) }
                continue
            }
            if let name = try fireTimer(asOf: asOf ?? clock.now) {
                report.noteTimer(name)
                continue
            }
            // The live loop runs beside a drain, so what it has started may not be done yet.
            if queue.runningCount > 0 {
                await withCheckedContinuation { effectWaiters.append($0) }
                continue
            }
            report.waiting = queue.waiting(at: clock.now).map(\.effect.id)
            return report
        }
    }

    /// Works until the task is cancelled: effects side by side, and timers whenever there is nothing to apply.
    package func run() async {
        await withDiscardingTaskGroup { group in
            var alarm: Task<Void, Never>?
            while !Task.isCancelled {
                let delay = await turn { item in
                    group.addTask {
                        await self.execute(item)
                        self.signal.wake()
                    }
                }
                alarm?.cancel()
                alarm = delay.map { delay in
                    // Unstructured, because the next iteration replaces it, and a task group would wait for it.
                    Task { [signal] in
                        guard (try? await Task.sleep(for: .milliseconds(delay))) != nil else { return }
                        signal.wake()
                    }
                }
                await withTaskCancellationHandler {
                    await signal.wait()
                } onCancel: {
                    signal.wake()
                }
            }
            alarm?.cancel()
        }
    }

    /// One round of the live loop. If nothing can be applied, effects that were requested earlier run anyway.
    /// - Returns: milliseconds until there will be something to do without anything arriving; nil: never.
    private func turn(start: (EffectQueue.Item) -> Void) async -> Int64? {
        var standstill: (any Error)?
        do { _ = try await applyInbox() } catch { standstill = error }
        guard !isMaintenance else {
            noteTrouble(standstill)
            return standstill == nil ? nil : 1_000
        }
        for item in queue.runnable(at: clock.now).prefix(max(0, Self.parallelEffects - queue.runningCount)) {
            queue.start(item)
            start(item)
        }
        do {
            if let standstill { throw standstill }
            if try fireTimer(asOf: clock.now) != nil { return 0 }
            noteTrouble(nil)
            let now = clock.now
            let next = [queue.nextTime(after: now), try nextTimer()].compactMap(\.self).min()
            return next.map { max($0 - now, 1) }
        } catch {
            noteTrouble(error)
            return 1_000
        }
    }

    /// The most effects that run side by side.
    private static var parallelEffects: Int { 8 }
}

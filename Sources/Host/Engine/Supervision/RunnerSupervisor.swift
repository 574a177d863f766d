import Foundation
package import Logging
import PluginAPI
package import Store

/// Keeps a runner working in a process of its own: starts it, watches it, finds out which plugin to blame for a crash, starts
/// the next one.
///
/// It is the host's link to its plugins. While there is no runner, requests fail at once, so that the log
/// waits but webhooks are stored all the same.
package actor RunnerSupervisor: Link {
    let options: RunnerOptions
    let statePath: String
    let store: HostStore
    let clock: any EngineClock
    let logger: Logger
    private let thread: PermanentThread
    /// Called when a runner is ready after another one had ended.
    var onReady: @Sendable () async -> Void = {}

    var selection = PluginSelection()
    var held: [String: Quarantine] = [:]
    /// Crashes while a plugin was being queried: after some of them it is not queried for a while.
    var crashesInQueries: [Crash] = []
    /// Which events are to be applied without which plugins.
    var setAside: [Int64: [String: String]] = [:]
    var report: RunnerReport?
    private var appliedEvent: Int64 = 0
    /// The newest effect that a runner has reported.
    private var heardEffect: String?
    var current: RunnerConnection?
    /// The runner that was last sent an event.
    private weak var lastAsked: RunnerConnection?
    /// A process that has been started and waits to be told what to load.
    private var spare: RunnerConnection?
    /// The runner that is loading.
    private var starting: RunnerConnection?
    /// Connections that are being opened; the callers that open them wait for their ends.
    private var openings: [ObjectIdentifier: CheckedContinuation<Blame.Ending, Never>] = [:]
    private var ended: [ObjectIdentifier: Blame.Ending] = [:]
    var isReplacing = false
    /// How many callers wait to replace the runner after the present replacement.
    var waitingReplacements = 0
    /// A runner that ended after it was ready, but before the code that started it was done.
    var lost: (connection: RunnerConnection, ending: Blame.Ending)?
    var replacementWaiters: [CheckedContinuation<Void, Never>] = []
    var isClosed = false
    private var watchdog: Task<Void, Never>?
    /// How many runners have been started.
    private(set) var starts = 0
    private(set) var lastCrash: Crash?
    /// Why there is no runner although there should be one.
    private(set) var unavailableReason: String?

    /// - Parameter statePath: `state.db`, which exists with its schema.
    package init(options: RunnerOptions, statePath: String, store: HostStore, clock: any EngineClock, logger: Logger) {
        self.options = options
        thread = options.early?.thread ?? PermanentThread(name: "switchyard.spawn")
        spare = options.early?.connection
        self.statePath = statePath
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    /// How long to wait before retrying a start that failed for a reason unrelated to the plugins.
    private static let restartPause = Duration.seconds(2)

    // MARK: Starting

    /// Sets what the first runner is to load.
    package func choose(_ selection: PluginSelection) { self.selection = selection }

    /// Lets the first runner load what was chosen, and waits until it is ready.
    /// - Throws: ``PluginRefusal`` or ``SupervisionError`` with the reason, if no runner can work with these plugins.
    package func open() async throws {
        try loadRecords()
        try await bringUp()
        // Unstructured, because it lives as long as the supervisor; `close` ends it.
        watchdog = Task { [weak self] in
            while !Task.isCancelled {
                guard (try? await Task.sleep(for: .milliseconds(200))) != nil else { return }
                await self?.watch()
            }
        }
    }

    /// Called when a runner is ready again.
    package func whenReady(_ body: @escaping @Sendable () async -> Void) { onReady = body }

    func loadRecords() throws {
        let quarantines = try store.read { try $0.quarantines() }
        held = [:]
        for quarantine in quarantines {
            // Another library of the same plugin has not crashed yet.
            guard selection.members.contains(where: { $0.id == quarantine.plugin && $0.prepared.entry.sha256 == quarantine.sha256 })
            else { continue }
            held[quarantine.plugin] = quarantine
        }
        setAside = try store.read { try $0.allSetAside() }
        crashesInQueries = try store.read { try $0.crashes(since: 0) }.filter(\.isInQuery)
    }

    /// Starts runners until one is ready. Plugins that prevent that are held back.
    /// - Parameter isRestart: the host is at work: a plugin that says it cannot start is held back like one that crashes.
    func bringUp(isRestart: Bool = false) async throws {
        var unexplained = 0
        while true {
            do {
                return try await launch()
            } catch let refusal as PluginRefusal where isRestart {
                let reason = "could not become ready: \(refusal)"
                try note(Crash(time: clock.now, event: nil, plugin: refusal.plugin, hook: refusal.hook, reason: reason))
                // The cause of the failed start may pass.
                if held[refusal.plugin] == nil { try await Task.sleep(for: Self.restartPause) }
            } catch let failure as StartFailure {
                var crash = failure.crash
                let isExplained = crash.plugin.map(isLoaded) ?? false
                // It has not been queried yet, whatever the record says.
                if crash.isInQuery { crash.hook = "start" }
                let delay = try note(crash)
                if delay > 0 { try await Task.sleep(for: .milliseconds(delay)) }
                guard !isExplained else { continue }
                unexplained += 1
                guard unexplained < 3 else {
                    throw SupervisionError(.crashed, "the runner \(crash.reason) before it was ready, outside of any plugin")
                }
            }
        }
    }

    /// A runner that ended before it was ready.
    struct StartFailure: Error {
        var crash: Crash
    }

    /// Starts one runner.
    /// - Throws: ``StartFailure`` if it ends instead of becoming ready; ``PluginRefusal`` or ``SupervisionError`` if it says why it
    ///   cannot work.
    func launch() async throws {
        let connection: RunnerConnection
        if let spare { connection = spare } else { connection = try await startProcess() }
        spare = nil
        // Unstructured, because the end is reported by a thread that reads the socket.
        connection.whenEnded { [weak self] connection, ending in Task { await self?.noteEnd(of: connection, ending) } }
        starts += 1
        starting = connection
        defer { starting = nil }
        // A close in the meantime has not seen this runner.
        if isClosed { connection.kill(because: "it is not needed") }
        let settings = RunnerSettings(
            statePath: statePath, selection: selection, held: held.keys.sorted(), log: options.log, isConfined: options.isConfined,
            memoryLimit: options.memoryLimit, readable: selection.members.flatMap { [$0.prepared.copy, $0.prepared.directory] })
        let deadline = options.startDeadline
        do {
            let report: RunnerReport
            let answer = try await withDeadline(
                deadline, onExpiry: { connection.kill(because: "it was not ready after \(deadline) ms") }
            ) { try await connection.ask(.open(settings: try JSON(encoding: settings).text)) }
            switch answer {
            case .opened(let text): report = try JSON(parsing: text).decode()
            case .notStarted(let plugin, let hook, let reason) where isLoaded(plugin) && !Crash.isQuery(hook):
                throw PluginRefusal(plugin: plugin, hook: hook, description: reason)
            default: throw SupervisionError(.malformed, "the runner answered something else than what it has loaded")
            }
            // If it has already ended, nobody would hear of it.
            guard ended[ObjectIdentifier(connection)] == nil else {
                throw SupervisionError(.notRunning, "the runner ended as soon as it was ready")
            }
            take(connection, report)
        } catch let error as SupervisionError where error.code == .notRunning || error.code == .malformed {
            let ending = await end(of: connection)
            guard !isClosed else { throw SupervisionError(.notRunning, "the host is stopping") }
            throw StartFailure(
                crash: Blame.crash(
                    entries: connection.record.entries, ending: ending, overdue: connection.overdue, time: clock.now))
        } catch {
            connection.kill(because: "it could not start")
            _ = await end(of: connection)
            throw error
        }
    }

    private func isLoaded(_ plugin: String) -> Bool { selection.members.contains { $0.id == plugin } && held[plugin] == nil }

    private func startProcess() async throws -> RunnerConnection {
        try await EarlyRunner.start(options.executable, options.environment, on: thread, at: clock.now)
    }

    private func take(_ connection: RunnerConnection, _ report: RunnerReport) {
        current = connection
        defer { self.report = report }
        // Continuing from the lower number asks once more for the answer that did not arrive.
        if self.report != nil, heardEffect != report.lastEffect || appliedEvent != report.appliedSeq {
            logger.notice(
                "the runner ended between a commit and its answer: what it has applied is asked for again",
                metadata: [
                    "applied.seq": "\(report.appliedSeq)", "heard.seq": "\(appliedEvent)", "effect.last": "\(report.lastEffect ?? "none")",
                    "heard.effect": "\(heardEffect ?? "none")",
                ])
        }
        appliedEvent = report.appliedSeq
        heardEffect = report.lastEffect
        unavailableReason = nil
        logger.info(
            "the runner is ready",
            metadata: [
                "runner.pid": "\(connection.pid)", "applied.seq": "\(report.appliedSeq)", "effect.last": "\(report.lastEffect ?? "none")",
                "plugins": "\(report.loaded)",
            ])
        for sentence in report.isolation?.missing ?? [] where starts == 1 {
            logger.warning("plugins are not kept apart as they should be", metadata: ["reason": "\(sentence)"])
        }
    }

    // MARK: Ends

    private func noteEnd(of connection: RunnerConnection, _ ending: Blame.Ending) async {
        let key = ObjectIdentifier(connection)
        if let opening = openings.removeValue(forKey: key) { return opening.resume(returning: ending) }
        guard current === connection else {
            ended[key] = ending
            return
        }
        current = nil
        guard !isClosed else { return }
        if isReplacing {
            lost = (connection, ending)
        } else {
            await recover(from: connection, ending)
        }
    }

    /// Waits for the end of a connection that is not the current one.
    private func end(of connection: RunnerConnection) async -> Blame.Ending {
        if let ending = ended.removeValue(forKey: ObjectIdentifier(connection)) { return ending }
        return await withCheckedContinuation { openings[ObjectIdentifier(connection)] = $0 }
    }

    /// Starts the next runner after a crash.
    func recover(from connection: RunnerConnection, _ ending: Blame.Ending) async {
        let crash = Blame.crash(
            entries: connection.record.entries, ending: ending, overdue: connection.overdue, time: clock.now)
        unavailableReason = "the runner \(crash.reason)\(crash.plugin.map { " in \($0), \(crash.hook ?? "")" } ?? "")"
        isReplacing = true
        defer { endReplacement() }
        do {
            let delay = try note(crash)
            if delay > 0 { try await Task.sleep(for: .milliseconds(delay)) }
            FaultPoint.hit(.runnerBeforeRestart)
        } catch {
            logger.error("a crash of the runner could not be recorded", metadata: ["error": "\(error)"])
            // Nobody has counted this crash: without a pause the same event would end one runner after another.
            try? await Task.sleep(for: Self.restartPause)
        }
        await bringBack()
    }

    /// Starts runners until one is ready, however long that takes, or until somebody replaces the plugins.
    func bringBack() async {
        while !isClosed {
            do {
                try await bringUp(isRestart: true)
                return await onReady()
            } catch {
                unavailableReason = "the runner cannot be started: \(error)"
                logger.error("the runner cannot be started", metadata: ["error": "\(error)"])
                if waitingReplacements > 0 { return }
                guard (try? await Task.sleep(for: Self.restartPause)) != nil else { return }
            }
        }
    }

    /// Records a crash and carries out its consequences.
    /// - Returns: how long to wait before the next start, in milliseconds.
    @discardableResult
    private func note(_ crash: Crash) throws -> Int64 {
        lastCrash = crash
        FaultPoint.runnerHasEnded()
        logger.error(
            "the runner has crashed",
            metadata: [
                "reason": "\(crash.reason)", "plugin": "\(crash.plugin ?? "none")", "hook": "\(crash.hook ?? "none")",
                "event": "\(crash.event ?? 0)",
            ])
        let earlier = try store.read { try $0.crashes(since: 0) }
        let verdict = CrashPolicy.verdict(on: crash, earlier: earlier)
        try store.write { transaction in
            try transaction.record(crash)
            try Crashes(selection: selection, crash: crash).carryOut(verdict, transaction)
            FaultPoint.hit(.crashBeforeCommit)
        }
        FaultPoint.hit(.crashAfterCommit)
        try loadRecords()
        if case .silence(let plugin) = verdict, let silence = silence(of: plugin) {
            logger.error("a plugin is asked nothing for a while", metadata: ["plugin": "\(plugin)", "reason": "\(silence.sentence)"])
        } else if verdict != .goOn {
            logger.error("a plugin is held back", metadata: ["verdict": "\(verdict)"])
        }
        return CrashPolicy.delay(afterCrashes: earlier.count { $0.time > crash.time - CrashPolicy.window && !$0.isForgiven } + 1)
    }

    // MARK: Ending

    /// Ends the runner, gently if possible.
    func stopCurrent() async {
        guard let connection = current else { return }
        current = nil
        connection.tellToStop()
        let deadline = options.stopDeadline
        _ = await withDeadline(deadline, onExpiry: { connection.kill(because: "it did not end within \(deadline) ms") }) {
            await end(of: connection)
        }
    }

    /// Ends the runner for good.
    package func close() async {
        isClosed = true
        watchdog?.cancel()
        spare?.kill(because: "it is not needed")
        starting?.kill(because: "the host is stopping")
        await stopCurrent()
    }

    // MARK: Watching

    /// Kills a runner whose hook is past its deadline.
    private func watch() {
        guard let connection = current else { return }
        let deadlines = Watchdog(hook: options.hookDeadline, query: options.queryDeadline)
        guard let overdue = deadlines.overdue(among: connection.record.entries, now: HookRecord.now) else { return }
        connection.kill(because: overdue.reason, overdue: overdue.entry)
    }

    // MARK: The link

    /// The runner for requests; waits while it is being replaced.
    func connection() async throws -> RunnerConnection {
        if isReplacing, unavailableReason == nil { await waitForReplacement() }
        guard let current else {
            throw SupervisionError(.notRunning, unavailableReason ?? "the runner is not running")
        }
        return current
    }

    package func appliedSeq() async throws -> Int64 {
        _ = try await connection()
        return appliedEvent
    }

    package func apply(_ event: LoggedEvent) async throws -> Applied { try await begin(event, after: nil).value() }

    package func begin(_ event: LoggedEvent, after previous: Int64?) async throws -> Applying {
        let connection = try await connection()
        if let pause { throw SupervisionError(.paused, pause) }
        guard previous == nil || lastAsked === connection else {
            throw SupervisionError(.notRunning, "the runner that event \(previous ?? 0) was sent to has made room for another one")
        }
        lastAsked = connection
        let answer = try connection.send(.apply(event, after: previous, setAside: setAside[event.seq] ?? [:]))
        return Applying { [self] in try await applied(event, connection, try await answer.content()) }
    }

    private func applied(_ event: LoggedEvent, _ connection: RunnerConnection, _ answered: LinkMessage.Content) throws -> Applied {
        guard case .applied(event.seq, let effects, let answer) = answered else {
            throw connection.refuse("it answered something else than what it has applied of event \(event.seq)")
        }
        if current === connection { appliedEvent = max(appliedEvent, event.seq) }
        if let last = effects.last { heardEffect = last.id }
        return Applied(seq: event.seq, effects: effects, answer: answer)
    }
}

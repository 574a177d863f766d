import Logging
import Store

/// One runner replaces another: with other plugins, or with one that has been released.
extension RunnerSupervisor {
    /// Ends the runner once it has finished what it is applying, and starts one with other plugins. If that one cannot start,
    /// the former plugins are loaded again.
    /// - Parameter isOpening: the host is starting: it fails if these cannot start, either.
    /// - Throws: ``SupervisionError`` with what was wrong with the new ones.
    package func replace(with new: PluginSelection, isOpening: Bool = false) async throws {
        await beginReplacement()
        defer { endReplacement() }
        try await swap(to: new, isOpening: isOpening)
    }

    /// Waits until nobody else is replacing the runner; ``endReplacement()`` must follow.
    func beginReplacement() async {
        waitingReplacements += 1
        await waitForReplacement()
        waitingReplacements -= 1
        isReplacing = true
    }

    /// Does the replacement, for the caller that began it.
    /// - Parameter released: a plugin to load although its quarantine has not ended.
    func swap(to new: PluginSelection, releasing released: String? = nil, isOpening: Bool = false) async throws {
        let (old, oldHeld) = (selection, held)
        await stopCurrent()
        do {
            selection = new
            try loadRecords()
            if let released { held[released] = nil }
            try await launch()
        } catch {
            // The start was cut off for a reason unrelated to what is loaded.
            if isClosed { throw SupervisionError(.notRunning, "the host is stopping") }
            let failure = Self.failure(of: error)
            guard !isOpening else { throw failure }
            logger.error("the new plugins cannot start; the former ones are taken again", metadata: ["reason": "\(failure)"])
            (selection, held) = (old, oldHeld)
            await bringBack()
            throw failure.followed(by: sentenceOnFormer(oldHeld))
        }
        await onReady()
    }

    /// Continues without a plugin that has been loaded.
    func hold(_ quarantine: Quarantine) async {
        held[quarantine.plugin] = quarantine
        await stopCurrent()
        await bringBack()
    }

    func forgetCrashesInQueries(of plugin: String) { crashesInQueries.removeAll { $0.plugin == plugin } }

    private func sentenceOnFormer(_ oldHeld: [String: Quarantine]) -> String {
        if current == nil, let unavailableReason { return "the former plugins are not at work: \(unavailableReason)" }
        let lost = held.values.filter { oldHeld[$0.plugin] == nil }.sorted { $0.plugin < $1.plugin }
        return "the former plugins are at work again" + lost.map { ", but \(Self.sentence($0))" }.joined()
    }

    /// Starts runners after a replacement that changed nothing: its caller had already made way.
    func bringBackIfDown() async {
        if current == nil { await bringBack() }
    }

    /// Whether a start would load something other than what is loaded; a quarantined plugin is tried again only with a new library.
    package func mustReplace(with new: PluginSelection) -> Bool { new != selection }

    /// Why a start failed, and who is to blame.
    private static func failure(of error: any Error) -> SupervisionError {
        switch error {
        case let failure as StartFailure:
            let crash = failure.crash
            let place = crash.plugin.map { "plugin \($0) crashed in its \(crash.hook ?? "start"): " } ?? ""
            return SupervisionError(.crashed, "\(place)the runner \(crash.reason)", plugin: crash.plugin)
        case let refusal as PluginRefusal: return SupervisionError(.refused, "\(refusal)", plugin: refusal.plugin)
        case let error as SupervisionError: return error
        default: return SupervisionError(.system, "\(error)")
        }
    }

    func waitForReplacement() async {
        while isReplacing { await withCheckedContinuation { replacementWaiters.append($0) } }
    }

    func endReplacement() {
        if let lost, !isClosed {
            self.lost = nil
            // Unstructured, because the failed replacement ends here and the recovery may take as long as it needs.
            Task { await recover(from: lost.connection, lost.ending) }
            return
        }
        isReplacing = false
        for waiter in replacementWaiters { waiter.resume() }
        replacementWaiters = []
    }
}

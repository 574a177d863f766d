import PluginAPI

/// Outcomes that never come: each effect has one, but the event that brings it may have been set aside, because the hook
/// failed or crashed on it. Nothing may wait for it for ever.
extension MergeQueue {
    /// How long an outcome may stay away; milliseconds.
    static let patience: Int64 = 6 * 3_600_000

    /// Drops attempts that have been under way for too long; their batches are tried again.
    ///
    /// What they asked for may still be on its way while the forge is down. It changes nothing any more, except that a push moves the
    /// staging branch, and the next attempt's push comes after it.
    func dropForgotten() throws {
        for attempt in try store.activeAttempts(startedBefore: store.now - Self.patience) {
            host.log(.error, "an attempt at a staging has not come to an end", ["attempt": String(attempt.id.value)])
            try step(attempt, .unavailable("it has not come to an end within \(Self.patience / 3_600_000) hours"))
        }
    }
}

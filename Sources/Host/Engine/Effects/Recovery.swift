import Store

/// Where to take up an effect whose outcome has not been applied.
enum Recovery {
    /// How long the forge may hide what it has done, in milliseconds.
    static let readLag: Int64 = 5_000
    /// Longer than any wait that an attempt ends with, in milliseconds.
    private static let longestWait: Int64 = 3_600_000

    /// Nil when its outcome is already in the log.
    static func item(for effect: StoredEffect, receipt: Receipt?, now: Int64) -> EffectQueue.Item? {
        guard let receipt else { return EffectQueue.Item(effect: effect) }
        switch receipt.state {
        case .done, .failed, .refused:
            return nil
        case .waiting:
            // Where an end was unknown before, it still is: looking once more costs little.
            // A clock that was ahead when this was written would make it wait until the clock has caught up.
            let latest = now + longestWait
            return EffectQueue.Item(
                effect: effect, attempts: receipt.attempts, notBefore: min(receipt.nextAttemptAt ?? 0, latest), mayHaveHappened: true)
        case .started:
            let lag = needsDuplicateCheck(effect.kind) ? readLag : 0
            return EffectQueue.Item(
                effect: effect, attempts: receipt.attempts, notBefore: now + lag, mayHaveHappened: true)
        }
    }

    /// Whether doing it twice would be seen by people.
    static func needsDuplicateCheck(_ kind: String) -> Bool {
        ["comment", "create_pull_request", "deployment"].contains(kind)
    }
}

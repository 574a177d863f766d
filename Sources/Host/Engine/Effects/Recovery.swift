import Store

/// Where to resume an effect whose outcome has not been applied.
enum Recovery {
    /// How long the forge may take to show what it has done, in milliseconds.
    static let readLag: Int64 = 5_000
    /// Longer than the delay after any attempt, in milliseconds.
    private static let longestWait: Int64 = 3_600_000

    /// Nil if its outcome is already in the log.
    static func item(for effect: StoredEffect, receipt: Receipt?, now: Int64) -> EffectQueue.Item? {
        guard let receipt else { return EffectQueue.Item(effect: effect) }
        switch receipt.state {
        case .done, .failed, .refused:
            return nil
        case .waiting:
            // If it may have happened before, it still may: looking once more costs little.
            // If the clock was ahead when this was written, it would wait until the clock has caught up.
            let latest = now + longestWait
            return EffectQueue.Item(
                effect: effect, attempts: receipt.attempts, notBefore: min(receipt.nextAttemptAt ?? 0, latest), mayHaveHappened: true)
        case .started:
            let lag = needsDuplicateCheck(effect.kind) ? readLag : 0
            return EffectQueue.Item(
                effect: effect, attempts: receipt.attempts, notBefore: now + lag, mayHaveHappened: true)
        }
    }

    /// Whether people would see it being done twice.
    static func needsDuplicateCheck(_ kind: String) -> Bool {
        ["comment", "create_pull_request", "deployment"].contains(kind)
    }
}

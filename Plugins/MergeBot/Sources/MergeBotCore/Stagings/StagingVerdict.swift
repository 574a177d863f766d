import PluginAPI

/// What the statuses on a staging's heads add up to.
struct StagingVerdict: Hashable, Sendable {
    /// A head of the staging and the contexts that its repository requires of it, in the order of the configuration.
    struct Head: Hashable, Sendable {
        var repository: String
        var sha: String
        var contexts: [String]
    }

    let verdict: Verdict
    /// The latest word of a required status that is still running: proof that CI is alive.
    let lastPendingAt: Int64?

    /// A single failure decides at once, without waiting for the others.
    ///
    /// - Parameter statuses: the staging's own copy, by commit.
    static func evaluate(heads: [Head], statuses: [String: Statuses]) -> StagingVerdict {
        var result = Verdict.success
        var lastPending: Int64?
        for head in heads {
            for context in head.contexts {
                let status = statuses[head.sha]?[context]
                if let status, status.state.hasFailed {
                    return StagingVerdict(verdict: .failure, lastPendingAt: nil)
                }
                if status?.state == .success { continue }
                result = .pending
                if let status { lastPending = max(lastPending ?? status.updatedAt, status.updatedAt) }
            }
        }
        return StagingVerdict(verdict: result, lastPendingAt: lastPending)
    }

    /// When the staging times out: only a pending status moves it, and never back.
    func deadline(current: Int64, timeout: Int64) -> Int64 {
        guard verdict == .pending, let lastPendingAt else { return current }
        return max(current, lastPendingAt + timeout)
    }

    /// The contexts required of a staging head on `target`, each once.
    static func contexts(of entries: [RequiredStatus], target: String) -> [String] {
        var seen: Set<String> = []
        return entries.filter { $0.stagings && $0.branches.matches(target) && seen.insert($0.context).inserted }.map(\.context)
    }
}

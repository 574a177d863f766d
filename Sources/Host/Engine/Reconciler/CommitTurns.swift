/// Which of too many commits a pass looks at: always the newest, and the others in turn.
enum CommitTurns {
    /// - Parameters:
    ///   - commits: all that should be looked at, newest first.
    ///   - limit: how many are looked at in a pass; half of them are the newest.
    ///   - turn: what the previous pass returned.
    /// - Returns: the commits for this pass, and where the next one continues; nil if this pass has all of them.
    static func pick(from commits: [String], limit: Int, after turn: String?) -> (commits: [String], turn: String?) {
        guard commits.count > limit else { return (commits, nil) }
        let newest = Array(commits.prefix(limit / 2))
        // In an order that does not shift when commits come and go.
        let others = commits.dropFirst(newest.count).sorted()
        let start = turn.flatMap { turn in others.firstIndex { $0 > turn } } ?? 0
        let inTurn = Array((others[start...] + others[..<start]).prefix(limit - newest.count))
        return (newest + inTurn, inTurn.last)
    }
}

/// Which of too many commits are looked at in one pass: the newest in each, and the others in turn.
enum CommitTurns {
    /// - Parameters:
    ///   - commits: all that should be looked at, newest first.
    ///   - limit: how many are looked at in a pass; one half goes to the newest.
    ///   - turn: what the pass before answered.
    /// - Returns: the commits of this pass, and where the next one goes on; nil where all are among them.
    static func pick(from commits: [String], limit: Int, after turn: String?) -> (commits: [String], turn: String?) {
        guard commits.count > limit else { return (commits, nil) }
        let newest = Array(commits.prefix(limit / 2))
        // In an order in which nothing moves when commits come and go.
        let others = commits.dropFirst(newest.count).sorted()
        let start = turn.flatMap { turn in others.firstIndex { $0 > turn } } ?? 0
        let inTurn = Array((others[start...] + others[..<start]).prefix(limit - newest.count))
        return (newest + inTurn, inTurn.last)
    }
}

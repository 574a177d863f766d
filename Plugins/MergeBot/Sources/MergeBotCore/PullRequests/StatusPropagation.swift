/// Carries statuses from commits to pull requests and to stagings under test.
struct StatusPropagation {
    let queue: MergeQueue

    private var store: Store { queue.store }

    /// Remembers that a commit's statuses changed; the timer propagates them.
    func noteChanged(_ sha: String) throws {
        try store.noteChangedCommit(sha)
        try queue.wake(MergeQueue.Timer.statuses)
    }

    /// Carries statuses from commits to pull requests and to stagings under test.
    func propagateStatuses() throws {
        for sha in try store.takeChangedCommits() {
            for pullRequest in try store.pullRequests(withHead: sha) where pullRequest.state != .merged {
                try queue.readiness.refreshWithDescendants(pullRequest, note: "statuses changed on \(sha)")
            }
            for staging in try store.pendingStagings(withHead: sha) {
                guard try store.project(staging.project)?.usesForgeStatuses == true else { continue }
                try store.copyStatuses(of: sha, to: staging.id)
                try queue.stagings.judge(staging)
            }
        }
    }
}

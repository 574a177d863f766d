import PluginAPI

/// What follows from another configuration.
struct ConfigurationChanges {
    let queue: MergeQueue

    private var store: Store { queue.store }

    /// Required statuses, branches or switches may be different now: what is open is computed anew.
    func configurationChanged() throws {
        for project in try store.projects() {
            for batch in try store.openBatches(of: project.id) { try queue.readiness.refresh(batch, note: "configuration changed") }
            for branch in try store.branches(of: project.id) {
                if branch.isActive {
                    try store.noteEnabled(branch, of: project.id)
                } else {
                    try branchDisabled(project, branch)
                }
            }
        }
        for staging in try store.activeStagings() { try queue.stagings.judge(staging) }
        try queue.wake(MergeQueue.Timer.staging)
    }

    private func branchDisabled(_ project: Project, _ branch: Branch) throws {
        guard try store.noteDisabled(branch, of: project.id) else { return }
        if let attempt = try store.activeAttempt(project: project.id, target: branch.name) {
            try store.markStale(attempt.id, reason: Reason.branchDisabled)
        }
        if let staging = try store.activeStaging(project: project.id, target: branch.name) {
            try queue.stagings.cancel(staging, reason: Reason.branchDisabled)
        }
        for pullRequest in try store.openPullRequests(of: project.id) where pullRequest.target == branch.name {
            try queue.say(.branchWasDisabled, ["branch": .string(branch.name)], on: pullRequest)
        }
    }
}

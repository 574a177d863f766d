import PluginAPI

/// What follows from another configuration.
struct ConfigurationChanges {
    let queue: MergeQueue

    private var store: Store { queue.store }

    /// Required statuses, branches or switches may be different now: what is open is computed anew.
    ///
    /// - Parameter actor: who changed it, if that is known.
    func configurationChanged(by actor: String? = nil) throws {
        for project in try store.projects() {
            try stopAttempts(of: project, by: actor)
            for batch in try store.openBatches(of: project.id) { try queue.readiness.refresh(batch, note: "configuration changed") }
            for branch in try store.branches(of: project.id) {
                if branch.isActive {
                    try store.noteEnabled(branch, of: project.id)
                } else {
                    try branchDisabled(project, branch, by: actor)
                }
            }
        }
        for staging in try store.activeStagings() { try queue.stagings.judge(staging) }
        try queue.wake(MergeQueue.Timer.staging)
    }

    /// What is switched off is not staged, also where an attempt is under way. What is staged is tested and lands.
    private func stopAttempts(of project: Project, by actor: String?) throws {
        let isOn = project.isActive && project.isStagingEnabled
        for branch in try store.branches(of: project.id) {
            guard let attempt = try store.activeAttempt(project: project.id, target: branch.name) else { continue }
            if branch.isActive && branch.isStagingEnabled && isOn { continue }
            let reason =
                branch.isActive
                ? Reason.stagingSwitchedOff(isOn ? branch.name : project.name, by: actor) : Reason.disabled(branch.name, by: actor)
            try store.markStale(attempt.id, reason: reason)
        }
    }

    private func branchDisabled(_ project: Project, _ branch: Branch, by actor: String?) throws {
        guard try store.noteDisabled(branch, of: project.id) else { return }
        if let staging = try store.activeStaging(project: project.id, target: branch.name) {
            try queue.stagings.cancel(staging, reason: Reason.disabled(branch.name, by: actor))
        }
        for pullRequest in try store.openPullRequests(of: project.id) where pullRequest.target == branch.name {
            try queue.say(.branchWasDisabled, ["branch": .string(branch.name)], on: pullRequest)
        }
    }
}

import PluginAPI

extension MergeQueue {
    /// Remembers that a commit's statuses changed; the timer propagates them.
    func noteChanged(_ sha: String) throws {
        try host.execute("INSERT OR IGNORE INTO mergebot_changed_commits(sha, noted_at) VALUES (?, ?)", sha, store.now)
        try wake(Timer.statuses)
    }

    /// Carries statuses from commits to pull requests and to stagings under test.
    func propagateStatuses() throws {
        let changed = try host.query("SELECT sha FROM mergebot_changed_commits ORDER BY noted_at, sha")
        for row in changed {
            let sha = try row.string("sha")
            try host.execute("DELETE FROM mergebot_changed_commits WHERE sha = ?", sha)
            for pullRequest in try store.pullRequests(withHead: sha) where pullRequest.state != .merged {
                try refreshWithDescendants(pullRequest, note: "statuses changed on \(sha)")
            }
            for staging in try store.pendingStagings(withHead: sha) {
                guard try store.project(staging.project)?.usesForgeStatuses == true else { continue }
                try store.copyStatuses(of: sha, to: staging.id)
                try stagings.judge(staging)
            }
        }
    }

    /// Required statuses, branches or switches may be different now: what is open is computed anew.
    func configurationChanged() throws {
        for project in try store.projects() {
            for batch in try store.openBatches(of: project.id) { try refresh(batch, note: "configuration changed") }
            for branch in try store.branches(of: project.id) {
                if branch.isActive {
                    try host.execute(
                        "DELETE FROM mergebot_disabled_branches WHERE project = ? AND target = ?", project.id, branch.name)
                } else {
                    try branchDisabled(project, branch)
                }
            }
        }
        for staging in try store.activeStagings() { try stagings.judge(staging) }
        try wake(Timer.staging)
    }

    private func branchDisabled(_ project: Project, _ branch: Branch) throws {
        let known = try host.first(
            "SELECT target FROM mergebot_disabled_branches WHERE project = ? AND target = ?", project.id, branch.name)
        if known != nil { return }
        try host.execute("INSERT INTO mergebot_disabled_branches(project, target) VALUES (?, ?)", project.id, branch.name)
        if let attempt = try store.activeAttempt(project: project.id, target: branch.name) {
            try store.markStale(attempt.id, reason: Reason.branchDisabled)
        }
        if let staging = try store.activeStaging(project: project.id, target: branch.name) {
            try stagings.cancel(staging, reason: Reason.branchDisabled)
        }
        for pullRequest in try store.openPullRequests(of: project.id) where pullRequest.target == branch.name {
            try say(.branchWasDisabled, ["branch": .string(branch.name)], on: pullRequest)
        }
    }
}

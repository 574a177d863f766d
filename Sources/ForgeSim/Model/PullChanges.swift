import GRDB

/// Changes to a pull request that come from inside the simulator, with the events that follow.
struct PullChanges {
    let call: Call
    let repository: Repository
    let user: User

    /// Numbers that git knows about a pull request.
    struct Facts: Sendable {
        /// The commits that the base does not have.
        var commits: [String] = []
        var additions = 0
        var deletions = 0
        var changedFiles = 0
    }

    /// Counts commits and changed lines between a base and a head.
    static func facts(_ family: GitFamily, base: String, head: String) async throws -> Facts {
        let commits = try await family.commits(from: [head], excluding: [base])
        var facts = Facts(commits: commits)
        guard !commits.isEmpty, let fork = try await family.mergeBase(base, head) else { return facts }
        for change in try await family.changes(from: fork, to: head) {
            facts.additions += change.additions
            facts.deletions += change.deletions
            facts.changedFiles += 1
        }
        return facts
    }

    /// Follows the head branch; if the base already contains the new head, the pull request is closed.
    func synchronize(_ pull: Pull, to sha: String, forced: Bool) async throws {
        let git = try call.git(repository)
        let base = try git.branch(pull.baseRef) ?? pull.baseSHA
        let facts = try await Self.facts(git.family, base: base, head: sha)
        try setPullRef(pull.number, sha)
        var updated = pull
        updated.headSHA = sha
        updated.baseSHA = base
        updated.apply(facts)
        try await ReviewPositions(git: git, pull: updated, oldHead: pull.headSHA).follow(call)
        try call.change { tx in
            try updated.update(facts.commits, tx.db)
            try tx.touch(pull.issueID)
            if forced { try tx.record("head_ref_force_pushed", try tx.issue(of: pull), by: user, commit: sha) }
            try emit("synchronize", updated, tx, [("before", .string(pull.headSHA)), ("after", .string(sha))])
        }
        if facts.commits.isEmpty {
            try close(updated, merged: nil)
        } else {
            call.world.ci.headMoved(repository, pull: updated, call: call)
        }
    }

    /// Closes it, as merged if a merge commit (or the head itself, after a fast-forward) is given.
    func close(_ pull: Pull, merged: String?) throws {
        try call.change { tx in
            guard var issue = try Issue.fetchOne(cached: tx.db, key: pull.issueID),
                var current = try Pull.fetchOne(cached: tx.db, key: pull.id), current.open
            else { return }
            issue.state = "closed"
            issue.closedAt = tx.now
            issue.closedByID = user.id
            issue.updatedAt = tx.now
            current.open = false
            if let merged {
                current.merged = true
                current.mergedAt = tx.now
                current.mergedByID = user.id
                current.mergeCommitSHA = merged
                current.mergeable = nil
                current.mergeableFor = nil
                try tx.record("merged", issue, by: user, commit: merged)
            }
            try issue.update(tx.db)
            try current.update(tx.db)
            try tx.record("closed", issue, by: user)
            try emit("closed", current, tx)
        }
        try removeMergeRef(pull.number)
        if merged != nil, pull.baseRef == repository.defaultBranch {
            let body = try call.read { try Issue.fetchOne(cached: $0.db, key: pull.issueID)?.body }
            try IssueChanges(call: call, repository: repository, user: user).close(by: body ?? "", commit: nil)
        }
    }

    /// The test merge of a closed pull request can no longer be fetched.
    private func removeMergeRef(_ number: Int) throws {
        let git = try call.git(repository)
        let ref = "refs/pull/\(number)/merge"
        if let old = try git.ref(ref) { try git.update([.init(ref: ref, old: old, new: nil)]) }
    }

    /// Changes the base, on request or because the old one is gone.
    func retarget(_ pull: Pull, to base: String, _ sha: String, _ facts: Facts, event: String) throws -> Pull {
        var updated = pull
        updated.baseRef = base
        updated.baseSHA = sha
        updated.apply(facts)
        try call.change { tx in
            try updated.update(facts.commits, tx.db)
            try tx.touch(pull.issueID)
            try tx.record(event, try tx.issue(of: pull), by: user)
            let changes: ForgeJSON = ["base": ["ref": ["from": .string(pull.baseRef)], "sha": ["from": .string(pull.baseSHA)]]]
            try emit("edited", updated, tx, [("changes", changes)])
        }
        return updated
    }

    /// Records a pull_request event.
    func emit(_ action: String, _ pull: Pull, _ tx: Transaction, _ more: [(key: String, value: ForgeJSON)] = []) throws {
        guard try tx.isWatched(repository, "pull_request") else { return }
        let members: [(key: String, value: ForgeJSON)] = [
            ("number", ForgeJSON(pull.number)), ("pull_request", try tx.render(pull, repository, .webhook)),
        ]
        try tx.emit("pull_request", action, repository, sender: user, .object(ForgeObject(members + more)))
    }

    /// Points `refs/pull/N/head` to the head.
    func setPullRef(_ number: Int, _ sha: String) throws {
        let git = try call.git(repository)
        let ref = "refs/pull/\(number)/head"
        try git.update([.init(ref: ref, old: try git.ref(ref), new: sha)])
    }
}

extension Pull {
    mutating func apply(_ facts: PullChanges.Facts) {
        commits = facts.commits.count
        additions = facts.additions
        deletions = facts.deletions
        changedFiles = facts.changedFiles
        mergeable = nil
        mergeableFor = nil
    }
}

extension Transaction {
    /// Sets an issue's update time to now.
    func touch(_ issue: Int64) throws {
        try db.execute(sql: "UPDATE issues SET updatedAt = ? WHERE id = ?", arguments: [now, issue])
    }
}

import GRDB

/// What moved branches mean for pull requests and issues: heads, bases, merges, closing keywords.
struct PullFollowing {
    let call: Call
    let repository: Repository
    let git: GitRepository
    let user: User

    /// A branch after its move.
    struct Move {
        let branch: String
        let old: String?
        let new: String?
        let forced: Bool
        /// The commits that are new in the repository's branch, oldest first.
        let commits: [String]
    }

    func follow(_ move: Move) async throws {
        try await updateHeads(move)
        try await updateBases(move)
        try closeIssues(move)
        try referIssues(move)
    }

    private func pulls(_ condition: String, _ branch: String) throws -> [(Pull, Repository)] {
        try call.read { tx in
            let pulls = try Pull.fetchAll(
                cached: tx.db, sql: "SELECT * FROM pulls WHERE \(condition) ORDER BY number", arguments: [repository.id, branch])
            return try pulls.compactMap { pull in try Repository.fetchOne(cached: tx.db, key: pull.repositoryID).map { (pull, $0) } }
        }
    }

    /// Pull requests whose head is the branch.
    private func updateHeads(_ move: Move) async throws {
        for (pull, target) in try pulls("headRepositoryID = ? AND headRef = ?", move.branch) {
            let changes = PullChanges(call: call, repository: target, user: user)
            guard let new = move.new else {
                try call.change { tx in try tx.record("head_ref_deleted", try tx.issue(of: pull), by: user) }
                if pull.open { try changes.close(pull, merged: nil) }
                continue
            }
            if pull.open {
                if pull.headSHA == new { continue }
                try await changes.synchronize(pull, to: new, forced: move.forced)
            } else if move.old == nil, new == pull.headSHA {
                try call.change { tx in try tx.record("head_ref_restored", try tx.issue(of: pull), by: user) }
            }
        }
    }

    /// Pull requests whose base is the branch.
    private func updateBases(_ move: Move) async throws {
        guard move.new != nil else {
            for (pull, target) in try pulls("open AND repositoryID = ? AND baseRef = ?", move.branch) {
                try await loseBase(pull, target, move)
            }
            return
        }
        for pull in try arrived(move) {
            let merge = try move.commits.first { try git.family.commit($0)?.parents.dropFirst().contains(pull.headSHA) == true }
            try PullChanges(call: call, repository: repository, user: user).close(pull, merged: merge ?? pull.headSHA)
        }
        guard move.forced else { return }
        for (pull, _) in try pulls("open AND repositoryID = ? AND baseRef = ?", move.branch) {
            try call.change { tx in try tx.record("base_ref_force_pushed", try tx.issue(of: pull), by: user, commit: move.new) }
        }
    }

    /// The open pull requests whose heads arrived with a push; looked up by commit, because there may be very many others.
    private func arrived(_ move: Move) throws -> [Pull] {
        let sql = "SELECT * FROM pulls WHERE repositoryID = ? AND headSHA = ? AND baseRef = ? AND open ORDER BY number"
        return try call.read { tx in
            try move.commits.flatMap { sha in
                try Pull.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id, sha, move.branch])
            }.sorted { $0.number < $1.number }
        }
    }

    /// If the base was itself the head of a merged pull request, that one's base takes over; otherwise the pull request is closed.
    private func loseBase(_ pull: Pull, _ target: Repository, _ move: Move) async throws {
        let changes = PullChanges(call: call, repository: target, user: user)
        if let next = try nextBase(move.branch), let sha = try git.branch(next), try !isTaken(next, pull) {
            let facts = try await PullChanges.facts(git.family, base: sha, head: pull.headSHA)
            if !facts.commits.isEmpty {
                _ = try changes.retarget(pull, to: next, sha, facts, event: "automatic_base_change_succeeded")
                return
            }
        }
        try call.change { tx in try tx.record("base_ref_deleted", try tx.issue(of: pull), by: user) }
        try changes.close(pull, merged: nil)
    }

    private func nextBase(_ branch: String) throws -> String? {
        try call.read { tx in
            let sql = """
                SELECT * FROM pulls WHERE headRepositoryID = ? AND headRef = ? AND repositoryID = headRepositoryID AND merged
                ORDER BY mergedAt DESC
                """
            return try Pull.fetchOne(cached: tx.db, sql: sql, arguments: [repository.id, branch])?.baseRef
        }
    }

    private func isTaken(_ base: String, _ pull: Pull) throws -> Bool {
        let sql = "SELECT count(*) FROM pulls WHERE repositoryID = ? AND headRepositoryID = ? AND headRef = ? AND baseRef = ? AND open"
        return try call.read { tx in
            try Int.fetchOne(cached: tx.db, sql: sql, arguments: [pull.repositoryID, pull.headRepositoryID, pull.headRef, base]) ?? 0 > 0
        }
    }

    /// Closing keywords in what arrived on the default branch.
    private func closeIssues(_ move: Move) throws {
        guard move.branch == repository.defaultBranch else { return }
        let changes = IssueChanges(call: call, repository: repository, user: user)
        for sha in move.commits.suffix(100) {
            if let message = try git.family.commit(sha)?.message { try changes.close(by: message, commit: sha) }
        }
    }

    private func referIssues(_ move: Move) throws {
        let changes = IssueChanges(call: call, repository: repository, user: user)
        for sha in move.commits.suffix(100) {
            if let commit = try git.family.commit(sha) { try changes.refer(commit) }
        }
    }
}

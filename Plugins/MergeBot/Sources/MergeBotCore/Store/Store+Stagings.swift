import PluginAPI

/// A staging as stored.
struct Staging {
    let id: StagingID
    let project: ProjectID
    let target: String
    let attempt: AttemptID
    let machine: StagingMachine
    let stagedAt: Int64
    let endedAt: Int64?
    let reason: String?
    let parent: StagingID?
    let isLikelyFalsePositive: Bool

    var state: StagingMachine.State { machine.state }
    var verdict: Verdict { machine.verdict }
    var isActive: Bool { machine.state.isActive }
    var deadline: Int64 { machine.deadline }
}

struct StagingHead {
    let repository: String
    let base: String
    let head: String
    let tree: String?

    var isChange: Bool { base != head }
}

/// A pull request as it was staged.
struct StagedPullRequest {
    let batch: BatchID
    let id: PullRequestID
    let name: PullRequestName
    let head: String
    let approvedBy: String?
}

extension Store {
    func staging(_ id: StagingID) throws -> Staging? {
        try host.first("SELECT * FROM mergebot_stagings WHERE id = ?", id).map(Self.staging)
    }

    func activeStaging(project: ProjectID, target: String) throws -> Staging? {
        try host.first("SELECT * FROM mergebot_stagings WHERE project = ? AND target = ? AND active = 1", project, target).map(Self.staging)
    }

    func activeStaging(containing batch: BatchID) throws -> Staging? {
        try host.first(
            """
            SELECT s.* FROM mergebot_stagings s JOIN mergebot_staging_batches b ON b.staging = s.id
            WHERE b.batch = ? AND s.active = 1 ORDER BY s.id LIMIT 1
            """, batch
        ).map(Self.staging)
    }

    func activeStagings() throws -> [Staging] {
        // The plus: sorting the few that are active costs less than looking at all in the order of their ids.
        try host.query("SELECT * FROM mergebot_stagings WHERE active = 1 ORDER BY +id").map(Self.staging)
    }

    func pendingStagings(withHead sha: String) throws -> [Staging] {
        try host.query(
            """
            SELECT DISTINCT s.* FROM mergebot_stagings s JOIN mergebot_staging_heads h ON h.staging = s.id
            WHERE h.head = ? AND s.active = 1 AND s.state = 'pending' AND s.verdict = 'pending' ORDER BY s.id
            """, sha
        ).map(Self.staging)
    }

    func stagings(of batch: BatchID) throws -> [Staging] {
        try host.query(
            """
            SELECT s.* FROM mergebot_stagings s JOIN mergebot_staging_batches b ON b.staging = s.id WHERE b.batch = ? ORDER BY s.id
            """, batch
        ).map(Self.staging)
    }

    /// The latest ones of a branch, newest first.
    func stagings(project: ProjectID, target: String, limit: Int) throws -> [Staging] {
        try host.query(
            "SELECT * FROM mergebot_stagings WHERE project = ? AND target = ? ORDER BY staged_at DESC, id DESC LIMIT ?", project, target,
            limit
        ).map(Self.staging)
    }

    static func staging(_ row: Row) throws -> Staging {
        Staging(
            id: try row.id("id"), project: try row.id("project"), target: try row.string("target"), attempt: try row.id("attempt"),
            machine: StagingMachine(
                state: try row.word("state"), verdict: try row.word("verdict"), deadline: try row.int64("deadline"),
                timeout: try row.int64("timeout")), stagedAt: try row.int64("staged_at"), endedAt: row.optionalInt64("ended_at"),
            reason: row.optionalString("reason"), parent: row.optionalID("parent"),
            isLikelyFalsePositive: try row.bool("likely_false_positive"))
    }

    func insertStaging(project: Project, target: String, attempt: AttemptID, parent: StagingID?) throws -> StagingID {
        try host.execute(
            """
            INSERT INTO mergebot_stagings(project, target, attempt, state, active, staged_at, deadline, timeout, parent)
            VALUES (?, ?, ?, 'pending', 1, ?, ?, ?, ?)
            """, project.id, target, attempt, now, now + project.timeout, project.timeout, parent)
        return StagingID(try host.lastInsertedID)
    }

    func recordVerdict(_ verdict: Verdict, of staging: StagingID) throws {
        try host.execute("UPDATE mergebot_stagings SET verdict = ? WHERE id = ?", verdict.rawValue, staging)
    }

    func moveDeadline(_ time: Int64, of staging: StagingID) throws {
        try host.execute("UPDATE mergebot_stagings SET deadline = ? WHERE id = ?", time, staging)
    }

    func startLanding(_ staging: StagingID) throws {
        try host.execute("UPDATE mergebot_stagings SET state = 'landing' WHERE id = ?", staging)
    }

    /// Whether a bisection has found nobody so far; noted at its first staging.
    func markLikelyFalsePositive(_ isLikely: Bool, of staging: StagingID) throws {
        try host.execute("UPDATE mergebot_stagings SET likely_false_positive = ? WHERE id = ?", isLikely, staging)
    }

    func end(_ staging: StagingID, as state: StagingMachine.State, reason: String?) throws {
        try host.execute(
            "UPDATE mergebot_stagings SET state = ?, active = 0, ended_at = ?, reason = ? WHERE id = ?", state.rawValue, now, reason,
            staging)
    }

    // MARK: What is staged

    func addBatch(_ batch: BatchID, named name: String, at position: Int, to staging: StagingID) throws {
        try host.execute(
            "INSERT INTO mergebot_staging_batches(staging, position, batch, name) VALUES (?, ?, ?, ?)", staging, position, batch, name)
    }

    func batches(of staging: StagingID) throws -> [BatchID] {
        try host.query("SELECT batch FROM mergebot_staging_batches WHERE staging = ? ORDER BY position", staging).map { try $0.id("batch") }
    }

    func batchNames(of staging: StagingID) throws -> [(id: BatchID, name: String)] {
        try host.query("SELECT batch, name FROM mergebot_staging_batches WHERE staging = ? ORDER BY position", staging)
            .map { (try $0.id("batch"), try $0.string("name")) }
    }

    func addPullRequest(_ pullRequest: PullRequest, at position: Int, to staging: StagingID) throws {
        try host.execute(
            """
            INSERT INTO mergebot_staging_pull_requests(staging, position, batch, pull_request, repository, number, head, approved_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, staging, position, pullRequest.batch, pullRequest.id, pullRequest.name.repository, pullRequest.name.number,
            pullRequest.head, pullRequest.approvedBy)
    }

    /// As they were staged, in staging order, then by repository and number.
    func pullRequests(of staging: StagingID) throws -> [StagedPullRequest] {
        try host.query(
            "SELECT * FROM mergebot_staging_pull_requests WHERE staging = ? ORDER BY position, repository, number", staging
        ).map { row in
            StagedPullRequest(
                batch: try row.id("batch"), id: try row.id("pull_request"),
                name: PullRequestName(repository: try row.string("repository"), number: try row.int("number")),
                head: try row.string("head"), approvedBy: row.optionalString("approved_by"))
        }
    }

    func addHead(_ repository: AttemptRepository, base: ObjectID, head: ObjectID, to staging: StagingID) throws {
        try host.execute(
            "INSERT INTO mergebot_staging_heads(staging, repository, sequence, base, head, tree) VALUES (?, ?, ?, ?, ?, ?)", staging,
            repository.repository, repository.sequence, base, head, repository.tree)
    }

    /// In repository order.
    func heads(of staging: StagingID) throws -> [StagingHead] {
        try host.query("SELECT * FROM mergebot_staging_heads WHERE staging = ? ORDER BY sequence", staging).map { row in
            StagingHead(
                repository: try row.string("repository"), base: try row.string("base"), head: try row.string("head"),
                tree: row.optionalString("tree"))
        }
    }

    // MARK: The staging's own copy of statuses

    func copyStatuses(of sha: String, to staging: StagingID) throws {
        try host.execute(
            """
            INSERT OR REPLACE INTO mergebot_staging_statuses(staging, sha, context, state, target_url, description, updated_at)
            SELECT ?, sha, context, state, target_url, description, updated_at FROM statuses WHERE sha = ?
            """, staging, sha)
    }

    /// Keeps a status that was posted for the staging itself.
    func recordStatus(_ status: CommitStatus, _ context: String, on sha: String, of staging: StagingID) throws {
        try host.execute(
            """
            INSERT OR REPLACE INTO mergebot_staging_statuses(staging, sha, context, state, target_url, description, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, staging, sha, context, status.state.rawValue, status.targetURL, status.description, status.updatedAt)
    }

    func statuses(of staging: StagingID) throws -> [String: Statuses] {
        let rows = try host.query("SELECT * FROM mergebot_staging_statuses WHERE staging = ? ORDER BY sha, context", staging)
        return try Dictionary(grouping: rows) { try $0.string("sha") }.mapValues(Self.statuses)
    }

    // MARK: Commits

    func addCommit(original: String, integrated: ObjectID, of pullRequest: PullRequestID, to staging: StagingID) throws {
        try host.execute(
            "INSERT OR REPLACE INTO mergebot_staging_commits(staging, pull_request, original, integrated) VALUES (?, ?, ?, ?)", staging,
            pullRequest, original, integrated)
    }

    /// From original to integrated commit, as staged.
    func stagedCommits(of pullRequest: PullRequestID, in staging: StagingID) throws -> [(original: String, integrated: String)] {
        try host.query(
            "SELECT original, integrated FROM mergebot_staging_commits WHERE staging = ? AND pull_request = ? ORDER BY original", staging,
            pullRequest
        ).map { (try $0.string("original"), try $0.string("integrated")) }
    }

    /// Makes the staged commits of a pull request its integrated ones.
    func landCommits(of pullRequest: PullRequestID, from staging: StagingID) throws {
        try host.execute("DELETE FROM mergebot_commits WHERE pull_request = ?", pullRequest)
        try host.execute(
            """
            INSERT INTO mergebot_commits(pull_request, original, integrated)
            SELECT pull_request, original, integrated FROM mergebot_staging_commits WHERE staging = ? AND pull_request = ?
            """, staging, pullRequest)
    }

    /// From original to integrated commit; the empty key is the integrated head.
    func commits(of pullRequest: PullRequestID) throws -> [(original: String, integrated: String)] {
        try host.query("SELECT original, integrated FROM mergebot_commits WHERE pull_request = ? ORDER BY original", pullRequest)
            .map { (try $0.string("original"), try $0.string("integrated")) }
    }

    /// The first staging of the bisection that this one belongs to.
    func root(of staging: Staging) throws -> StagingID {
        var root = staging
        while let parent = root.parent, let next = try self.staging(parent) { root = next }
        return root.id
    }
}

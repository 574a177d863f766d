import PluginAPI

/// A pull request as the mirror has it, for one that the merge queue does not know yet.
struct MirroredPullRequest {
    let id: PullRequestID
    let name: PullRequestName
    let project: ProjectID
    let target: String
    let label: String
    let isTracked: Bool
    let isClosed: Bool
}

extension Store {
    func mirrored(_ name: PullRequestName) throws -> MirroredPullRequest? {
        try host.first("SELECT * FROM pull_requests WHERE repository = ? AND number = ?", name.repository, name.number).map(Self.mirrored)
    }

    /// What is on managed branches and the merge queue does not know.
    func untracked() throws -> [MirroredPullRequest] {
        try host.query(
            """
            SELECT * FROM pull_requests p
            WHERE p.tracked = 1 AND NOT EXISTS (SELECT 1 FROM mergebot_pull_requests m WHERE m.pull_request = p.id)
            ORDER BY p.id
            """
        ).map(Self.mirrored)
    }

    /// What was closed or reopened while nobody listened.
    func changedWhileAway() throws -> [PullRequestName] {
        try host.query(
            """
            SELECT p.repository, p.number FROM pull_requests p JOIN mergebot_pull_requests m ON m.pull_request = p.id
            JOIN mergebot_batches b ON b.id = m.batch WHERE b.merge_date IS NULL AND p.closed <> m.closed ORDER BY p.id
            """
        ).map(Self.name)
    }

    /// What has another head than the one that was approved.
    func pushedWhileAway() throws -> [PullRequestName] {
        try host.query(
            """
            SELECT p.repository, p.number FROM pull_requests p JOIN mergebot_pull_requests m ON m.pull_request = p.id
            WHERE m.approved_head IS NOT NULL AND m.approved_head <> p.head AND m.closed = 0 ORDER BY p.id
            """
        ).map(Self.name)
    }

    private static func name(_ row: Row) throws -> PullRequestName {
        PullRequestName(repository: try row.string("repository"), number: try row.int("number"))
    }

    private static func mirrored(_ row: Row) throws -> MirroredPullRequest {
        MirroredPullRequest(
            id: try row.id("id"), name: try name(row), project: try row.id("project"), target: try row.string("target"),
            label: try row.string("label"), isTracked: try row.bool("tracked"), isClosed: try row.bool("closed"))
    }

    // MARK: Commits whose statuses changed

    func noteChangedCommit(_ sha: String) throws {
        try host.execute("INSERT OR IGNORE INTO mergebot_changed_commits(sha, noted_at) VALUES (?, ?)", sha, now)
    }

    /// Answers the commits whose statuses changed, longest ago first, and forgets them.
    func takeChangedCommits() throws -> [String] {
        let changed = try host.query("SELECT sha FROM mergebot_changed_commits ORDER BY noted_at, sha").map { try $0.string("sha") }
        if !changed.isEmpty { try host.execute("DELETE FROM mergebot_changed_commits") }
        return changed
    }

    // MARK: Branches and repositories

    func noteEnabled(_ branch: Branch, of project: ProjectID) throws {
        try host.execute("DELETE FROM mergebot_disabled_branches WHERE project = ? AND target = ?", project, branch.name)
    }

    /// - Returns: whether that is news.
    func noteDisabled(_ branch: Branch, of project: ProjectID) throws -> Bool {
        try host.execute("INSERT OR IGNORE INTO mergebot_disabled_branches(project, target) VALUES (?, ?)", project, branch.name) > 0
    }

    /// Whether everybody may see a repository's pages.
    func isPublic(_ repository: String) throws -> Bool {
        try host.first("SELECT visibility FROM repositories WHERE name = ?", repository)?.string("visibility") == "public"
    }

    /// Whether everybody may see the pages of all repositories of a project.
    func isPublic(_ project: ProjectID) throws -> Bool {
        try host.first("SELECT name FROM repositories WHERE project = ? AND visibility <> 'public' LIMIT 1", project) == nil
    }
}

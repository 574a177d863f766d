internal import GRDB

/// What the mirror knows about a pull request: facts of the forge, no decisions.
package struct PullRequestRow: Sendable, Hashable {
    package var id: Int64
    /// `owner/name`.
    package var repository: String
    package var number: Int
    /// The project's row id.
    package var project: Int64
    /// The target branch's name.
    package var target: String
    /// False if its target is not one of the project's branches.
    package var isTracked: Bool
    /// 40 hex digits; all zero while it is being adopted.
    package var head: String
    /// When the head was last seen to change; milliseconds.
    package var headChangedAt: Int64
    /// The repository of the head branch; nil once that repository is gone.
    package var headRepository: String?
    /// `owner:branch`, after the repository's substitutions.
    package var label: String
    package var title: String
    package var body: String
    package var isDraft: Bool
    package var isClosed: Bool
    package var isMergedOnForge: Bool
    package var author: String
    package var commitCount: Int?
    package var url: String
    package var createdAt: Int64
    package var updatedAt: Int64

    package init(
        id: Int64 = 0, repository: String, number: Int, project: Int64, target: String, isTracked: Bool, head: String,
        headChangedAt: Int64, headRepository: String?, label: String, title: String, body: String, isDraft: Bool,
        isClosed: Bool, isMergedOnForge: Bool, author: String, commitCount: Int?, url: String, createdAt: Int64,
        updatedAt: Int64
    ) {
        self.id = id
        self.repository = repository
        self.number = number
        self.project = project
        self.target = target
        self.isTracked = isTracked
        self.head = head
        self.headChangedAt = headChangedAt
        self.headRepository = headRepository
        self.label = label
        self.title = title
        self.body = body
        self.isDraft = isDraft
        self.isClosed = isClosed
        self.isMergedOnForge = isMergedOnForge
        self.author = author
        self.commitCount = commitCount
        self.url = url
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension StateTransaction {
    /// A pull request by repository and number.
    package func pullRequest(_ repository: String, _ number: Int) throws -> PullRequestRow? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM pull_requests WHERE repository = ? AND number = ?")
        return try Row.fetchOne(statement, arguments: [repository, number]).map { row in
            PullRequestRow(
                id: row["id"], repository: row["repository"], number: row["number"], project: row["project"],
                target: row["target"], isTracked: row["tracked"], head: row["head"], headChangedAt: row["head_changed_at"],
                headRepository: row["head_repository"], label: row["label"], title: row["title"], body: row["body"],
                isDraft: row["draft"], isClosed: row["closed"], isMergedOnForge: row["forge_merged"], author: row["author"],
                commitCount: row["commit_count"], url: row["url"], createdAt: row["created_at"], updatedAt: row["updated_at"])
        }
    }

    /// Stores the facts of a pull request.
    package func save(_ row: PullRequestRow) throws {
        try run(
            """
            INSERT INTO pull_requests(repository, number, project, target, tracked, head, head_changed_at, head_repository, label,
              title, body, draft, closed, forge_merged, author, commit_count, url, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT(repository, number) DO UPDATE SET project = excluded.project, target = excluded.target,
              tracked = excluded.tracked, head = excluded.head, head_changed_at = excluded.head_changed_at,
              head_repository = excluded.head_repository, label = excluded.label, title = excluded.title,
              body = excluded.body, draft = excluded.draft, closed = excluded.closed, forge_merged = excluded.forge_merged,
              author = excluded.author, commit_count = excluded.commit_count, url = excluded.url,
              updated_at = excluded.updated_at
            """,
            [
                row.repository, row.number, row.project, row.target, row.isTracked, row.head, row.headChangedAt,
                row.headRepository, row.label, row.title, row.body, row.isDraft, row.isClosed, row.isMergedOnForge,
                row.author, row.commitCount, row.url, row.createdAt, row.updatedAt,
            ])
    }

    /// Records that the facts of an unknown pull request have been requested.
    /// - Returns: false if they already were.
    package func requestAdoption(_ repository: String, _ number: Int, at time: Int64, commenter: String?) throws -> Bool {
        try run(
            "INSERT INTO adoptions(repository, number, requested_at, commenter) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [repository, number, time, commenter])
        guard database.changesCount == 0 else { return true }
        // The answer that is on its way was requested before this happened.
        try run("UPDATE adoptions SET again = 1 WHERE repository = ? AND number = ?", [repository, number])
        return false
    }

    /// Whether something happened to the pull request since its facts were requested; resets the mark.
    package func mustFetchAgain(_ repository: String, _ number: Int) throws -> Bool {
        try run("UPDATE adoptions SET again = 0 WHERE repository = ? AND number = ? AND again = 1", [repository, number])
        return database.changesCount > 0
    }

    /// Ends an adoption and returns who caused it.
    package func finishAdoption(_ repository: String, _ number: Int) throws -> String? {
        let commenter = try String.fetchOne(
            database, sql: "SELECT commenter FROM adoptions WHERE repository = ? AND number = ?", arguments: [repository, number])
        try run("DELETE FROM adoptions WHERE repository = ? AND number = ?", [repository, number])
        return commenter
    }
}

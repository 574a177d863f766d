internal import GRDB

/// What the reconciler asks of the mirror.
extension StateTransaction {
    /// Whether a comment or review has been seen.
    package func isCommentSeen(repository: String, key: String) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS(SELECT 1 FROM comments WHERE repository = ? AND key = ?)"),
            arguments: [repository, key]) ?? false
    }

    /// The state of a context on a commit, if it is known.
    package func status(of sha: String, context: String) throws -> StatusRow? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM statuses WHERE sha = ? AND context = ?"), arguments: [sha, context]
        ).map { row in
            StatusRow(
                sha: row["sha"], context: row["context"], state: row["state"], targetURL: row["target_url"],
                description: row["description"], updatedAt: row["updated_at"])
        }
    }

    /// The heads of open pull requests that changed since a time, most recent first.
    package func openHeads(repository: String, changedSince time: Int64) throws -> [String] {
        try String.fetchAll(
            database,
            sql: "SELECT head FROM pull_requests WHERE repository = ? AND closed = 0 AND updated_at >= ? ORDER BY updated_at DESC",
            arguments: [repository, time])
    }

    /// The commits that effects have pushed to branches of a repository since a time, newest first.
    package func pushedCommits(repository: String, since time: Int64) throws -> [String] {
        // The newest effects have the highest keys, so the cost does not depend on how many there have ever been.
        try String.fetchAll(
            database,
            sql: """
                SELECT json_extract(u.value, '$.sha') FROM
                  (SELECT * FROM effects ORDER BY event DESC, position DESC LIMIT 5000) AS e, json_each(e.payload, '$.updates') AS u
                WHERE e.kind = 'push' AND e.outcome IS NOT NULL AND e.repository = ? AND e.created_at >= ?
                  AND json_extract(u.value, '$.sha') IS NOT NULL
                ORDER BY e.event DESC, e.position DESC
                """, arguments: [repository, time])
    }
}

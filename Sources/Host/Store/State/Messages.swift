internal import GRDB

/// A comment that the bot wrote or is about to write.
package struct MessageRow: Sendable, Hashable {
    package var id: Int64
    package var effect: String
    package var code: String
    package var repository: String
    package var number: Int
    /// JSON object.
    package var parameters: String
    package var body: String
    package var queuedAt: Int64
    package var sentAt: Int64?
    package var url: String?
}

extension StateTransaction {
    /// Records a message when its comment is requested.
    package func insertMessage(
        effect: String, code: String, repository: String, number: Int, parameters: String, body: String, queuedAt: Int64
    ) throws {
        try run(
            """
            INSERT INTO messages(effect, code, repository, number, parameters, body, queued_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            """, [effect, code, repository, number, parameters, body, queuedAt])
    }

    /// Records that the forge has the comment.
    package func markMessageSent(effect: String, at time: Int64, url: String?) throws {
        try run("UPDATE messages SET sent_at = ?, url = ? WHERE effect = ?", [time, url, effect])
    }

    /// Messages, newest first, optionally of one pull request.
    package func messages(repository: String? = nil, number: Int? = nil, limit: Int) throws -> [MessageRow] {
        var conditions = Conditions()
        conditions.add("repository = ?", repository)
        conditions.add("number = ?", number)
        return try Row.fetchAll(
            database, sql: "SELECT * FROM messages WHERE \(conditions.sql) ORDER BY id DESC LIMIT ?",
            arguments: conditions.arguments + [limit]
        ).map { row in
            MessageRow(
                id: row["id"], effect: row["effect"], code: row["code"], repository: row["repository"], number: row["number"],
                parameters: row["parameters"], body: row["body"], queuedAt: row["queued_at"], sentAt: row["sent_at"],
                url: row["url"])
        }
    }
}

internal import GRDB

/// A commit status as stored: one per commit and context.
package struct StatusRow: Sendable, Hashable {
    package var sha: String
    package var context: String
    /// `success`, `pending`, `failure` or `error`.
    package var state: String
    package var targetURL: String?
    package var description: String?
    /// Milliseconds since 1970.
    package var updatedAt: Int64

    package init(sha: String, context: String, state: String, targetURL: String?, description: String?, updatedAt: Int64) {
        self.sha = sha
        self.context = context
        self.state = state
        self.targetURL = targetURL
        self.description = description
        self.updatedAt = updatedAt
    }
}

/// A person as the mirror knows them.
package struct PersonRow: Sendable, Hashable {
    package var login: String
    package var name: String
    package var email: String?
    package var isOperator: Bool
    /// The person's entry of the configuration: JSON.
    package var settings: String

    package init(login: String, name: String, email: String?, isOperator: Bool, settings: String = "{}") {
        self.login = login
        self.name = name
        self.email = email
        self.isOperator = isOperator
        self.settings = settings
    }
}

extension StateTransaction {
    /// Stores a status unless a newer one of its context is known or nothing changes.
    /// - Returns: whether anything changed.
    package func save(_ status: StatusRow) throws -> Bool {
        let known = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM statuses WHERE sha = ? AND context = ?"),
            arguments: [status.sha, status.context])
        if let known {
            let updatedAt: Int64 = known["updated_at"]
            let isSame =
                known["state"] == status.state && known["target_url"] == status.targetURL
                && known["description"] == status.description
            guard updatedAt <= status.updatedAt else { return false }
            // The forge's clock has a resolution of a second: within one, a verdict does not go back to pending.
            let knownState: String = known["state"]
            if updatedAt == status.updatedAt, status.state == "pending", knownState != "pending" { return false }
            if isSame {
                try run(
                    "UPDATE statuses SET updated_at = ? WHERE sha = ? AND context = ?", [status.updatedAt, status.sha, status.context])
                return false
            }
        }
        try run(
            """
            INSERT OR REPLACE INTO statuses(sha, context, state, target_url, description, updated_at) VALUES (?, ?, ?, ?, ?, ?)
            """, [status.sha, status.context, status.state, status.targetURL, status.description, status.updatedAt])
        return true
    }

    /// Records a comment or review as seen.
    /// - Returns: false if it had been seen before.
    package func noteComment(repository: String, key: String, number: Int, author: String, createdAt: Int64) throws -> Bool {
        try run(
            "INSERT INTO comments(repository, key, number, author, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [repository, key, number, author, createdAt])
        return database.changesCount > 0
    }

    /// A person by login, ignoring case.
    package func person(_ login: String) throws -> PersonRow? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT login, name, email, operator, settings FROM people WHERE login = ?"), arguments: [login]
        ).map {
            PersonRow(login: $0["login"], name: $0["name"], email: $0["email"], isOperator: $0["operator"], settings: $0["settings"])
        }
    }

    /// Adds a person who has no rights yet.
    package func ensurePerson(_ login: String) throws {
        try run("INSERT INTO people(login, name, email, operator) VALUES (?, ?, NULL, 0) ON CONFLICT DO NOTHING", [login, login])
    }
}

internal import GRDB

/// A project as the mirror holds it.
package struct ProjectRow: Sendable, Hashable {
    package var id: Int64
    package var name: String
    package var isActive: Bool
    /// The word that introduces commands.
    package var botName: String
    /// The project's entry of the configuration: JSON.
    package var settings: String
}

/// A managed repository.
package struct RepositoryRow: Sendable, Hashable {
    package var id: Int64
    package var name: String
    package var project: Int64
    package var visibility: String
    /// The repository's entry of the configuration: JSON.
    package var settings: String
}

/// A branch list entry of a configuration, to be stored.
package struct BranchFact: Sendable, Hashable {
    package var name: String
    package var sequence: Int
    package var isActive: Bool
    /// The branch's entry of the configuration: JSON.
    package var settings: String

    package init(name: String, sequence: Int, isActive: Bool, settings: String) {
        self.name = name
        self.sequence = sequence
        self.isActive = isActive
        self.settings = settings
    }
}

extension StateTransaction {
    /// The repository with a name, if it is managed.
    package func repository(_ name: String) throws -> RepositoryRow? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT id, name, project, visibility, settings FROM repositories WHERE name = ?"),
            arguments: [name]
        ).map {
            RepositoryRow(id: $0["id"], name: $0["name"], project: $0["project"], visibility: $0["visibility"], settings: $0["settings"])
        }
    }

    /// All managed repositories, in their order.
    package func repositories() throws -> [RepositoryRow] {
        try Row.fetchAll(
            database, sql: "SELECT id, name, project, visibility, settings FROM repositories ORDER BY project, sequence, id"
        ).map {
            RepositoryRow(id: $0["id"], name: $0["name"], project: $0["project"], visibility: $0["visibility"], settings: $0["settings"])
        }
    }

    /// A project by its row id.
    package func project(_ id: Int64) throws -> ProjectRow? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT id, name, active, bot_name, settings FROM projects WHERE id = ?"),
            arguments: [id]
        ).map {
            ProjectRow(id: $0["id"], name: $0["name"], isActive: $0["active"], botName: $0["bot_name"], settings: $0["settings"])
        }
    }

    /// The project that was configured first; nil if there is none yet.
    package func firstProject() throws -> ProjectRow? {
        try Int64.fetchOne(database.cachedStatement(sql: "SELECT min(id) FROM projects")).flatMap { try project($0) }
    }

    /// Whether a branch belongs to a project and is active; nil if it is not managed.
    package func isBranchActive(project: Int64, _ name: String) throws -> Bool? {
        try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT active FROM branches WHERE project = ? AND name = ?"), arguments: [project, name])
    }

    /// Stores a project and returns its row id.
    package func saveProject(name: String, isActive: Bool, botName: String, settings: String) throws -> Int64 {
        try run(
            """
            INSERT INTO projects(name, active, bot_name, settings) VALUES (?, ?, ?, ?)
            ON CONFLICT(name) DO UPDATE SET active = excluded.active, bot_name = excluded.bot_name, settings = excluded.settings
            """, [name, isActive, botName, settings])
        return try id("SELECT id FROM projects WHERE name = ?", name)
    }

    /// Stores a branch of a project.
    package func saveBranch(project: Int64, _ branch: BranchFact) throws {
        try run(
            """
            INSERT INTO branches(project, name, sequence, active, settings) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT(project, name) DO UPDATE SET sequence = excluded.sequence, active = excluded.active,
              settings = excluded.settings
            """, [project, branch.name, branch.sequence, branch.isActive, branch.settings])
    }

    /// Stores a repository of a project.
    package func saveRepository(
        name: String, project: Int64, sequence: Int, branchesOnly: String?, branchesExcept: String, visibility: String,
        settings: String
    ) throws {
        try run(
            """
            INSERT INTO repositories(name, project, sequence, branches_only, branches_except, visibility, settings)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET project = excluded.project, sequence = excluded.sequence,
              branches_only = excluded.branches_only, branches_except = excluded.branches_except,
              visibility = excluded.visibility, settings = excluded.settings
            """, [name, project, sequence, branchesOnly, branchesExcept, visibility, settings])
    }

    /// Replaces the people and their rights that the configuration names.
    package func savePerson(
        _ person: PersonRow, review: [(repository: String, review: Bool, selfReview: Bool)],
        overrides: [(context: String, repository: String?)]
    ) throws {
        try run(
            """
            INSERT INTO people(login, name, email, operator, settings) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT(login) DO UPDATE SET name = excluded.name, email = excluded.email, operator = excluded.operator,
              settings = excluded.settings
            """, [person.login, person.name, person.email, person.isOperator, person.settings])
        for right in review {
            try run(
                "INSERT OR REPLACE INTO review_rights(login, repository, review, self_review) VALUES (?, ?, ?, ?)",
                [person.login, right.repository, right.review, right.selfReview])
        }
        for right in overrides {
            try run(
                "INSERT INTO override_rights(login, context, repository) VALUES (?, ?, ?)",
                [person.login, right.context, right.repository])
        }
    }

    /// Revokes all rights, before a configuration grants them anew.
    package func clearRights() throws {
        try run("DELETE FROM review_rights", [])
        try run("DELETE FROM override_rights", [])
        try run("UPDATE people SET operator = 0", [])
    }

    private func id(_ sql: String, _ name: String) throws -> Int64 {
        guard let id = try Int64.fetchOne(database, sql: sql, arguments: [name]) else {
            throw StoreError(.misuse, "\(name) was stored and is not there")
        }
        return id
    }
}

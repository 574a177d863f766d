public import PluginAPI
internal import PluginBridge
internal import PluginRules

// The mirror belongs to the host: these functions write it as the host would, and deliver nothing. Call `deliver` afterwards.
extension TestHost {
    /// Adds a project with its branches, first branch first, all active.
    ///
    /// - Parameter settings: values of the keys that plugins declare for projects; the others have their defaults.
    /// - Returns: its row identity.
    /// - Throws: ``PluginError``: `conflict` if there is one of that name, `invalid` for settings that do not fit what is declared.
    @discardableResult
    public func addProject(
        _ name: String, botName: String = "bot", branches: [String] = ["main"], settings: JSON = [:]
    ) throws -> Int64 {
        try sql(
            "INSERT INTO projects (name, active, bot_name, settings) VALUES (?, 1, ?, ?)", name, botName, self.settings(.project, settings))
        let project = database.lastInsertedID
        for (index, branch) in branches.enumerated() {
            try sql(
                "INSERT INTO branches (project, name, sequence, active, settings) VALUES (?, ?, ?, 1, ?)", project, branch, index,
                self.settings(.branch, [:]))
        }
        return project
    }

    /// Changes settings of a branch, as a new configuration would.
    ///
    /// - Parameter settings: values of the keys that plugins declare for branches; the others have their defaults.
    /// - Throws: ``PluginError`` with code `invalid` for settings that do not fit what is declared.
    public func setBranch(_ name: String, of project: Int64, settings: JSON) throws {
        try sql("UPDATE branches SET settings = ? WHERE project = ? AND name = ?", self.settings(.branch, settings), project, name)
    }

    /// Adds a repository to a project.
    ///
    /// - Parameter settings: values of the keys that plugins declare for repositories; the others have their defaults.
    /// - Returns: its row identity.
    /// - Throws: ``PluginError``: `conflict` if there is one of that name, `invalid` for settings that do not fit what is declared.
    @discardableResult
    public func addRepository(
        _ name: String, project: Int64, settings: JSON = [:]
    ) throws -> Int64 {
        try sql(
            """
            INSERT INTO repositories (name, project, sequence, branches_only, branches_except, visibility, settings)
            VALUES (?, ?, (SELECT count(*) FROM repositories), NULL, '[]', 'public', ?)
            """, name, project, self.settings(.repository, settings))
        return database.lastInsertedID
    }

    /// Settings with the defaults of what the plugins declare, as the host would put them into the mirror.
    private func settings(_ scope: ConfigurationScope, _ given: JSON) throws -> JSON {
        let (settings, problems) = DeclaredKeys(plugins.map(\.manifest)).settings(scope, given)
        guard problems.isEmpty else { throw PluginError(.invalid, problems.map(\.description).joined(separator: "\n")) }
        return settings
    }

    /// A plugin's own configuration, with the defaults of its schema.
    func configuration(of manifest: Manifest) throws -> JSON {
        var reader = DocumentReader(source: "configuration of \(manifest.id)", form: .document)
        let shape = ValueShape.reading(schema: manifest.configurationSchema, at: "configurationSchema").shape
        let read = reader.read(DocumentNode(configuration[manifest.id] ?? [:]), as: shape, at: "")
        guard reader.problems.isEmpty else {
            throw PluginError(.invalid, reader.problems.map(\.description).joined(separator: "\n"))
        }
        return read
    }

    /// Adds a pull request; creates the repository, in a project `acme`, if it does not exist.
    ///
    /// - Returns: its row id.
    /// - Throws: ``PluginError`` with code `conflict` if the number is taken.
    @discardableResult
    public func addPullRequest(_ pull: TestPullRequest) throws -> Int64 {
        let project = try self.project(of: pull.repository)
        try sql(
            """
            INSERT INTO pull_requests (repository, number, project, target, tracked, head, head_changed_at, head_repository,
            label, title, body, draft, closed, forge_merged, author, commit_count, url, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
            """, pull.repository, pull.number, project, pull.target, pull.tracked, pull.head, now, pull.repository,
            pull.label, pull.title, pull.body, pull.draft, pull.closed, pull.author, pull.commitCount,
            "https://forge.test/\(pull.repository)/pull/\(pull.number)", now, now)
        return database.lastInsertedID
    }

    private func project(of repository: String) throws -> Int64 {
        if let row = try sql("SELECT project FROM repositories WHERE name = ?", repository).first {
            return try row.int64("project")
        }
        let known = try sql("SELECT id FROM projects WHERE name = 'acme'").first
        let project = try known.map { try $0.int64("id") } ?? addProject("acme")
        try addRepository(repository, project: project)
        return project
    }

    /// Changes columns of a pull request, by name.
    ///
    /// - Throws: ``PluginError``: `notFound` if it does not exist, `invalid` for an unknown column.
    public func updatePullRequest(
        _ number: Int, in repository: String = TestPullRequest.defaultRepository, _ columns: [String: any SQLConvertible]
    ) throws {
        guard try !sql("SELECT 1 FROM pull_requests WHERE repository = ? AND number = ?", repository, number).isEmpty else {
            throw PluginError(.notFound, "the mirror has no pull request \(repository)#\(number)")
        }
        for (name, value) in columns.sorted(by: { $0.key < $1.key }) {
            try sql("UPDATE pull_requests SET \(name) = ? WHERE repository = ? AND number = ?", value, repository, number)
        }
    }

    /// Sets a commit status.
    ///
    /// - Parameter state: `success`, `pending`, `failure` or `error`.
    /// - Throws: ``PluginError``.
    public func setStatus(_ sha: String, _ context: String, _ state: String, targetURL: String? = nil) throws {
        try sql(
            """
            INSERT INTO statuses (sha, context, state, target_url, updated_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET state = excluded.state, target_url = excluded.target_url,
            updated_at = excluded.updated_at
            """, sha, context, state, targetURL, now)
    }

    /// Adds a person with rights.
    ///
    /// - Throws: ``PluginError`` with code `conflict` if the login is taken.
    public func addPerson(_ person: Person) throws {
        try sql(
            "INSERT INTO people (login, name, email, operator, settings) VALUES (?, ?, ?, ?, ?)", person.login, person.name,
            person.email, person.operator, settings(.person, person.settings))
        for right in person.reviews {
            try sql(
                "INSERT INTO review_rights (login, repository, review, self_review) VALUES (?, ?, ?, ?)", person.login,
                right.repository, right.review, right.selfReview)
        }
        for right in person.overrides {
            try sql(
                "INSERT INTO override_rights (login, context, repository) VALUES (?, ?, ?)", person.login, right.context,
                right.repository)
        }
    }

    /// Adds a person who may review in these repositories.
    ///
    /// - Throws: ``PluginError`` with code `conflict` if the login is taken.
    public func addReviewer(
        _ login: String, of repositories: [String] = [TestPullRequest.defaultRepository], selfReview: Bool = false
    ) throws {
        let rights = repositories.map { Person.ReviewRight(repository: $0, review: true, selfReview: selfReview) }
        try addPerson(Person(login: login, name: login, email: "\(login)@example.test", reviews: rights))
    }

    func person(_ login: String) throws -> Person? {
        guard let row = try sql("SELECT * FROM people WHERE login = ?", login).first else { return nil }
        let reviews = try sql("SELECT * FROM review_rights WHERE login = ? ORDER BY repository", login)
        let overrides = try sql("SELECT * FROM override_rights WHERE login = ? ORDER BY context, repository", login)
        return Person(
            login: try row.string("login"), name: try row.string("name"), email: row.optionalString("email"),
            commitEmail: try row.optionalString("email") ?? "\(row.string("login"))@no-reply.forge.test",
            operator: try row.bool("operator"),
            reviews: try reviews.map {
                Person.ReviewRight(
                    repository: try $0.string("repository"), review: try $0.bool("review"),
                    selfReview: try $0.bool("self_review"))
            },
            overrides: try overrides.map {
                Person.OverrideRight(context: try $0.string("context"), repository: $0.optionalString("repository"))
            }, settings: try row.json("settings"))
    }
}

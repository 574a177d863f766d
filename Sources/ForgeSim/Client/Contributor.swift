/// A person who works with repositories, for stories: commits, pull requests, comments, reviews.
public struct Contributor: Sendable {
    /// Who it is.
    public let login: String
    /// The client that acts with the person's token.
    public let client: SimClient

    /// A pull request that somebody opened.
    public struct OpenedPull: Sendable {
        /// `owner/name` of the repository that it targets.
        public let repository: String
        /// Its number.
        public let number: Int
        /// The id of its head commit when it was opened.
        public let head: String
        /// `owner:branch`.
        public let label: String
    }

    /// One file of a commit.
    public typealias Files = [String: String?]

    /// Creates a repository for the person or an organisation, with one commit in each branch.
    ///
    /// - Parameters:
    ///   - name: `owner/name`.
    ///   - branches: The first one becomes the default branch; all start at the same commit.
    ///   - files: The content of the first commit.
    /// - Returns: The id of the first commit.
    @discardableResult
    public func createRepository(_ name: String, branches: [String] = ["main"], files: Files = ["README.md": "hello\n"]) async throws
        -> String
    {
        let parts = name.split(separator: "/").map(String.init)
        guard parts.count == 2, let first = branches.first else {
            throw ForgeSimError("'\(name)' is not owner/name, or there is no branch")
        }
        let path = parts[0].lowercased() == login.lowercased() ? "/user/repos" : "/orgs/\(parts[0])/repos"
        try await client.post(path, ["name": .string(parts[1]), "auto_init": true])
        let start = try await writeCommit(name, message: "Start", files: files, tree: nil, parents: [])
        if first == "main" {
            try await client.patch("/repos/\(name)/git/refs/heads/main", ["sha": .string(start), "force": true])
        }
        for branch in branches where branch != "main" {
            try await client.post("/repos/\(name)/git/refs", ["ref": .string("refs/heads/\(branch)"), "sha": .string(start)])
        }
        if first != "main" {
            try await client.patch("/repos/\(name)", ["default_branch": .string(first)])
            try await client.delete("/repos/\(name)/git/refs/heads/main")
        }
        return start
    }

    /// Forks a repository to the person's account.
    ///
    /// - Returns: `owner/name` of the fork.
    @discardableResult
    public func fork(_ repository: String) async throws -> String {
        try await client.post("/repos/\(repository)/forks", [:])["full_name"].string ?? ""
    }

    /// Gives somebody a permission on a repository; the person accepts at once.
    public func addCollaborator(_ person: Contributor, to repository: String, permission: String = "push") async throws {
        let invitation = try await client.call(
            "PUT", "/repos/\(repository)/collaborators/\(person.login)", ["permission": .string(permission)])
        if let id = invitation["id"].int { try await person.client.patch("/user/repository_invitations/\(id)", [:]) }
    }

    /// Adds a webhook.
    ///
    /// - Returns: Its id.
    @discardableResult
    public func addHook(_ repository: String, url: String, secret: String? = nil, events: [String] = ["*"]) async throws -> Int64 {
        var config: ForgeJSON = ["url": .string(url), "content_type": "json"]
        if let secret { config["secret"] = .string(secret) }
        let hook = try await client.post(
            "/repos/\(repository)/hooks", ["name": "web", "active": true, "events": .array(events.map(ForgeJSON.string)), "config": config])
        return Int64(hook["id"].int ?? 0)
    }

    // MARK: Commits

    /// Commits files on a branch; creates the branch from `base` (a branch or commit) if it does not exist.
    ///
    /// - Parameters:
    ///   - files: Path to content; `nil` removes the file.
    ///   - force: Start anew from `base` even if the branch exists.
    /// - Returns: The id of the commit.
    @discardableResult
    public func commit(
        _ repository: String, branch: String, from base: String? = nil, message: String, files: Files, force: Bool = false
    ) async throws -> String {
        let existing = try await head(repository, branch)
        let start: String?
        if let existing, !force { start = existing } else { start = try await resolve(repository, base) }
        guard let start else { throw ForgeSimError("\(repository) has no branch '\(branch)' and no base to make it from") }
        let tree = try await client.get("/repos/\(repository)/git/commits/\(start)")["tree"]["sha"].string
        let sha = try await writeCommit(repository, message: message, files: files, tree: tree, parents: [start])
        try await point(repository, branch, at: sha, exists: existing != nil, force: force)
        return sha
    }

    /// The commit that a branch points to.
    public func head(_ repository: String, _ branch: String) async throws -> String? {
        let response = try await client.send("GET", "/repos/\(repository)/git/ref/heads/\(branch)")
        return response.json["object"]["sha"].string
    }

    /// Points a branch to a commit, with force if it exists.
    public func point(_ repository: String, _ branch: String, at sha: String, exists: Bool? = nil, force: Bool = true) async throws {
        let present: Bool
        if let exists { present = exists } else { present = try await head(repository, branch) != nil }
        if present {
            try await client.patch("/repos/\(repository)/git/refs/heads/\(branch)", ["sha": .string(sha), "force": .bool(force)])
        } else {
            try await client.post("/repos/\(repository)/git/refs", ["ref": .string("refs/heads/\(branch)"), "sha": .string(sha)])
        }
    }

    /// Removes a branch.
    public func deleteBranch(_ repository: String, _ branch: String) async throws {
        try await client.delete("/repos/\(repository)/git/refs/heads/\(branch)")
    }

    /// The text of a file on a branch or in a commit; `nil` if it does not exist.
    public func file(_ repository: String, _ path: String, at ref: String) async throws -> String? {
        let response = try await client.send("GET", "/repos/\(repository)/contents/\(path)?ref=\(ref.urlEncoded)")
        return response.json["content"].string.flatMap(unbase64).map { String(decoding: $0, as: UTF8.self) }
    }

    private func resolve(_ repository: String, _ base: String?) async throws -> String? {
        guard let base else { return nil }
        return base.isSHA ? base : try await head(repository, base)
    }

    private func writeCommit(_ repository: String, message: String, files: Files, tree: String?, parents: [String]) async throws -> String {
        let items = files.sorted { $0.key < $1.key }.map { path, content -> ForgeJSON in
            var item: ForgeJSON = ["path": .string(path), "mode": "100644", "type": "blob"]
            if let content { item["content"] = .string(content) } else { item["sha"] = .null }
            return item
        }
        var body: ForgeJSON = ["tree": .array(items)]
        if let tree { body["base_tree"] = .string(tree) }
        let written = try await client.post("/repos/\(repository)/git/trees", body)["sha"]
        let commit: ForgeJSON = ["message": .string(message), "tree": written, "parents": .array(parents.map(ForgeJSON.string))]
        return try await client.post("/repos/\(repository)/git/commits", commit)["sha"].string ?? ""
    }

    // MARK: Pull requests

    /// Opens a pull request: commits files on a branch of `from` (the repository itself, or a fork) and opens a pull request for it.
    @discardableResult
    public func openPull(
        _ repository: String, base: String = "main", branch: String, title: String, body: String? = nil, files: Files,
        message: String? = nil,
        from source: String? = nil, draft: Bool = false
    ) async throws -> OpenedPull {
        let source = source ?? repository
        if try await head(source, branch) == nil, source != repository, let tip = try await head(repository, base) {
            try await point(source, branch, at: tip, exists: false)
        }
        try await commit(source, branch: branch, from: base, message: message ?? title, files: files)
        return try await openPull(
            repository, base: base, head: "\(source.split(separator: "/").first ?? ""):\(branch)", title: title, body: body, draft: draft)
    }

    /// Opens a pull request for an existing branch (`owner:branch`).
    @discardableResult
    public func openPull(
        _ repository: String, base: String, head: String, title: String, body: String? = nil, draft: Bool = false
    ) async throws -> OpenedPull {
        let pull = try await client.post(
            "/repos/\(repository)/pulls",
            ["title": .string(title), "body": ForgeJSON(body), "head": .string(head), "base": .string(base), "draft": .bool(draft)])
        return OpenedPull(
            repository: repository, number: pull["number"].int ?? 0, head: pull["head"]["sha"].string ?? "",
            label: pull["head"]["label"].string ?? "")
    }

    /// The document of a pull request.
    public func pull(_ repository: String, _ number: Int) async throws -> ForgeJSON {
        try await client.get("/repos/\(repository)/pulls/\(number)")
    }

    /// Changes members of a pull request: `title`, `body`, `state`, `base`.
    @discardableResult
    public func editPull(_ repository: String, _ number: Int, _ changes: ForgeJSON) async throws -> ForgeJSON {
        try await client.patch("/repos/\(repository)/pulls/\(number)", changes)
    }

    /// Turns a pull request into a draft, or makes it ready for review.
    public func setDraft(_ repository: String, _ number: Int, _ draft: Bool) async throws {
        let node = try await pull(repository, number)["node_id"]
        let name = draft ? "convertPullRequestToDraft" : "markPullRequestReadyForReview"
        let query = "mutation($id: ID!) { \(name)(input: {pullRequestId: $id}) { clientMutationId } }"
        let answer = try await client.post("/graphql", ["query": .string(query), "variables": ["id": node]])
        if answer.has("errors") { throw ForgeSimError(answer["errors"].text) }
    }

    /// Writes a comment.
    ///
    /// - Returns: Its id.
    @discardableResult
    public func comment(_ repository: String, _ number: Int, _ body: String) async throws -> Int {
        try await client.post("/repos/\(repository)/issues/\(number)/comments", ["body": .string(body)])["id"].int ?? 0
    }

    /// The comments of a conversation, oldest first: who wrote what.
    public func comments(_ repository: String, _ number: Int) async throws -> [(id: Int, author: String, body: String)] {
        try await client.get("/repos/\(repository)/issues/\(number)/comments?per_page=100").array?.map {
            ($0["id"].int ?? 0, $0["user"]["login"].string ?? "", $0["body"].string ?? "")
        } ?? []
    }

    /// Submits a review: `APPROVE`, `REQUEST_CHANGES` or `COMMENT`.
    @discardableResult
    public func review(_ repository: String, _ number: Int, _ event: String, body: String = "") async throws -> Int {
        try await client.post("/repos/\(repository)/pulls/\(number)/reviews", ["event": .string(event), "body": .string(body)])["id"].int
            ?? 0
    }

    /// Sets a status on a commit.
    public func status(
        _ repository: String, _ sha: String, _ state: String, context: String = "ci", targetURL: String? = nil, description: String? = nil
    ) async throws {
        try await client.post(
            "/repos/\(repository)/statuses/\(sha)",
            [
                "state": .string(state), "context": .string(context), "target_url": ForgeJSON(targetURL),
                "description": ForgeJSON(description),
            ])
    }

    /// The label names of an issue or pull request.
    public func labels(_ repository: String, _ number: Int) async throws -> [String] {
        try await client.get("/repos/\(repository)/issues/\(number)/labels").array?.compactMap { $0["name"].string } ?? []
    }
}

import GRDB

/// `POST /user/repos` and `POST /orgs/{org}/repos`.
struct RepositoryMaking {
    let call: Call
    let owner: User

    func run() async throws -> Reply {
        let body = try call.json()
        let name = try Self.name(body)
        for key in ["gitignore_template", "license_template"] where !(body[key].string ?? "").isEmpty {
            throw Refusal.notSimulated("\(key) of a new repository")
        }
        try Self.checkDescription(body)
        let repository = try call.change { tx in
            if try Repository.find(tx.db, owner: owner.login, name: name) != nil {
                throw Self.failed("name", "name already exists on this account")
            }
            let id = try tx.db.nextID("repository")
            let record = Repository(
                id: id, ownerID: owner.id, name: name, familyID: id, parentID: nil, sourceID: nil, defaultBranch: "main",
                private: body["visibility"].string.map { $0 != "public" } ?? body["private"].bool ?? false,
                description: body["description"].string, settings: try RepositoryOptions.changing([:], body).text, nextNumber: 1,
                createdAt: tx.now, updatedAt: tx.now, pushedAt: tx.now)
            try record.insert(tx.db)
            try DefaultLabels.insert(into: record, tx.db)
            let git = try call.world.git.create(record)
            if body["auto_init"].bool == true { try writeFirstCommit(record, git) }
            return record
        }
        let url = try call.read { try $0.apiURL(repository) }
        return try call.read { Reply.created(try $0.renderFull(repository, for: call.user)).header("Location", url) }
    }

    private func writeFirstCommit(_ repository: Repository, _ git: GitRepository) throws {
        let user = try call.signedIn()
        let text = ["# \(repository.name)\n"] + (repository.description.map { ["\($0)\n"] } ?? [])
        let blob = try git.family.write(.blob, Array(text.joined().utf8))
        let tree = try git.family.write(.tree, GitTreeEntry.encode([GitTreeEntry(mode: "100644", name: "README.md", sha: blob)]))
        let person = GitPerson(name: user.name ?? user.login, email: user.commitEmail, seconds: call.now / 1000)
        let data = GitCommit.encode(tree: tree, parents: [], author: person, committer: person, message: "Initial commit")
        let commit = try git.family.write(.commit, data)
        try git.update([.init(ref: "refs/heads/main", old: nil, new: commit)])
    }

    // MARK: Names

    /// The requested name as the forge writes it.
    static func name(_ body: ForgeJSON) throws -> String {
        let value = body["name"]
        guard body.has("name") else { throw Refusal.notSupplied("name") }
        guard var name = value.string ?? value.int.map(String.init) else { throw Refusal.wrongType("name", value, "string") }
        if name.hasSuffix(".git") { name.removeLast(4) }
        let allowed = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_.".contains($0) ? $0 : "-" }
        name = String(allowed)
        if name.isEmpty {
            throw Refusal.invalid(
                ["resource": "Repository", "code": "missing_field", "field": "name"],
                ["resource": "Repository", "code": "custom", "field": "name", "message": "name is too short (minimum is 1 character)"],
                message: "Repository creation failed.")
        }
        if name == "." || name == ".." { throw failed("name", "name is reserved") }
        if name.count > 100 { throw failed("name", "name is too long (maximum is 100 characters)") }
        return name
    }

    static func checkDescription(_ body: ForgeJSON) throws {
        if let text = body["description"].string, text.count > 350 {
            throw failed("description", "description cannot be more than 350 characters")
        }
    }

    private static func failed(_ field: String, _ message: String) -> Refusal {
        .invalid(
            ["resource": "Repository", "code": "custom", "field": .string(field), "message": .string(message)],
            message: "Repository creation failed.")
    }
}

/// The settings of a repository that are stored as given.
enum RepositoryOptions {
    private static let flags = [
        "has_issues", "has_projects", "has_wiki", "has_downloads", "has_discussions", "allow_squash_merge", "allow_merge_commit",
        "allow_rebase_merge", "allow_auto_merge", "delete_branch_on_merge", "allow_update_branch", "allow_forking", "is_template",
        "archived",
        "web_commit_signoff_required", "use_squash_pr_title_as_default",
    ]
    private static let texts = [
        "homepage", "squash_merge_commit_title", "squash_merge_commit_message", "merge_commit_title", "merge_commit_message",
    ]

    private static let methods = ["allow_merge_commit", "allow_squash_merge", "allow_rebase_merge"]

    static func changing(_ options: ForgeJSON, _ body: ForgeJSON) throws -> ForgeJSON {
        var options = options
        for key in flags { if let value = body[key].bool { options[key] = .bool(value) } }
        for key in texts { if body.has(key) { options[key] = body[key] } }
        if methods.allSatisfy({ options[$0].bool == false }) {
            throw Refusal.unprocessable("Sorry, you need to allow at least one merge strategy. (no_merge_method)")
        }
        return options
    }
}

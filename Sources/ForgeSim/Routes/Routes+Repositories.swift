import GRDB

/// Repositories, forks, branches.
extension Routes {
    static func repositories(_ routes: inout RouteTable) {
        routes.post("/user/repos") { call in
            try await create(call, owner: try call.signedIn())
        }
        routes.post("/orgs/{org}/repos") { call in
            let user = try call.signedIn()
            let owner = try call.read { try User.find($0.db, login: call.parameter("org")) }
            guard let owner, owner.isOrganization else { throw Refusal.notFound }
            guard user.role == "user" else {
                throw Refusal.forbidden("You need admin access to the organization before adding a repository to it.")
            }
            return try await create(call, owner: owner)
        }
        routes.get("/repos/{owner}/{repo}") { call in
            let repository = try call.repository()
            return try call.read { Reply.json(try $0.renderFull(repository, for: call.user)).modified(at: repository.updatedAt) }
        }
        routes.patch("/repos/{owner}/{repo}") { try edit($0) }
        routes.delete("/repos/{owner}/{repo}") { call in
            let repository = try call.repository()
            try call.signedIn()
            guard try call.permission(on: repository) >= .admin else { throw Refusal.forbidden("Must have admin rights to Repository.") }
            try remove(repository, call)
            return .noContent
        }
        routes.post("/repos/{owner}/{repo}/forks") { try await fork($0) }
        routes.get("/repos/{owner}/{repo}/forks") { call in
            let repository = try call.repository()
            return try call.read { tx in
                let forks = try Repository.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM repositories WHERE parentID = ? ORDER BY id DESC", arguments: [repository.id])
                return try call.list(forks) { try tx.render($0) }
            }
        }
        for path in ["/user/repos", "/users/{login}/repos", "/orgs/{login}/repos"] {
            routes.get(path) { call in
                let login = path == "/user/repos" ? try call.signedIn().login : call.parameter("login")
                return try call.read { tx in
                    guard let owner = try User.find(tx.db, login: login) else { throw Refusal.notFound }
                    let all = try Repository.fetchAll(
                        cached: tx.db, sql: "SELECT * FROM repositories WHERE ownerID = ? ORDER BY name", arguments: [owner.id]
                    )
                    .filter { try Permission.of(call.user, on: $0, tx.db) >= .read }
                    return try call.list(all) { try tx.render($0) }
                }
            }
        }
        routes.get("/repositories/{id}") { call in
            try call.read { tx in
                guard let found = try Repository.fetchOne(cached: tx.db, key: try call.id("id")) else { throw Refusal.notFound }
                return .json(try tx.renderFull(found, for: call.user))
            }
        }
        routes.get("/repos/{owner}/{repo}/branches") { call in
            let repository = try call.repository()
            let branches = try call.git(repository).branches()
            return try call.read { tx in try call.list(branches) { .object(try branch($0.name, $0.sha, repository, tx)) } }
        }
        routes.get("/repos/{owner}/{repo}/branches/{branch...}") { call in
            let repository = try call.repository()
            let git = try call.git(repository)
            let name = call.parameter("branch")
            guard let sha = try git.refs(seenBy: .api, now: call.now)["refs/heads/\(name)"], let commit = try git.family.commit(sha) else {
                throw Refusal(status: 404, message: "Branch not found")
            }
            return try call.read { tx in
                var rendered = ForgeJSON.object(try branch(name, sha, repository, tx))
                rendered["commit"] = try tx.render(commit, repository)
                return .json(rendered)
            }
        }
    }

    private static func branch(_ name: String, _ sha: String, _ repository: Repository, _ tx: Transaction) throws -> ForgeObject {
        ForgeObject([
            ("name", .string(name)),
            ("commit", ["sha": .string(sha), "url": .string("\(try tx.apiURL(repository))/commits/\(sha)")]), ("protected", false),
        ])
    }

    // MARK: Creating

    private static let flags = [
        "has_issues", "has_projects", "has_wiki", "has_downloads", "allow_squash_merge", "allow_merge_commit", "allow_rebase_merge",
        "allow_auto_merge", "delete_branch_on_merge",
    ]

    private static func create(_ call: Call, owner: User) async throws -> Reply {
        let body = try call.json()
        let name = try repositoryName(body["name"])
        var settings: ForgeJSON = [:]
        for key in flags { if let value = body[key].bool { settings[key] = .bool(value) } }
        let text = settings.text
        let repository = try call.change { tx in
            if try Repository.find(tx.db, owner: owner.login, name: name) != nil {
                throw creationFailed("name", "name already exists on this account")
            }
            let id = try tx.db.nextID("repository")
            let record = Repository(
                id: id, ownerID: owner.id, name: name, familyID: id, parentID: nil, sourceID: nil, defaultBranch: "main",
                private: body["private"].bool ?? false, description: body["description"].string, settings: text, nextNumber: 1,
                createdAt: tx.now, updatedAt: tx.now, pushedAt: tx.now)
            try record.insert(tx.db)
            return record
        }
        let git = try call.world.git.create(repository)
        if body["auto_init"].bool == true {
            let user = try call.signedIn()
            let blob = try git.family.write(.blob, Array("# \(name)\n".utf8))
            let tree = try git.family.write(.tree, GitTreeEntry.encode([GitTreeEntry(mode: "100644", name: "README.md", sha: blob)]))
            let person = GitPerson(name: user.name ?? user.login, email: user.commitEmail, seconds: call.now / 1000)
            let data = GitCommit.encode(tree: tree, parents: [], author: person, committer: person, message: "Initial commit")
            let commit = try git.family.write(.commit, data)
            try git.update([.init(ref: "refs/heads/main", old: nil, new: commit)])
        }
        let url = try call.read { try $0.apiURL(repository) }
        return try call.read { Reply.created(try $0.renderFull(repository, for: call.user)).header("Location", url) }
    }

    private static func repositoryName(_ value: ForgeJSON) throws -> String {
        guard var name = value.string ?? value.int.map(String.init) else {
            throw creationFailed("name", "name is missing", code: "missing_field")
        }
        if name.hasSuffix(".git") { name.removeLast(4) }
        let allowed = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_.".contains($0) ? $0 : "-" }
        name = String(allowed)
        if name.isEmpty || name == "." || name == ".." { throw creationFailed("name", "name is invalid") }
        if name.count > 100 { throw creationFailed("name", "name is too long (maximum is 100 characters)") }
        return name
    }

    private static func creationFailed(_ field: String, _ message: String, code: String = "custom") -> Refusal {
        .invalid(
            ["resource": "Repository", "code": .string(code), "field": .string(field), "message": .string(message)],
            message: "Repository creation failed.")
    }

    private static func fork(_ call: Call) async throws -> Reply {
        let user = try call.signedIn()
        let parent = try call.repository()
        let body = try call.json()
        let source = try call.git(parent)
        guard try !source.branches().isEmpty else {
            throw Refusal.forbidden("The repository exists, but it contains no Git content. Empty repositories cannot be forked.")
        }
        var owner = user
        if let login = body["organization"].string {
            guard let organization = try call.read({ try User.find($0.db, login: login) }), organization.isOrganization else {
                throw Refusal.field("Fork", "organization", "invalid", "'\(login)' is not an organization")
            }
            owner = organization
        }
        let wanted = body["name"].isNull ? parent.name : try repositoryName(body["name"])
        let (record, isNew) = try call.change { tx in try makeFork(parent, owner, wanted, tx) }
        if isNew {
            let git = try call.world.git.create(record)
            let refs = try source.refs().filter { ref, _ in
                body["default_branch_only"].bool == true ? ref == "refs/heads/\(parent.defaultBranch)" : !ref.hasPrefix("refs/pull/")
            }
            try git.update(refs.sorted { $0.key < $1.key }.map { .init(ref: $0.key, old: nil, new: $0.value) })
            try call.change { tx in try tx.emit("fork", nil, parent, sender: user, ["forkee": try tx.render(record)]) }
        }
        return try call.read { .json(try $0.renderFull(record, for: user), status: 202) }
    }

    private static func makeFork(_ parent: Repository, _ owner: User, _ wanted: String, _ tx: Transaction) throws -> (Repository, Bool) {
        let sql = "SELECT * FROM repositories WHERE ownerID = ? AND familyID = ?"
        if let known = try Repository.fetchOne(cached: tx.db, sql: sql, arguments: [owner.id, parent.familyID]) { return (known, false) }
        var name = wanted
        var suffix = 1
        while try Repository.find(tx.db, owner: owner.login, name: name) != nil {
            name = "\(wanted)-\(suffix)"
            suffix += 1
        }
        let record = Repository(
            id: try tx.db.nextID("repository"), ownerID: owner.id, name: name, familyID: parent.familyID, parentID: parent.id,
            sourceID: parent.sourceID ?? parent.id, defaultBranch: parent.defaultBranch, private: parent.private,
            description: parent.description, settings: parent.settings, nextNumber: 1, createdAt: tx.now, updatedAt: tx.now,
            pushedAt: tx.now)
        try record.insert(tx.db)
        return (record, true)
    }

    // MARK: Changing

    private static func edit(_ call: Call) throws -> Reply {
        let repository = try call.repository(.admin)
        let body = try call.json()
        let git = try call.git(repository)
        let branch = body["default_branch"].string
        if let branch, try git.branch(branch) == nil {
            throw Refusal.field(
                "Repository", "default_branch", "invalid",
                "The branch \(branch) was not found. Please push that ref first or create it via the Git Data API.")
        }
        let name = body["name"].isNull ? nil : try repositoryName(body["name"])
        let updated = try call.change { tx in
            var record = repository
            if let name { record.name = name }
            if let branch { record.defaultBranch = branch }
            if body.has("description") { record.description = body["description"].string }
            if let value = body["private"].bool { record.private = value }
            var settings = (try? ForgeJSON(parsing: record.settings)) ?? [:]
            for key in flags { if let value = body[key].bool { settings[key] = .bool(value) } }
            record.settings = settings.text
            record.updatedAt = tx.now
            try record.update(tx.db)
            return record
        }
        if let branch { try git.setHead(branch) }
        return try call.read { .json(try $0.renderFull(updated, for: call.user)) }
    }

    private static func remove(_ repository: Repository, _ call: Call) throws {
        try call.change { tx in
            try tx.db.execute(sql: "UPDATE pulls SET headRepositoryID = NULL WHERE headRepositoryID = ?", arguments: [repository.id])
            try tx.db.execute(sql: "UPDATE repositories SET parentID = NULL WHERE parentID = ?", arguments: [repository.id])
            try tx.db.execute(sql: "DELETE FROM pulls WHERE repositoryID = ?", arguments: [repository.id])
            try repository.delete(tx.db)
        }
        call.world.git.remove(repository.id)
    }
}

import GRDB

/// Repositories, forks, branches.
extension Routes {
    static func repositories(_ routes: inout RouteTable) {
        routes.post("/user/repos") { call in
            try await RepositoryMaking(call: call, owner: try call.signedIn()).run()
        }
        routes.post("/orgs/{org}/repos") { call in
            let user = try call.signedIn()
            let owner = try call.read { try User.find($0.db, login: call.parameter("org")) }
            guard let owner, owner.isOrganization else { throw Refusal.notFound }
            guard try call.read({ try Membership.role(user, owner, $0.db) }) != nil else {
                throw Refusal.forbidden("You need admin access to the organization before adding a repository to it.")
            }
            return try await RepositoryMaking(call: call, owner: owner).run()
        }
        routes.get("/repos/{owner}/{repo}") { call in
            let repository = try call.repository()
            return try call.read { Reply.json(try $0.renderFull(repository, for: call.user)).modified(at: repository.updatedAt) }
        }
        routes.patch("/repos/{owner}/{repo}") { try RepositoryEditing(call: $0).run() }
        routes.delete("/repos/{owner}/{repo}") { call in
            let repository = try call.repository()
            let user = try call.signedIn()
            guard try call.permission(on: repository) >= .admin else { throw Refusal.forbidden("Must have admin rights to Repository.") }
            try remove(repository, by: user, call)
            return .noContent
        }
        routes.post("/repos/{owner}/{repo}/forks") { try await fork($0) }
        routes.get("/repos/{owner}/{repo}/forks") { call in
            let repository = try call.repository()
            try call.refuseQuery("sort", except: ["newest", "oldest"])
            let direction = call.query["sort"] == "oldest" ? "ASC" : "DESC"
            return try call.read { tx in
                let forks = try Repository.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM repositories WHERE parentID = ? ORDER BY id \(direction)", arguments: [repository.id]
                )
                let shown = try forks.filter { try Permission.of(call.user, on: $0, tx.db) >= .read }
                return try call.list(shown) { try tx.renderListed($0, for: call.user) }
            }
        }
        routes.get("/repositories/{id}") { _ in
            // A known id has already been turned into a name.
            throw Refusal.notFound
        }
        repositoryLists(&routes)
        repositoryPeople(&routes)
        repositoryExtras(&routes)
    }

    private static func fork(_ call: Call) async throws -> Reply {
        let user = try call.signedIn()
        let parent = try call.repository()
        let body = try call.json()
        let source = try call.git(parent)
        guard try source.hasBranches() else {
            throw Refusal.forbidden("The repository exists, but it contains no Git content. Empty repositories cannot be forked.")
        }
        var owner = user
        if let login = body["organization"].string {
            guard let organization = try call.read({ try User.find($0.db, login: login) }), organization.isOrganization else {
                throw Refusal.field("Fork", "organization", "invalid", "'\(login)' is not an organization")
            }
            guard try call.read({ try Membership.role(user, organization, $0.db) }) != nil else {
                throw Refusal.notSimulated("what is said to people who fork into an organization that they are not a member of")
            }
            owner = organization
        }
        let wanted = body["name"].isNull ? parent.name : try RepositoryMaking.name(body)
        if owner.id == parent.ownerID { throw Refusal.notSimulated("forks of one's own repository") }
        let refs = try source.refs().filter { ref, _ in
            body["default_branch_only"].bool == true ? ref == "refs/heads/\(parent.defaultBranch)" : !ref.hasPrefix("refs/pull/")
        }
        let record = try call.change { tx in
            let (record, isNew) = try makeFork(parent, owner, wanted, tx)
            guard isNew else { return record }
            let git = try call.world.git.create(record)
            try git.update(refs.sorted { $0.key < $1.key }.map { .init(ref: $0.key, old: nil, new: $0.value) })
            try tx.emit("fork", nil, parent, sender: user, ["forkee": try tx.render(record)])
            return record
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
            description: parent.description, settings: try RepositoryOptions.changing(parent.options, ["has_issues": false]).text,
            nextNumber: 1, createdAt: tx.now, updatedAt: tx.now,
            pushedAt: tx.now)
        try record.insert(tx.db)
        return (record, true)
    }

    // MARK: Removing

    /// Pull requests elsewhere that come from its branches are closed with it.
    private static func remove(_ repository: Repository, by user: User, _ call: Call) throws {
        let orphans = try call.change { tx in
            let sql = "SELECT * FROM pulls WHERE headRepositoryID = ? AND repositoryID != headRepositoryID AND open ORDER BY id"
            let orphans = try Pull.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id]).compactMap { pull in
                try Repository.fetchOne(cached: tx.db, key: pull.repositoryID).map { (pull, $0) }
            }
            try tx.db.execute(sql: "UPDATE pulls SET headRepositoryID = NULL WHERE headRepositoryID = ?", arguments: [repository.id])
            try tx.db.execute(sql: "UPDATE repositories SET parentID = NULL WHERE parentID = ?", arguments: [repository.id])
            try tx.db.execute(sql: "DELETE FROM pulls WHERE repositoryID = ?", arguments: [repository.id])
            try repository.delete(tx.db)
            return orphans
        }
        call.world.git.remove(repository.id)
        for (pull, target) in orphans { try PullChanges(call: call, repository: target, user: user).close(pull, merged: nil) }
    }
}

import GRDB

/// Collaborators and invitations.
extension Routes {
    static func collaborators(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/collaborators"
        routes.get(path) { try listCollaborators($0) }
        routes.get("\(path)/{login}") { call in
            let repository = try seenByWriters(call, "Must have push access to view repository collaborators.")
            return try call.read { tx in
                guard let user = try User.find(tx.db, login: call.parameter("login")) else { throw Refusal.notFound }
                let known = try Int.fetchOne(
                    cached: tx.db, sql: "SELECT count(*) FROM collaborators WHERE repositoryID = ? AND userID = ?",
                    arguments: [repository.id, user.id])
                let owner = try tx.user(repository.ownerID)
                let isMember = try owner.isOrganization && Membership.role(user, owner, tx.db) != nil
                guard user.id == repository.ownerID || known == 1 || isMember else { throw Refusal.notFound }
                return .noContent
            }
        }
        routes.get("\(path)/{login}/permission") { call in
            let repository = try seenByWriters(call, "Must have push access to view collaborator permission.")
            return try call.read { tx in
                guard let user = try User.find(tx.db, login: call.parameter("login")) else { throw Refusal.notFound }
                let permission = try Permission.of(user, on: repository, tx.db)
                var rendered = tx.render(user)
                rendered["permissions"] = tx.permissions(permission)
                rendered["role_name"] = .string(permission.roleName)
                return .json(["permission": .string(permission.legacyName), "user": rendered, "role_name": .string(permission.roleName)])
            }
        }
        routes.put("\(path)/{login}") { try invite($0) }
        routes.delete("\(path)/{login}") { call in
            let repository = try call.repository()
            let caller = try call.signedIn()
            let isOneself = caller.login.lowercased() == call.parameter("login").lowercased()
            guard try isOneself || call.permission(on: repository) >= .admin else {
                throw Refusal.forbidden("Must have admin rights to Repository.")
            }
            try call.change { tx in
                guard let user = try User.find(tx.db, login: call.parameter("login")) else { throw Refusal.notFound }
                try tx.db.execute(
                    sql: "DELETE FROM invitations WHERE repositoryID = ? AND inviteeID = ?", arguments: [repository.id, user.id])
                try tx.db.execute(
                    sql: "DELETE FROM collaborators WHERE repositoryID = ? AND userID = ?", arguments: [repository.id, user.id])
            }
            return .noContent
        }
        routes.get("/user/repository_invitations") { call in
            let user = try call.signedIn()
            return try call.read { tx in
                let all = try Invitation.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM invitations WHERE inviteeID = ? ORDER BY id", arguments: [user.id])
                return try call.list(all) { try render($0, tx) }
            }
        }
        routes.patch("/user/repository_invitations/{id}") { try answerInvitation($0, accept: true) }
        routes.delete("/user/repository_invitations/{id}") { try answerInvitation($0, accept: false) }
        routes.get("/repos/{owner}/{repo}/invitations") { call in
            let repository = try call.repository(.admin)
            return try call.read { tx in
                let all = try Invitation.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM invitations WHERE repositoryID = ? ORDER BY id", arguments: [repository.id])
                return try call.list(all) { try render($0, tx) }
            }
        }
        routes.patch("/repos/{owner}/{repo}/invitations/{id}") { call in
            let repository = try call.repository(.admin)
            let wanted = try call.json()["permissions"]
            let levels = ["read", "write", "maintain", "triage", "admin"]
            guard wanted.isNull || levels.contains(wanted.string ?? "") else { throw Refusal.notPossible("permissions", wanted, levels) }
            return try call.change { tx in
                guard var found = try Invitation.fetchOne(cached: tx.db, key: try call.id("id")), found.repositoryID == repository.id else {
                    throw Refusal.notFound
                }
                if let level = wanted.string { found.permission = level }
                try found.update(tx.db)
                return .json(try render(found, tx))
            }
        }
        routes.delete("/repos/{owner}/{repo}/invitations/{id}") { call in
            let repository = try call.repository(.admin)
            try call.change { tx in
                guard let found = try Invitation.fetchOne(cached: tx.db, key: try call.id("id")), found.repositoryID == repository.id else {
                    throw Refusal.notFound
                }
                try found.delete(tx.db)
            }
            return .noContent
        }
    }

    /// The repository, for people who may push to it: others learn that they may not.
    private static func seenByWriters(_ call: Call, _ message: String) throws -> Repository {
        let repository = try call.repository()
        try call.signedIn()
        guard try call.permission(on: repository) >= .write else { throw Refusal.forbidden(message) }
        return repository
    }

    private static func listCollaborators(_ call: Call) throws -> Reply {
        let repository = try seenByWriters(call, "Must have push access to view repository collaborators.")
        return try call.read { tx in
            let direct = Set(
                try Int64.fetchAll(
                    cached: tx.db, sql: "SELECT userID FROM collaborators WHERE repositoryID = ?", arguments: [repository.id]))
            let owner = try tx.user(repository.ownerID)
            let people = try User.fetchAll(cached: tx.db, sql: "SELECT * FROM users WHERE type = 'User' ORDER BY id")
            let wanted = call.query["permission"].map(Permission.init(named:))
            let users = try people.filter { user in
                let role = owner.isOrganization ? try Membership.role(user, owner, tx.db) : nil
                let belongs =
                    switch call.query["affiliation"] {
                    case "outside": direct.contains(user.id) && role == nil && owner.isOrganization
                    case "direct": direct.contains(user.id) || user.id == owner.id || role == "admin"
                    default: direct.contains(user.id) || user.id == owner.id || role != nil
                    }
                guard belongs else { return false }
                return try wanted.map { try Permission.of(user, on: repository, tx.db) >= $0 } ?? true
            }
            return try call.list(users) { user in
                var rendered = tx.render(user)
                let permission = try Permission.of(user, on: repository, tx.db)
                rendered["permissions"] = tx.permissions(permission)
                rendered["role_name"] = .string(permission.roleName)
                return rendered
            }
        }
    }

    private static func invite(_ call: Call) throws -> Reply {
        let repository = try call.repository()
        let inviter = try call.signedIn()
        guard try call.permission(on: repository) >= .admin else { throw Refusal.forbidden("Must have admin rights to Repository.") }
        let permission = Permission(named: try call.json()["permission"].string ?? "push")
        guard permission != .none else { throw Refusal.field("Repository", "permission", "invalid") }
        return try call.change { tx in
            guard let user = try User.find(tx.db, login: call.parameter("login")) else { throw Refusal.notFound }
            if user.id == repository.ownerID { throw Refusal.custom("Repository", "Repository owner cannot be a collaborator") }
            let sql = "UPDATE collaborators SET permission = ? WHERE repositoryID = ? AND userID = ?"
            try tx.db.execute(sql: sql, arguments: [permission.roleName, repository.id, user.id])
            if tx.db.changesCount > 0 { return .noContent }
            let owner = try tx.user(repository.ownerID)
            if owner.isOrganization, try Membership.role(user, owner, tx.db) != nil {
                try tx.db.execute(
                    sql: "INSERT OR REPLACE INTO collaborators VALUES (?, ?, ?)",
                    arguments: [repository.id, user.id, permission.roleName])
                return .noContent
            }
            let pending = "SELECT * FROM invitations WHERE repositoryID = ? AND inviteeID = ?"
            if var known = try Invitation.fetchOne(cached: tx.db, sql: pending, arguments: [repository.id, user.id]) {
                known.permission = permission.roleName
                try known.update(tx.db)
                return .created(try render(known, tx))
            }
            let invitation = Invitation(
                id: try tx.db.nextID("invitation"), repositoryID: repository.id, inviteeID: user.id, inviterID: inviter.id,
                permission: permission.roleName, createdAt: tx.now)
            try invitation.insert(tx.db)
            return .created(try render(invitation, tx))
        }
    }

    private static func answerInvitation(_ call: Call, accept: Bool) throws -> Reply {
        let user = try call.signedIn()
        try call.change { tx in
            guard let found = try Invitation.fetchOne(cached: tx.db, key: try call.id("id")), found.inviteeID == user.id else {
                throw Refusal.notFound
            }
            if accept {
                try tx.db.execute(
                    sql: "INSERT OR REPLACE INTO collaborators VALUES (?, ?, ?)",
                    arguments: [found.repositoryID, user.id, found.permission])
            }
            try found.delete(tx.db)
        }
        return .noContent
    }

    private static func render(_ invitation: Invitation, _ tx: Transaction) throws -> ForgeJSON {
        guard let repository = try Repository.fetchOne(cached: tx.db, key: invitation.repositoryID) else { throw Refusal.notFound }
        return [
            "id": .int(invitation.id), "node_id": .string(nodeID("RepositoryInvitation", invitation.id)),
            "repository": try tx.render(repository),
            "invitee": try tx.renderUser(invitation.inviteeID), "inviter": try tx.renderUser(invitation.inviterID),
            "permissions": .string(invitation.permission), "created_at": Times.json(invitation.createdAt),
            "url": .string("\(tx.base)/user/repository_invitations/\(invitation.id)"),
            "html_url": .string("\(try tx.htmlURL(repository))/invitations"), "expired": false,
        ]
    }
}

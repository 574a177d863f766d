import GRDB

/// Members of organisations.
extension Routes {
    static func organizations(_ routes: inout RouteTable) {
        routes.get("/orgs/{org}/members") { try listMembers($0) }
        routes.get("/orgs/{org}/members/{username}") { call in
            let (organization, user) = try member(call)
            let known = try call.read { try Membership.role(user, organization, $0.db) != nil }
            return known ? .noContent : Refusal.notFound.reply
        }
        routes.delete("/orgs/{org}/members/{username}") { try removeMember($0) }
        let path = "/orgs/{org}/memberships/{username}"
        routes.get(path) { call in
            let (organization, user) = try member(call)
            return try call.read { .json(try $0.renderMembership(user, organization)) }
        }
        routes.put(path) { call in
            let (organization, user) = try member(call)
            try needsOwner(call, organization)
            let role = try call.json()["role"].string ?? "member"
            guard ["admin", "member"].contains(role) else { throw Refusal.notPossible("role", .string(role), ["admin", "member"]) }
            return try call.change { tx in
                try tx.db.execute(
                    sql: """
                        INSERT INTO memberships VALUES (?, ?, ?, 'pending') ON CONFLICT (orgID, userID) DO UPDATE SET role = excluded.role
                        """, arguments: [organization.id, user.id, role])
                return .json(try tx.renderMembership(user, organization))
            }
        }
        routes.delete(path) { try removeMember($0) }
        ownMemberships(&routes)
        for path in ["/user/orgs", "/users/{login}/orgs"] {
            routes.get(path) { call in
                let user: User? =
                    path == "/user/orgs" ? try call.signedIn() : try call.read { try User.find($0.db, login: call.parameter("login")) }
                guard let user else { throw Refusal.notFound }
                return try call.read { tx in try call.list(try memberships(of: user, tx)) { tx.renderOrganization($0) } }
            }
        }
    }

    private static func ownMemberships(_ routes: inout RouteTable) {
        let path = "/user/memberships/orgs"
        routes.get(path) { call in
            let user = try call.signedIn()
            return try call.read { tx in
                let sql = "SELECT u.* FROM users u JOIN memberships m ON m.orgID = u.id WHERE m.userID = ? ORDER BY u.id"
                let stored = try User.fetchAll(cached: tx.db, sql: sql, arguments: [user.id])
                let all = try stored + memberships(of: user, tx).filter { known in !stored.contains { $0.id == known.id } }
                let shown = try all.map { try tx.renderMembership(user, $0) }.filter { item in
                    call.query["state"].map { item["state"].string == $0 } ?? true
                }
                return try call.list(shown) { $0 }
            }
        }
        routes.get("\(path)/{org}") { call in
            let user = try call.signedIn()
            let organization = try organization(call)
            return try call.read { .json(try $0.renderMembership(user, organization)) }
        }
        routes.patch("\(path)/{org}") { call in
            let user = try call.signedIn()
            let organization = try organization(call)
            let state = try call.json()["state"]
            guard state.string == "active" else { throw Refusal.notPossible("state", state, ["active"]) }
            return try call.change { tx in
                try tx.db.execute(
                    sql: "UPDATE memberships SET state = 'active' WHERE orgID = ? AND userID = ?", arguments: [organization.id, user.id])
                return .json(try tx.renderMembership(user, organization))
            }
        }
    }

    // MARK: Finding

    private static func organization(_ call: Call) throws -> User {
        let found = try call.read { try User.find($0.db, login: call.parameter("org")) }
        guard let found, found.isOrganization else { throw Refusal.notFound }
        return found
    }

    private static func member(_ call: Call) throws -> (User, User) {
        let organization = try organization(call)
        let user = try call.read { try User.find($0.db, login: call.parameter("username")) }
        guard let user, user.type == "User" else { throw Refusal.notFound }
        return (organization, user)
    }

    private static func needsOwner(_ call: Call, _ organization: User) throws {
        let user = try call.signedIn()
        guard try call.read({ try Membership.administers(user, organization, $0.db) }) else {
            throw Refusal.forbidden("You must be an admin to add or update an organization membership.")
        }
    }

    private static func memberships(of user: User, _ tx: Transaction) throws -> [User] {
        let all = try User.fetchAll(cached: tx.db, sql: "SELECT * FROM users WHERE type = 'Organization' ORDER BY id")
        return try all.filter { try Membership.role(user, $0, tx.db) != nil }
    }

    private static func listMembers(_ call: Call) throws -> Reply {
        let organization = try organization(call)
        return try call.read { tx in
            // Memberships are private unless their owners publish them: only members see them.
            guard let viewer = call.user, try Membership.role(viewer, organization, tx.db) != nil else {
                return try call.list([User]()) { tx.render($0) }
            }
            let people = try User.fetchAll(cached: tx.db, sql: "SELECT * FROM users WHERE type = 'User' ORDER BY id")
            let wanted = call.query["role"] ?? "all"
            let members = try people.filter { user in
                guard let role = try Membership.role(user, organization, tx.db) else { return false }
                return wanted == "all" || role == wanted
            }
            return try call.list(members) { tx.render($0) }
        }
    }

    private static func removeMember(_ call: Call) throws -> Reply {
        let (organization, user) = try member(call)
        try needsOwner(call, organization)
        try call.change { tx in
            try tx.db.execute(sql: "DELETE FROM memberships WHERE orgID = ? AND userID = ?", arguments: [organization.id, user.id])
            guard tx.db.changesCount > 0 else { throw Refusal.notFound }
        }
        return .noContent
    }
}

extension Transaction {
    /// The document of `GET /orgs/{org}`; members also see how repositories may be created.
    func renderOrganizationFull(_ organization: User, for viewer: User?) throws -> ForgeJSON {
        var rendered = renderOrganization(organization)
        rendered["name"] = .string(organization.name ?? organization.login)
        for key in ["company", "location", "twitter_username", "archived_at"] { rendered[key] = .null }
        rendered["blog"] = ""
        rendered["email"] = ForgeJSON(organization.email)
        rendered["is_verified"] = false
        rendered["has_organization_projects"] = true
        rendered["has_repository_projects"] = true
        let count = "SELECT count(*) FROM repositories WHERE ownerID = ? AND private = ?"
        rendered["public_repos"] = ForgeJSON(try Int.fetchOne(cached: db, sql: count, arguments: [organization.id, false]))
        for key in ["public_gists", "followers", "following"] { rendered[key] = 0 }
        rendered["html_url"] = .string("\(base)/\(organization.login)")
        rendered["type"] = .string(organization.type)
        rendered["created_at"] = Times.json(organization.createdAt)
        rendered["updated_at"] = Times.json(organization.createdAt)
        guard let viewer, try Membership.role(viewer, organization, db) != nil else { return rendered }
        let hidden = try Int.fetchOne(cached: db, sql: count, arguments: [organization.id, true])
        rendered["total_private_repos"] = ForgeJSON(hidden)
        rendered["owned_private_repos"] = ForgeJSON(hidden)
        rendered["default_repository_permission"] = "read"
        rendered["default_repository_branch"] = "main"
        rendered["members_can_create_repositories"] = true
        return rendered
    }

    func renderMembership(_ user: User, _ organization: User) throws -> ForgeJSON {
        let sql = "SELECT role, state FROM memberships WHERE orgID = ? AND userID = ?"
        let row = try Row.fetchOne(db, sql: sql, arguments: [organization.id, user.id])
        let administers = user.role == "user" && user.type == "User"
        guard row != nil || administers else { throw Refusal.notFound }
        let storedRole: String? = row?["role"]
        let storedState: String? = row?["state"]
        let role = administers ? "admin" : storedRole ?? "member"
        let state = administers ? "active" : storedState ?? "pending"
        let url = "\(base)/orgs/\(organization.login)"
        return [
            "url": .string("\(url)/memberships/\(user.login)"), "state": .string(state), "role": .string(role),
            "organization_url": .string(url), "direct_membership": true, "enterprise_teams_providing_indirect_membership": [],
            "organization": renderOrganization(organization), "user": render(user),
        ]
    }
}

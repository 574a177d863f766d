import GRDB

/// Teams of organisations.
extension Routes {
    static func teams(_ routes: inout RouteTable) {
        let path = "/orgs/{org}/teams"
        routes.get(path) { call in
            let (organization, viewer) = try teamViewer(call)
            return try call.read { tx in
                let all = try Team.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM teams WHERE orgID = ? ORDER BY slug", arguments: [organization.id])
                return try call.list(try all.filter { try sees(viewer, $0, organization, tx.db) }) { try tx.render($0) }
            }
        }
        routes.post(path) { try makeTeam($0) }
        routes.get("\(path)/{team}") { call in
            let (_, team) = try findTeam(call)
            return try call.read { .json(try $0.renderFull(team)) }
        }
        routes.patch("\(path)/{team}") { try editTeam($0) }
        routes.delete("\(path)/{team}") { call in
            let team = try changedTeam(call)
            _ = try call.change { try team.delete($0.db) }
            return .noContent
        }
        routes.get("\(path)/{team}/teams") { call in
            _ = try findTeam(call)
            return .json([])
        }
        routes.get("/user/teams") { call in
            let user = try call.signedIn()
            return try call.read { tx in
                let sql = "SELECT t.* FROM teams t JOIN teamMembers m ON m.teamID = t.id WHERE m.userID = ? ORDER BY t.id"
                let all = try Team.fetchAll(cached: tx.db, sql: sql, arguments: [user.id]).filter { team in
                    try Membership.role(user, try tx.user(team.orgID), tx.db) != nil
                }
                return try call.list(all) { try tx.renderFull($0) }
            }
        }
        teamMembers(&routes)
        teamRepositories(&routes)
    }

    // MARK: Finding

    /// The organisation in the path, for its members: others do not see teams.
    private static func teamViewer(_ call: Call) throws -> (User, User) {
        let viewer = try call.signedIn()
        let found = try call.read { try User.find($0.db, login: call.parameter("org")) }
        guard let found, found.isOrganization, try call.read({ try Membership.role(viewer, found, $0.db) }) != nil else {
            throw Refusal.notFound
        }
        return (found, viewer)
    }

    /// Secret teams are visible to their members and to the owners.
    private static func sees(_ viewer: User, _ team: Team, _ organization: User, _ db: Database) throws -> Bool {
        if team.privacy != "secret" { return true }
        return try team.role(of: viewer, db) != nil || Membership.administers(viewer, organization, db)
    }

    static func findTeam(_ call: Call) throws -> (organization: User, team: Team) {
        let (organization, viewer) = try teamViewer(call)
        return try call.read { tx in
            let found = try Team.find(tx.db, organization: organization.id, slug: call.parameter("team"))
            guard let found, try sees(viewer, found, organization, tx.db) else { throw Refusal.notFound }
            return (organization, found)
        }
    }

    /// The team, for people who may change it: owners of the organisation and maintainers of the team.
    static func changedTeam(_ call: Call) throws -> Team {
        let (organization, team) = try findTeam(call)
        let user = try call.signedIn()
        let isAllowed = try call.read { tx in
            try Membership.administers(user, organization, tx.db) || team.role(of: user, tx.db) == "maintainer"
        }
        guard isAllowed else { throw Refusal.forbidden("Forbidden") }
        return team
    }

    // MARK: Creating and changing

    private static func makeTeam(_ call: Call) throws -> Reply {
        let (organization, user) = try teamViewer(call)
        let body = try call.json()
        try RequestShape.check(body, required: ["name"], [("name", .string), ("maintainers", .list), ("repo_names", .list)])
        return try call.change { tx in
            var team = Team(
                id: try tx.db.nextID("team"), orgID: organization.id, name: "", slug: "", description: nil, privacy: "secret",
                notifications: "notifications_enabled", permission: "pull", createdAt: tx.now, updatedAt: tx.now)
            try apply(body, to: &team, tx)
            try team.insert(tx.db)
            var maintainers = body["maintainers"].array?.compactMap(\.string) ?? []
            if user.type == "User" { maintainers.append(user.login) }
            for login in maintainers {
                guard let person = try User.find(tx.db, login: login), try Membership.role(person, organization, tx.db) != nil else {
                    throw Refusal.notSimulated("what the forge answers to the maintainer '\(login)', who is not a member")
                }
                try tx.db.execute(sql: "INSERT OR REPLACE INTO teamMembers VALUES (?, ?, 'maintainer')", arguments: [team.id, person.id])
            }
            for name in body["repo_names"].array?.compactMap(\.string) ?? [] {
                let short = name.split(separator: "/").last.map(String.init) ?? name
                guard let repository = try Repository.find(tx.db, owner: organization.login, name: short) else {
                    throw Refusal.notSimulated("what the forge answers to the repository '\(name)', which is not there")
                }
                try tx.db.execute(
                    sql: "INSERT OR REPLACE INTO teamRepositories VALUES (?, ?, ?)", arguments: [team.id, repository.id, team.permission])
            }
            return .created(try tx.renderFull(team))
        }
    }

    private static func editTeam(_ call: Call) throws -> Reply {
        let team = try changedTeam(call)
        let body = try call.json()
        return try call.change { tx in
            var updated = team
            try apply(body, to: &updated, tx)
            updated.updatedAt = tx.now
            try updated.update(tx.db)
            return .json(try tx.renderFull(updated))
        }
    }

    private static func apply(_ body: ForgeJSON, to team: inout Team, _ tx: Transaction) throws {
        if !body["parent_team_id"].isNull { throw Refusal.notSimulated("teams within teams") }
        if let name = body["name"].string {
            let slug = Team.slug(name)
            guard !slug.isEmpty else { throw Refusal.notSimulated("what the forge answers to a team without a name") }
            if let other = try Team.find(tx.db, organization: team.orgID, slug: slug), other.id != team.id {
                throw Refusal.field("Team", "name", "already_exists")
            }
            (team.name, team.slug) = (name, slug)
        }
        if body.has("description") { team.description = body["description"].string }
        func choice(_ key: String, _ values: [String]) throws -> String? {
            if body[key].isNull { return nil }
            guard let value = body[key].string, values.contains(value) else { throw Refusal.notPossible(key, body[key], values) }
            return value
        }
        team.privacy = try choice("privacy", Team.privacies) ?? team.privacy
        team.notifications = try choice("notification_setting", Team.notificationSettings) ?? team.notifications
        team.permission = try choice("permission", ["pull", "push"]) ?? team.permission
    }
}

import GRDB

/// Members of a team.
extension Routes {
    static func teamMembers(_ routes: inout RouteTable) {
        routes.get("/orgs/{org}/teams/{team}/members") { call in
            let (organization, team) = try findTeam(call)
            return try call.read { tx in
                let sql = "SELECT u.* FROM users u JOIN teamMembers m ON m.userID = u.id WHERE m.teamID = ? ORDER BY u.id"
                let wanted = call.query["role"] ?? "all"
                let people = try User.fetchAll(cached: tx.db, sql: sql, arguments: [team.id]).filter { person in
                    guard try Membership.role(person, organization, tx.db) != nil else { return false }
                    return try wanted == "all" || team.role(of: person, tx.db) == wanted
                }
                return try call.list(people) { tx.render($0) }
            }
        }
        let path = "/orgs/{org}/teams/{team}/memberships/{username}"
        routes.get(path) { call in
            let (_, team) = try findTeam(call)
            let person = try teamPerson(call)
            return try call.read { .json(try $0.renderMembership(person, in: team)) }
        }
        routes.put(path) { call in
            let team = try changedTeam(call)
            let person = try teamPerson(call)
            let role = try call.json()["role"]
            guard role.isNull || ["member", "maintainer"].contains(role.string ?? "") else {
                throw Refusal.notPossible("role", role, ["member", "maintainer"])
            }
            return try call.change { tx in
                try invite(person, team, tx)
                try tx.db.execute(
                    sql: "INSERT OR REPLACE INTO teamMembers VALUES (?, ?, ?)", arguments: [team.id, person.id, role.string ?? "member"])
                return .json(try tx.renderMembership(person, in: team))
            }
        }
        routes.delete(path) { call in
            let (_, team) = try findTeam(call)
            let person = try teamPerson(call)
            if try call.signedIn().id != person.id { _ = try changedTeam(call) }
            try call.change { tx in
                try tx.db.execute(sql: "DELETE FROM teamMembers WHERE teamID = ? AND userID = ?", arguments: [team.id, person.id])
                guard tx.db.changesCount > 0 else { throw Refusal.notFound }
            }
            return .noContent
        }
    }

    private static func teamPerson(_ call: Call) throws -> User {
        let found = try call.read { try User.find($0.db, login: call.parameter("username")) }
        guard let found, found.type == "User" else { throw Refusal.notFound }
        return found
    }

    /// People who do not belong to the organisation yet are invited to it.
    private static func invite(_ person: User, _ team: Team, _ tx: Transaction) throws {
        guard try Membership.role(person, try tx.user(team.orgID), tx.db) == nil else { return }
        try tx.db.execute(
            sql: "INSERT OR IGNORE INTO memberships VALUES (?, ?, 'member', 'pending')", arguments: [team.orgID, person.id])
    }
}

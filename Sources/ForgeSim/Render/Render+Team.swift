import GRDB

extension Transaction {
    /// A team as lists show it.
    func render(_ team: Team) throws -> ForgeJSON {
        let organization = try user(team.orgID)
        let url = "\(base)/organizations/\(team.orgID)/team/\(team.id)"
        return [
            "name": .string(team.name), "id": .int(team.id), "node_id": .string(nodeID("Team", team.id)), "slug": .string(team.slug),
            "description": ForgeJSON(team.description), "privacy": .string(team.privacy),
            "notification_setting": .string(team.notifications), "url": .string(url),
            "html_url": .string("\(base)/orgs/\(organization.login)/teams/\(team.slug)"),
            "members_url": .string("\(url)/members{/member}"), "repositories_url": .string("\(url)/repos"), "type": "organization",
            "organization_id": .int(team.orgID), "permission": .string(team.permission), "parent": .null,
        ]
    }

    /// A team on its own: with counts and its organisation.
    func renderFull(_ team: Team) throws -> ForgeJSON {
        var rendered = try render(team)
        func count(_ table: String) throws -> ForgeJSON {
            ForgeJSON(try Int.fetchOne(cached: db, sql: "SELECT count(*) FROM \(table) WHERE teamID = ?", arguments: [team.id]))
        }
        rendered["created_at"] = Times.json(team.createdAt)
        rendered["updated_at"] = Times.json(team.updatedAt)
        rendered["members_count"] = try count("teamMembers")
        rendered["repos_count"] = try count("teamRepositories")
        rendered["organization"] = try renderOrganizationFull(try user(team.orgID), for: nil)
        return rendered
    }

    /// Somebody's membership in a team; pending as long as the organisation waits for an answer.
    func renderMembership(_ user: User, in team: Team) throws -> ForgeJSON {
        guard let role = try team.role(of: user, db) else { throw Refusal.notFound }
        let isMember = try Membership.role(user, try self.user(team.orgID), db) != nil
        return [
            "state": isMember ? "active" : "pending", "role": .string(role),
            "url": .string("\(base)/organizations/\(team.orgID)/team/\(team.id)/memberships/\(user.login)"),
        ]
    }
}

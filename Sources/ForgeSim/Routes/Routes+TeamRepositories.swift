import GRDB

/// The rights of teams in repositories.
extension Routes {
    static func teamRepositories(_ routes: inout RouteTable) {
        routes.get("/repos/{owner}/{repo}/teams") { call in
            let repository = try call.repository(.admin)
            return try call.read { tx in
                let sql = "SELECT t.* FROM teams t JOIN teamRepositories r ON r.teamID = t.id WHERE r.repositoryID = ? ORDER BY t.id"
                let all = try Team.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id])
                return try call.list(all) { team in
                    var rendered = try tx.render(team)
                    let permission = try given(team, repository, tx.db) ?? .read
                    rendered["permission"] = .string(permission.apiName)
                    rendered["permissions"] = tx.permissions(permission)
                    return rendered
                }
            }
        }
        let path = "/orgs/{org}/teams/{team}/repos"
        routes.get(path) { call in
            let (_, team) = try findTeam(call)
            return try call.read { tx in
                let sql = """
                    SELECT r.* FROM repositories r JOIN teamRepositories t ON t.repositoryID = r.id WHERE t.teamID = ? ORDER BY r.id
                    """
                let all = try Repository.fetchAll(cached: tx.db, sql: sql, arguments: [team.id])
                return try call.list(all) { try renderTeamRepository($0, team, tx) }
            }
        }
        routes.get("\(path)/{owner}/{repo}") { call in
            let (_, team) = try findTeam(call)
            let repository = try call.repository()
            return try call.read { tx in
                guard try given(team, repository, tx.db) != nil else { throw Refusal.notFound }
                let wantsDocument = call.headers["accept"]?.contains("repository+json") == true
                return wantsDocument ? .json(try renderTeamRepository(repository, team, tx)) : .noContent
            }
        }
        routes.put("\(path)/{owner}/{repo}") { try addRepository($0) }
        routes.delete("\(path)/{owner}/{repo}") { call in
            let (_, team) = try findTeam(call)
            let repository = try call.repository(.admin)
            try call.change { tx in
                try tx.db.execute(
                    sql: "DELETE FROM teamRepositories WHERE teamID = ? AND repositoryID = ?", arguments: [team.id, repository.id])
            }
            return .noContent
        }
    }

    private static func given(_ team: Team, _ repository: Repository, _ db: Database) throws -> Permission? {
        let sql = "SELECT permission FROM teamRepositories WHERE teamID = ? AND repositoryID = ?"
        return try String.fetchOne(cached: db, sql: sql, arguments: [team.id, repository.id]).map(Permission.init(named:))
    }

    private static func renderTeamRepository(_ repository: Repository, _ team: Team, _ tx: Transaction) throws -> ForgeJSON {
        var rendered = try tx.render(repository)
        let permission = try given(team, repository, tx.db) ?? .read
        rendered["permissions"] = tx.permissions(permission)
        rendered["role_name"] = .string(permission.roleName)
        return rendered
    }

    private static func addRepository(_ call: Call) throws -> Reply {
        let (organization, team) = try findTeam(call)
        let repository = try call.repository(.admin)
        guard repository.ownerID == organization.id else { throw Refusal.notSimulated("teams on repositories of others") }
        let names = ["pull", "triage", "push", "maintain", "admin"]
        let wanted = try call.json()["permission"]
        guard wanted.isNull || names.contains(wanted.string ?? "") else { throw Refusal.notPossible("permission", wanted, names) }
        try call.change { tx in
            let permission = try wanted.string ?? given(team, repository, tx.db)?.apiName ?? team.permission
            try tx.db.execute(
                sql: "INSERT OR REPLACE INTO teamRepositories VALUES (?, ?, ?)", arguments: [team.id, repository.id, permission])
        }
        return .noContent
    }
}

extension Permission {
    /// The name in requests and in documents of teams.
    var apiName: String {
        switch self {
        case .read: "pull"
        case .write: "push"
        default: roleName
        }
    }
}

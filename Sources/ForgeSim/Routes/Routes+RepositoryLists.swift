import GRDB

/// Lists of repositories.
extension Routes {
    static func repositoryLists(_ routes: inout RouteTable) {
        routes.get("/user/repos") { call in
            let user = try call.signedIn()
            let type = call.query["type"]
            if type != nil, call.query["visibility"] != nil || call.query["affiliation"] != nil {
                throw Refusal.unprocessable("If you specify visibility or affiliation, you cannot specify type.")
            }
            return try call.read { tx in
                let all = try affiliated(user, affiliations(call.query["affiliation"], type), tx.db)
                let visibility = call.query["visibility"] ?? (type == "public" || type == "private" ? type : nil)
                let shown = all.filter { visibility == nil || visibility == "all" || $0.private == (visibility == "private") }
                return try list(shown, call, tx, sort: "full_name")
            }
        }
        routes.get("/users/{login}/repos") { call in
            try call.read { tx in
                guard let owner = try User.find(tx.db, login: call.parameter("login")) else { throw Refusal.notFound }
                let kinds: Set<String> =
                    switch call.query["type"] {
                    case "all": ["owner", "collaborator"]
                    case "member": ["collaborator"]
                    default: ["owner"]
                    }
                let all = try affiliated(owner, kinds, tx.db).filter { !$0.private }
                return try list(all, call, tx, sort: "full_name")
            }
        }
        routes.get("/orgs/{org}/repos") { call in
            try call.read { tx in
                guard let owner = try User.find(tx.db, login: call.parameter("org")), owner.isOrganization else { throw Refusal.notFound }
                let all = try affiliated(owner, ["owner"], tx.db).filter { repository in
                    switch call.query["type"] {
                    case "public": !repository.private
                    case "private": repository.private
                    case "forks": repository.fork
                    case "sources": !repository.fork
                    default: true
                    }
                }
                return try list(all, call, tx, sort: "created")
            }
        }
    }

    private static func affiliations(_ text: String?, _ type: String?) -> Set<String> {
        switch type {
        case "owner": ["owner"]
        case "member": ["collaborator", "organization_member"]
        default: Set((text ?? "owner,collaborator,organization_member").split(separator: ",").map { $0.trimmingSpaces })
        }
    }

    private static func affiliated(_ user: User, _ kinds: Set<String>, _ db: Database) throws -> [Repository] {
        var found: [Int64: Repository] = [:]
        func add(_ sql: String) throws {
            for repository in try Repository.fetchAll(cached: db, sql: sql, arguments: [user.id]) { found[repository.id] = repository }
        }
        if kinds.contains("owner") { try add("SELECT * FROM repositories WHERE ownerID = ?") }
        if kinds.contains("collaborator") {
            try add("SELECT r.* FROM repositories r JOIN collaborators c ON c.repositoryID = r.id WHERE c.userID = ?")
        }
        if kinds.contains("organization_member") {
            try add(
                "SELECT r.* FROM repositories r JOIN memberships m ON m.orgID = r.ownerID WHERE m.userID = ? AND m.state = 'active'")
            if user.role == "user" {
                try add(
                    "SELECT r.* FROM repositories r JOIN users u ON u.id = r.ownerID WHERE u.type = 'Organization' AND r.ownerID <> ?")
            }
        }
        return found.values.sorted { $0.id < $1.id }
    }

    private static func list(_ all: [Repository], _ call: Call, _ tx: Transaction, sort: String) throws -> Reply {
        let visible = try all.filter { try Permission.of(call.user, on: $0, tx.db) >= .read }
        let key = call.query["sort"] ?? sort
        let ascending = (call.query["direction"] ?? (key == "full_name" ? "asc" : "desc")) == "asc"
        var sorted: [Repository]
        switch key {
        case "created": sorted = visible.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        case "updated": sorted = visible.sorted { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }
        case "pushed": sorted = visible.sorted { ($0.pushedAt, $0.id) < ($1.pushedAt, $1.id) }
        default: sorted = try visible.map { (try tx.fullName($0).lowercased(), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        if !ascending { sorted.reverse() }
        if let since = call.query["since"].flatMap(Times.parse) { sorted = sorted.filter { $0.updatedAt >= since } }
        if let before = call.query["before"].flatMap(Times.parse) { sorted = sorted.filter { $0.updatedAt < before } }
        return try call.list(sorted) { try tx.renderListed($0, for: call.user) }
    }
}

extension Transaction {
    /// A repository in a list: with the viewer's permissions.
    func renderListed(_ repository: Repository, for viewer: User?) throws -> ForgeJSON {
        var rendered = try render(repository)
        if viewer != nil { rendered["permissions"] = permissions(try Permission.of(viewer, on: repository, db)) }
        return rendered
    }
}

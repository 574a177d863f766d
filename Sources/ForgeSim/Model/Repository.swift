import GRDB

/// A repository.
struct Repository: Record {
    static let databaseTableName = "repositories"

    let id: Int64
    var ownerID: Int64
    var name: String
    var familyID: Int64
    var parentID: Int64?
    var sourceID: Int64?
    var defaultBranch: String
    var `private`: Bool
    var description: String?
    /// JSON of the has_… and allow_… flags.
    var settings: String
    var nextNumber: Int
    var createdAt: Int64
    var updatedAt: Int64
    var pushedAt: Int64

    var fork: Bool { parentID != nil }
    var options: ForgeJSON { (try? ForgeJSON(parsing: settings)) ?? [:] }
    var archived: Bool { options["archived"].bool ?? false }

    static func find(_ db: Database, owner: String, name: String) throws -> Repository? {
        try fetchOne(
            cached: db, sql: "SELECT r.* FROM repositories r JOIN users u ON u.id = r.ownerID WHERE u.login = ? AND r.name = ?",
            arguments: [owner, name])
    }

    /// The repository that had a name before it was renamed.
    static func find(_ db: Database, owner: String, formerName: String) throws -> Repository? {
        let sql = """
            SELECT r.* FROM repositories r JOIN redirects d ON d.repositoryID = r.id JOIN users u ON u.id = d.ownerID
            WHERE u.login = ? AND d.name = ?
            """
        return try fetchOne(cached: db, sql: sql, arguments: [owner, formerName])
    }

    /// Allocates the next number for an issue or pull request.
    mutating func takeNumber(_ db: Database) throws -> Int {
        let number = nextNumber
        nextNumber += 1
        try db.execute(sql: "UPDATE repositories SET nextNumber = ? WHERE id = ?", arguments: [nextNumber, id])
        return number
    }
}

/// What somebody may do in a repository.
enum Permission: Int, Sendable, Comparable {
    case none, read, triage, write, maintain, admin

    static func < (left: Permission, right: Permission) -> Bool { left.rawValue < right.rawValue }

    init(named name: String) {
        switch name {
        case "pull", "read": self = .read
        case "triage": self = .triage
        case "push", "write": self = .write
        case "maintain": self = .maintain
        case "admin": self = .admin
        default: self = .none
        }
    }

    /// The name in collaborator documents.
    var roleName: String {
        switch self {
        case .none: "none"
        case .read: "read"
        case .triage: "triage"
        case .write: "write"
        case .maintain: "maintain"
        case .admin: "admin"
        }
    }

    /// The coarser name in the `permission` member.
    var legacyName: String {
        switch self {
        case .none: "none"
        case .read, .triage: "read"
        case .write, .maintain: "write"
        case .admin: "admin"
        }
    }

    static func of(_ user: User?, on repository: Repository, _ db: Database) throws -> Permission {
        let open: Permission = repository.private ? .none : .read
        guard let user else { return open }
        if user.id == repository.ownerID { return .admin }
        if user.type == "Bot" { return max(open, try InstallationGrant.permission(of: user, on: repository, db)) }
        let owner = try User.fetchOne(cached: db, key: repository.ownerID)
        let role = try owner.flatMap { $0.isOrganization ? try Membership.role(user, $0, db) : nil }
        if role == "admin" { return .admin }
        let given = try String.fetchOne(
            cached: db, sql: "SELECT permission FROM collaborators WHERE repositoryID = ? AND userID = ?",
            arguments: [repository.id, user.id])
        let byTeams: Permission = role == nil ? .none : max(.read, try Team.permission(of: user, on: repository, db))
        return max(open, byTeams, given.map(Permission.init(named:)) ?? .none)
    }
}

/// A person who was invited to collaborate and has not answered.
struct Invitation: Record {
    static let databaseTableName = "invitations"

    let id: Int64
    var repositoryID: Int64
    var inviteeID: Int64
    var inviterID: Int64
    var permission: String
    var createdAt: Int64
}

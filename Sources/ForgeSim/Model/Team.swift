import GRDB

/// A team of an organisation.
struct Team: Record {
    static let databaseTableName = "teams"
    static let privacies = ["secret", "closed"]
    static let notificationSettings = ["notifications_enabled", "notifications_disabled"]

    let id: Int64
    var orgID: Int64
    var name: String
    var slug: String
    var description: String?
    /// `secret` or `closed`.
    var privacy: String
    var notifications: String
    /// What the team may do in a repository that it is added to: `pull` or `push`.
    var permission: String
    var createdAt: Int64
    var updatedAt: Int64

    static func find(_ db: Database, organization: Int64, slug: String) throws -> Team? {
        try fetchOne(cached: db, sql: "SELECT * FROM teams WHERE orgID = ? AND slug = ?", arguments: [organization, slug])
    }

    /// The name in URLs: lower case, with dashes for anything but letters and digits.
    static func slug(_ name: String) -> String {
        let dashed = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" }
        return String(dashed).split(separator: "-").joined(separator: "-")
    }

    /// `member` or `maintainer`; `nil` for people outside the team.
    func role(of user: User, _ db: Database) throws -> String? {
        try String.fetchOne(
            cached: db, sql: "SELECT role FROM teamMembers WHERE teamID = ? AND userID = ?", arguments: [id, user.id])
    }

    /// What somebody may do in a repository through their teams.
    static func permission(of user: User, on repository: Repository, _ db: Database) throws -> Permission {
        let sql = """
            SELECT r.permission FROM teamRepositories r JOIN teamMembers m ON m.teamID = r.teamID
            WHERE r.repositoryID = ? AND m.userID = ?
            """
        return try String.fetchAll(cached: db, sql: sql, arguments: [repository.id, user.id]).map(Permission.init(named:)).max() ?? .none
    }
}

import GRDB

/// A ruleset of a repository: which refs it covers, who may bypass it, and what it forbids.
struct Ruleset: Record {
    static let databaseTableName = "rulesets"

    let id: Int64
    var repositoryID: Int64
    var name: String
    /// `branch` or `tag`.
    var target: String
    /// `active`, `disabled` or `evaluate`.
    var enforcement: String
    /// JSON lists and objects, as given.
    var bypass: String
    var conditions: String
    var rules: String
    var createdAt: Int64
    var updatedAt: Int64

    static func all(of repository: Int64, _ db: Database) throws -> [Ruleset] {
        try fetchAll(cached: db, sql: "SELECT * FROM rulesets WHERE repositoryID = ? ORDER BY id", arguments: [repository])
    }

    static func json(_ text: String) -> ForgeJSON { (try? ForgeJSON(parsing: text)) ?? .null }

    /// Whether the ruleset covers a full ref name.
    func covers(_ ref: String, defaultBranch: String) -> Bool {
        guard ref.hasPrefix(target == "tag" ? "refs/tags/" : "refs/heads/") else { return false }
        let names = Self.json(conditions)["ref_name"]
        func matches(_ list: ForgeJSON) -> Bool {
            (list.array ?? []).compactMap(\.string).contains { pattern in
                switch pattern {
                case "~ALL": true
                case "~DEFAULT_BRANCH": ref == "refs/heads/\(defaultBranch)"
                default: RefPattern.matches(pattern, ref)
                }
            }
        }
        return matches(names["include"]) && !matches(names["exclude"])
    }

    /// How a user may bypass the rules: `always`, `pull_requests_only` or `never`.
    func bypass(for user: User?, permission: Permission, in organization: User?, _ db: Database) throws -> String {
        guard let user else { return "never" }
        var found = "never"
        for actor in Self.json(bypass).array ?? [] {
            let applies: Bool
            switch actor["actor_type"].string {
            case "OrganizationAdmin": applies = try organization.map { try Membership.administers(user, $0, db) } ?? false
            case "RepositoryRole": applies = Self.role(actor["actor_id"].int).map { permission >= $0 } ?? false
            case "Integration": applies = try SimApp.of(bot: user.id, db)?.id == actor["actor_id"].int.map(Int64.init)
            case "Team":
                let team = try actor["actor_id"].int.flatMap { try Team.fetchOne(cached: db, key: Int64($0)) }
                applies = try team?.role(of: user, db) != nil
            case "User": applies = actor["actor_id"].int.map(Int64.init) == user.id
            default: applies = false
            }
            guard applies else { continue }
            if actor["bypass_mode"].string != "pull_request" { return "always" }
            found = "pull_requests_only"
        }
        return found
    }

    /// The permission behind the id of a built-in role.
    private static func role(_ id: Int?) -> Permission? {
        switch id {
        case 2: .maintain
        case 4: .write
        case 5: .admin
        default: nil
        }
    }
}

/// Membership in organisations.
enum Membership {
    /// Whether somebody administers an organisation: through the users file or as a member with the role `admin`.
    static func administers(_ user: User, _ organization: User, _ db: Database) throws -> Bool {
        guard organization.isOrganization, user.type == "User" else { return false }
        return try user.role == "user" || role(user, organization, db) == "admin"
    }

    /// The role of an active member, `admin` or `member`.
    static func role(_ user: User, _ organization: User, _ db: Database) throws -> String? {
        if user.role == "user", user.type == "User" { return "admin" }
        return try String.fetchOne(
            cached: db, sql: "SELECT role FROM memberships WHERE orgID = ? AND userID = ? AND state = 'active'",
            arguments: [organization.id, user.id])
    }
}

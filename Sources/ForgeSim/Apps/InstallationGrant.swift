import GRDB

/// What an installation's token may do: in which repositories, and with which permissions.
struct InstallationGrant: Sendable {
    let installation: Installation
    let permissions: ForgeJSON
    /// `nil`: everything that the installation covers.
    let repositories: Set<Int64>?

    /// Refuses what the token does not cover. Public repositories can always be read.
    func check(_ call: Call, _ repository: Repository) throws {
        let reads = call.method == "GET" || call.method == "HEAD" || call.path.hasSuffix("/git-upload-pack")
        if reads && !repository.private { return }
        let covered = try call.read { tx in
            guard repositories?.contains(repository.id) ?? true else { return false }
            return try Installation.find(tx.db, app: installation.appID, covering: repository)?.id == installation.id
        }
        guard covered else {
            if repository.private { throw Refusal.notFound }
            throw Self.inaccessible
        }
        let names = Self.permissions(for: call)
        let levels = reads ? ["read", "write", "admin"] : ["write", "admin"]
        guard names.contains(where: { name in name == "metadata" || levels.contains(permissions[name].string ?? "") }) else {
            throw Self.inaccessible
        }
    }

    static let inaccessible = Refusal.forbidden("Resource not accessible by integration")

    /// The permissions, one of which a call needs.
    private static func permissions(for call: Call) -> [String] {
        let segments = call.path.split(separator: "/").map(String.init)
        let reads = call.method == "GET" || call.method == "HEAD"
        guard segments.first == "repos" || segments.first == "repositories" else { return ["contents"] }
        let rest = segments.dropFirst(segments.first == "repos" ? 3 : 2)
        let last = segments.last ?? ""
        switch rest.first {
        case "git", "contents", "merges", "compare", "readme", "tags", "releases": return ["contents"]
        case "commits" where last == "status" || last == "statuses": return ["statuses"]
        case "commits" where last == "check-runs" || last == "check-suites": return ["checks"]
        case "commits": return ["contents"]
        case "branches": return rest.contains("protection") ? ["administration"] : ["contents"]
        case "statuses": return ["statuses"]
        case "check-runs", "check-suites": return ["checks"]
        case "pulls": return last == "merge" && !reads ? ["contents"] : ["pull_requests"]
        case "issues", "labels", "milestones", "assignees": return ["issues", "pull_requests"]
        case "hooks": return ["repository_hooks"]
        case "deployments": return ["deployments"]
        case "collaborators", "rulesets", "rules", nil: return reads ? ["metadata"] : ["administration"]
        default: return reads ? ["metadata"] : ["administration"]
        }
    }

    /// A bot's rights by its app's permissions, where no particular token is involved.
    static func permission(of bot: User, on repository: Repository, _ db: Database) throws -> Permission {
        guard let app = try SimApp.of(bot: bot.id, db), let found = try Installation.find(db, app: app.id, covering: repository),
            found.suspendedAt == nil
        else { return .none }
        let permissions = Ruleset.json(app.permissions)
        if permissions["administration"].string == "write" || permissions["repository_hooks"].string == "write" { return .admin }
        let writes = permissions.object?.members.contains { $0.value == "write" || $0.value == "admin" } ?? false
        return writes ? .write : .read
    }
}

import GRDB

/// Who sent a request.
struct Identity: Sendable {
    var user: User?
    /// There were credentials, and they are invalid.
    var rejected = false
    /// The app that signed the request itself.
    var app: SimApp?
    /// The rights of an installation's token.
    var grant: InstallationGrant?
    /// The scopes of the token.
    var scopes: String?

    var login: String? { user?.login }
    /// The name under which calls are counted; `nil`: anonymous.
    var rateKey: String? { user.map { "user:\($0.id)" } ?? app.map { "app:\($0.id)" } }

    /// The bot of an installation, by one of its tokens.
    static func installation(_ token: String, _ now: Int64, _ tx: Transaction) throws -> Identity? {
        guard token.hasPrefix("ghs_") else { return nil }
        let sql = "SELECT * FROM installationTokens WHERE token = ?"
        guard let found = try InstallationToken.fetchOne(cached: tx.db, sql: sql, arguments: [token]), found.expiresAt > now,
            let installation = try Installation.fetchOne(cached: tx.db, key: found.installationID),
            let app = try SimApp.fetchOne(cached: tx.db, key: installation.appID)
        else { return nil }
        if installation.suspendedAt != nil { throw Refusal.forbidden("This installation has been suspended") }
        let ids = found.repositories.map { Set((Ruleset.json($0).array ?? []).compactMap { $0.int.map(Int64.init) }) }
        let grant = InstallationGrant(installation: installation, permissions: Ruleset.json(found.permissions), repositories: ids)
        return Identity(user: try tx.user(app.botID), grant: grant)
    }

    /// Refuses what apps and installations may not call.
    func refusal(_ incoming: Incoming) -> Refusal? {
        let first = incoming.segments.first ?? ""
        if grant != nil, first == "user" { return InstallationGrant.inaccessible }
        let isForApps = ["app", "apps", "app-manifests"].contains(first) || incoming.segments.last == "installation"
        if app != nil, !isForApps { return .notSimulated("what \(incoming.path) answers to the token of an app itself") }
        return nil
    }
}

extension Incoming {
    /// Turns paths with ids, `/repositories/{id}/…` and `/organizations/{id}/team/{id}/…`, into those with present names.
    mutating func resolveIDs(_ tx: Transaction) throws {
        if segments.count > 3, segments[0] == "organizations", segments[2] == "team", let id = Int64(segments[3]),
            let team = try Team.fetchOne(cached: tx.db, key: id), String(team.orgID) == segments[1]
        {
            segments = ["orgs", try tx.user(team.orgID).login, "teams", team.slug] + segments.dropFirst(4)
            return
        }
        guard segments.count > 1, segments[0] == "repositories", let id = Int64(segments[1]),
            let found = try Repository.fetchOne(cached: tx.db, key: id)
        else { return }
        segments = ["repos", try tx.user(found.ownerID).login, found.name] + segments.dropFirst(2)
    }
}

import GRDB

/// A GitHub App.
struct SimApp: Record {
    static let databaseTableName = "apps"

    let id: Int64
    var slug: String
    var name: String
    var ownerID: Int64
    /// The user `slug[bot]`, as whom the app's installations act.
    var botID: Int64
    var clientID: String
    var clientSecret: String
    /// PEM; the private key is given out once and not stored.
    var publicKey: String
    var description: String?
    var externalURL: String
    /// JSON object: permission to `read`, `write` or `admin`.
    var permissions: String
    /// JSON list of event names.
    var events: String
    var hookURL: String?
    var hookContentType: String
    var hookSecret: String?
    var hookInsecure: String
    var createdAt: Int64
    var updatedAt: Int64

    static func find(_ db: Database, slug: String) throws -> SimApp? {
        try fetchOne(cached: db, sql: "SELECT * FROM apps WHERE slug = ?", arguments: [slug])
    }

    static func find(_ db: Database, clientID: String) throws -> SimApp? {
        try fetchOne(cached: db, sql: "SELECT * FROM apps WHERE clientID = ?", arguments: [clientID])
    }

    /// The app that a bot user belongs to.
    static func of(bot id: Int64, _ db: Database) throws -> SimApp? {
        try fetchOne(cached: db, sql: "SELECT * FROM apps WHERE botID = ?", arguments: [id])
    }
}

/// An app on an account, with all or some of its repositories.
struct Installation: Record {
    static let databaseTableName = "installations"

    let id: Int64
    var appID: Int64
    var accountID: Int64
    /// `all` or `selected`.
    var selection: String
    var suspendedAt: Int64?
    var createdAt: Int64
    var updatedAt: Int64

    /// The installation of an app that covers a repository.
    static func find(_ db: Database, app: Int64, covering repository: Repository) throws -> Installation? {
        let sql = """
            SELECT * FROM installations i WHERE appID = ? AND accountID = ? AND (selection = 'all' OR EXISTS
            (SELECT 1 FROM installationRepositories r WHERE r.installationID = i.id AND r.repositoryID = ?))
            """
        return try fetchOne(cached: db, sql: sql, arguments: [app, repository.ownerID, repository.id])
    }

    static func find(_ db: Database, app: Int64, account: Int64) throws -> Installation? {
        try fetchOne(cached: db, sql: "SELECT * FROM installations WHERE appID = ? AND accountID = ?", arguments: [app, account])
    }

    func repositories(_ db: Database) throws -> [Repository] {
        if selection == "all" {
            return try Repository.fetchAll(
                cached: db, sql: "SELECT * FROM repositories WHERE ownerID = ? ORDER BY id", arguments: [accountID])
        }
        let sql = """
            SELECT r.* FROM repositories r JOIN installationRepositories i ON i.repositoryID = r.id WHERE i.installationID = ? ORDER BY r.id
            """
        return try Repository.fetchAll(cached: db, sql: sql, arguments: [id])
    }
}

/// A token of an installation.
struct InstallationToken: Codable, FetchableRecord, PersistableRecord, Sendable {
    static let databaseTableName = "installationTokens"

    var token: String
    var installationID: Int64
    var expiresAt: Int64
    /// JSON, as of the app or a part of it.
    var permissions: String
    /// JSON list of ids; `nil` for all of the installation.
    var repositories: String?
}

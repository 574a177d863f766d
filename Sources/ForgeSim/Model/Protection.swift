import GRDB

/// The protection of one branch.
struct Protection: Codable, FetchableRecord, PersistableRecord, Sendable {
    static let databaseTableName = "protections"

    var repositoryID: Int64
    var branch: String
    /// JSON: the request, with switches as plain booleans.
    var settings: String

    var document: ForgeJSON { Ruleset.json(settings) }

    static func find(_ db: Database, _ repository: Int64, branch: String) throws -> Protection? {
        try fetchOne(cached: db, sql: "SELECT * FROM protections WHERE repositoryID = ? AND branch = ?", arguments: [repository, branch])
    }

    static func find(_ db: Database, _ repository: Int64, ref: String) throws -> Protection? {
        guard ref.hasPrefix("refs/heads/") else { return nil }
        return try find(db, repository, branch: String(ref.dropFirst(11)))
    }
}

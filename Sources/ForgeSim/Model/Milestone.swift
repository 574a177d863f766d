import GRDB

/// A milestone of a repository.
struct Milestone: Record {
    static let databaseTableName = "milestones"

    let id: Int64
    var repositoryID: Int64
    var number: Int
    var title: String
    var description: String?
    /// `open` or `closed`.
    var state: String
    var creatorID: Int64
    var createdAt: Int64
    var updatedAt: Int64
    var closedAt: Int64?
    var dueOn: Int64?

    static func find(_ db: Database, repository: Int64, number: Int) throws -> Milestone? {
        try fetchOne(cached: db, sql: "SELECT * FROM milestones WHERE repositoryID = ? AND number = ?", arguments: [repository, number])
    }
}

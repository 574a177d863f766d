import GRDB

/// What issues and pull requests have in common.
struct Issue: Record {
    static let databaseTableName = "issues"

    let id: Int64
    var repositoryID: Int64
    var number: Int
    var isPull: Bool
    var title: String
    var body: String?
    var userID: Int64
    /// `open` or `closed`.
    var state: String
    var stateReason: String?
    var createdAt: Int64
    var updatedAt: Int64
    var closedAt: Int64?
    var closedByID: Int64?
    var milestoneID: Int64?
    var locked = false
    /// `off-topic`, `too heated`, `resolved` or `spam`.
    var lockReason: String?

    static func find(_ db: Database, repository: Int64, number: Int) throws -> Issue? {
        try fetchOne(cached: db, sql: "SELECT * FROM issues WHERE repositoryID = ? AND number = ?", arguments: [repository, number])
    }
}

/// A label of a repository.
struct Label: Record {
    static let databaseTableName = "labels"

    let id: Int64
    var repositoryID: Int64
    var name: String
    var color: String
    var description: String?
    /// One of the labels that every new repository has.
    var isDefault = false

    static func of(issue: Int64, _ db: Database) throws -> [Label] {
        try fetchAll(
            cached: db, sql: "SELECT l.* FROM labels l JOIN issueLabels i ON i.labelID = l.id WHERE i.issueID = ? ORDER BY l.id",
            arguments: [issue])
    }
}

/// A comment in the conversation of an issue or pull request.
struct Comment: Record {
    static let databaseTableName = "comments"

    let id: Int64
    var repositoryID: Int64
    var issueID: Int64
    var number: Int
    var userID: Int64
    var body: String
    var createdAt: Int64
    var updatedAt: Int64
}

/// A reaction to a comment or issue.
struct Reaction: Record {
    static let databaseTableName = "reactions"
    static let contents = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]

    let id: Int64
    /// `comment`, `issue` or `reviewComment`.
    var subject: String
    var subjectID: Int64
    var userID: Int64
    var content: String
    var createdAt: Int64
}

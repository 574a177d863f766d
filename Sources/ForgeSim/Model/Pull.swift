import GRDB

/// What a pull request has beyond its issue.
struct Pull: Record {
    static let databaseTableName = "pulls"

    let id: Int64
    var issueID: Int64
    var repositoryID: Int64
    var number: Int
    /// `nil` once the head's repository was deleted.
    var headRepositoryID: Int64?
    var headOwnerID: Int64
    var headRef: String
    var headSHA: String
    var baseRef: String
    var baseSHA: String
    var draft: Bool
    var open: Bool
    var merged: Bool
    var mergedAt: Int64?
    var mergedByID: Int64?
    var mergeCommitSHA: String?
    var maintainerCanModify: Bool
    var commits: Int
    var additions: Int
    var deletions: Int
    var changedFiles: Int
    /// Whether the head merges without conflicts, and the `base:head` for which that was computed.
    var mergeable: Bool?
    var mergeableFor: String?

    /// Stores it with the commits that it has beyond its base.
    func update(_ commits: [String], _ db: Database) throws {
        try update(db)
        try db.execute(cached: "DELETE FROM pullCommits WHERE pullID = ?", [id])
        try insert(commits, db)
    }

    /// Stores the commits that it has beyond its base, so that it can be found by them.
    func insert(_ commits: [String], _ db: Database) throws {
        for sha in commits { try db.execute(cached: "INSERT OR IGNORE INTO pullCommits VALUES (?, ?)", [sha, id]) }
    }

    static func find(_ db: Database, repository: Int64, number: Int) throws -> Pull? {
        try fetchOne(cached: db, sql: "SELECT * FROM pulls WHERE repositoryID = ? AND number = ?", arguments: [repository, number])
    }
}

/// A submitted review.
struct Review: Record {
    static let databaseTableName = "reviews"

    let id: Int64
    var repositoryID: Int64
    var issueID: Int64
    var number: Int
    var userID: Int64
    var body: String
    /// `PENDING`, `APPROVED`, `CHANGES_REQUESTED`, `COMMENTED`, `DISMISSED`.
    var state: String
    var commitSHA: String
    /// 0 while it is pending.
    var submittedAt: Int64

    var isPending: Bool { state == "PENDING" }

    /// A review that somebody has begun and not yet submitted.
    static func pending(of user: User, _ issue: Issue, _ db: Database) throws -> Review? {
        try fetchOne(
            cached: db, sql: "SELECT * FROM reviews WHERE issueID = ? AND userID = ? AND state = 'PENDING'", arguments: [issue.id, user.id])
    }
}

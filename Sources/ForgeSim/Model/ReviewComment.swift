import GRDB

/// A comment on lines of a pull request's changes.
struct ReviewComment: Record {
    static let databaseTableName = "reviewComments"

    let id: Int64
    var repositoryID: Int64
    var issueID: Int64
    var number: Int
    var reviewID: Int64
    var userID: Int64
    var body: String
    var path: String
    var diffHunk: String
    /// Where the comment is in the present changes; `nil` once its line is no longer among them.
    var position: Int?
    var originalPosition: Int?
    var commitSHA: String
    var originalCommitSHA: String
    var line: Int?
    var originalLine: Int?
    var startLine: Int?
    var originalStartLine: Int?
    /// `LEFT` or `RIGHT`.
    var side: String
    var startSide: String?
    var inReplyToID: Int64?
    /// `line` or `file`.
    var subjectType: String
    var createdAt: Int64
    var updatedAt: Int64

    static func of(issue: Int64, _ db: Database) throws -> [ReviewComment] {
        try fetchAll(cached: db, sql: "SELECT * FROM reviewComments WHERE issueID = ? ORDER BY id", arguments: [issue])
    }

    static func of(review: Review, _ db: Database) throws -> [ReviewComment] {
        try of(issue: review.issueID, db).filter { $0.reviewID == review.id }
    }

    /// Whether it belongs to a pending review, which only its author sees.
    func isPending(_ db: Database) throws -> Bool {
        try String.fetchOne(cached: db, sql: "SELECT state FROM reviews WHERE id = ?", arguments: [reviewID]) == "PENDING"
    }
}

import GRDB

/// One status of a commit; the newest of a context counts.
struct CommitStatus: Record {
    static let databaseTableName = "statuses"
    static let states = ["error", "failure", "pending", "success"]

    let id: Int64
    var repositoryID: Int64
    var sha: String
    var state: String
    var context: String
    var description: String?
    var targetURL: String?
    var userID: Int64
    var createdAt: Int64
}

/// The check runs of one author on one commit.
struct CheckSuite: Record {
    static let databaseTableName = "checkSuites"

    let id: Int64
    var repositoryID: Int64
    var sha: String
    var userID: Int64
    var createdAt: Int64
    /// The branch that had the commit when the suite was made, and what it pointed to before.
    var headBranch: String?
    var before: String?
    var updatedAt: Int64
}

/// A check run.
struct CheckRun: Record {
    static let databaseTableName = "checkRuns"

    let id: Int64
    var repositoryID: Int64
    var suiteID: Int64
    var sha: String
    var name: String
    var status: String
    var conclusion: String?
    var externalID: String
    var detailsURL: String?
    var title: String?
    var summary: String?
    var text: String?
    var startedAt: Int64?
    var completedAt: Int64?
    var userID: Int64
    /// JSON lists, as given.
    var annotations = "[]"
    var actions = "[]"
}

/// A deployment.
struct Deployment: Record {
    static let databaseTableName = "deployments"

    let id: Int64
    var repositoryID: Int64
    var sha: String
    var ref: String
    var task: String
    var environment: String
    var description: String?
    var payload: String
    var userID: Int64
    var createdAt: Int64
    var updatedAt: Int64
    var originalEnvironment: String
    var transient: Bool
    var production: Bool
}

/// A state given to a deployment.
struct DeploymentStatus: Record {
    static let databaseTableName = "deploymentStatuses"

    let id: Int64
    var deploymentID: Int64
    var state: String
    var description: String?
    var targetURL: String?
    var environmentURL: String?
    var userID: Int64
    var createdAt: Int64
    var environment: String
}

import GRDB

/// Something that happened to an issue or pull request, as its history shows it.
struct IssueEvent: Record {
    static let databaseTableName = "issueEvents"
    /// Events that only the timeline shows.
    static let timelineOnly: Set<String> = ["cross-referenced"]

    let id: Int64
    var repositoryID: Int64
    var issueID: Int64
    var actorID: Int64
    var event: String
    var commitSHA: String?
    /// A JSON object: ids of what the event is about. People are `…ID`, see ``Transaction/render(_:_:)``.
    var details: String
    var createdAt: Int64
}

extension Transaction {
    /// Writes an event into the history of an issue or pull request.
    func record(_ event: String, _ issue: Issue, by actor: User, commit: String? = nil, _ details: ForgeJSON = [:]) throws {
        let row = IssueEvent(
            id: try db.nextID("issueEvent"), repositoryID: issue.repositoryID, issueID: issue.id, actorID: actor.id, event: event,
            commitSHA: commit, details: details.text, createdAt: now)
        try row.insert(db)
    }

    /// Records an event for an issue or pull request under the name for its kind.
    func emit(
        _ action: String, _ issue: Issue, _ repository: Repository, sender: User, _ more: [(key: String, value: ForgeJSON)] = []
    ) throws {
        guard try isWatched(repository, issue.isPull ? "pull_request" : "issues") else { return }
        var members: [(key: String, value: ForgeJSON)]
        if issue.isPull {
            guard let pull = try Pull.find(db, repository: repository.id, number: issue.number) else { return }
            members = [("number", ForgeJSON(issue.number)), ("pull_request", try render(pull, repository, .webhook))]
        } else {
            members = [("issue", try renderForWebhook(issue, repository))]
        }
        members += more
        try emit(issue.isPull ? "pull_request" : "issues", action, repository, sender: sender, .object(ForgeObject(members)))
    }

    /// The issue of a pull request.
    func issue(of pull: Pull) throws -> Issue {
        guard let issue = try Issue.fetchOne(cached: db, key: pull.issueID) else { throw Refusal.notFound }
        return issue
    }
}

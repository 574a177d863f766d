import GRDB

/// The history of issues and pull requests.
extension Routes {
    static func issueEvents(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/issues"
        routes.get("\(path)/events") { call in
            let repository = try call.repository()
            return try call.read { tx in
                let sql = "SELECT * FROM issueEvents WHERE repositoryID = ? ORDER BY id DESC"
                let all = try IssueEvent.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id])
                    .filter { !IssueEvent.timelineOnly.contains($0.event) }
                return try call.list(all) { try tx.render($0, repository, withIssue: true) }
            }
        }
        routes.get("\(path)/events/{id}") { call in
            let repository = try call.repository()
            return try call.read { tx in
                let event = try IssueEvent.fetchOne(cached: tx.db, key: try call.id("id"))
                guard let event, event.repositoryID == repository.id, !IssueEvent.timelineOnly.contains(event.event) else {
                    throw Refusal.notFound
                }
                return .json(try tx.render(event, repository, withIssue: true))
            }
        }
        routes.get("\(path)/{number}/events") { call in
            let (repository, issue) = try findIssue(call)
            return try call.read { tx in
                let all = try events(issue, tx).filter { !IssueEvent.timelineOnly.contains($0.event) }
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.get("\(path)/{number}/timeline") { try await timeline($0) }
    }

    private static func events(_ issue: Issue, _ tx: Transaction) throws -> [IssueEvent] {
        try IssueEvent.fetchAll(cached: tx.db, sql: "SELECT * FROM issueEvents WHERE issueID = ? ORDER BY id", arguments: [issue.id])
    }

    /// Events, comments, reviews and commits in the order of their times.
    private static func timeline(_ call: Call) async throws -> Reply {
        let (repository, issue) = try findIssue(call)
        var commits: [GitCommit] = []
        if issue.isPull, let pull = try call.read({ try Pull.find($0.db, repository: repository.id, number: issue.number) }) {
            commits = try await pullCommits(pull, try call.git(repository))
        }
        let shown = commits
        return try call.read { tx in
            var items: [(time: Int64, json: ForgeJSON)] = shown.map { ($0.committer.seconds * 1000, .null) }
            for (index, commit) in shown.enumerated() {
                items[index].json = try committed(commit, repository, tx)
            }
            for event in try events(issue, tx) {
                let crossing = event.event == "cross-referenced"
                let json = crossing ? try tx.renderCrossReference(event, repository) : try tx.render(event, repository)
                if let json { items.append((event.createdAt, json)) }
            }
            items += try conversation(issue, repository, tx)
            return try call.list(items.enumerated().sorted { ($0.1.time, $0.0) < ($1.1.time, $1.0) }.map(\.element.json)) { $0 }
        }
    }

    private static func committed(_ commit: GitCommit, _ repository: Repository, _ tx: Transaction) throws -> ForgeJSON {
        var json = try tx.renderGit(commit, repository)
        json["event"] = "committed"
        return json
    }

    private static func conversation(
        _ issue: Issue, _ repository: Repository, _ tx: Transaction
    ) throws -> [(time: Int64, json: ForgeJSON)] {
        var items: [(time: Int64, json: ForgeJSON)] = []
        let comments = try Comment.fetchAll(
            cached: tx.db, sql: "SELECT * FROM comments WHERE issueID = ? ORDER BY id", arguments: [issue.id])
        for comment in comments {
            var json = try tx.render(comment, repository)
            json["event"] = "commented"
            json["actor"] = json["user"]
            items.append((comment.createdAt, json))
        }
        let reviews = try Review.fetchAll(
            cached: tx.db, sql: "SELECT * FROM reviews WHERE issueID = ? AND state != 'PENDING' ORDER BY id", arguments: [issue.id])
        for review in reviews {
            var json = try tx.render(review, repository)
            json["state"] = .string(review.state.lowercased())
            json["event"] = "reviewed"
            items.append((review.submittedAt, json))
        }
        return items
    }
}

import GRDB

/// Issues, and what pull requests have in common with them.
extension Routes {
    static func issues(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/issues"
        routes.get(path) { try listIssues($0) }
        routes.post(path) { try IssueEditing(call: $0).open() }
        routes.get("\(path)/{number}") { call in
            let (repository, issue) = try findIssue(call)
            return try call.read { Reply.json(try $0.render(issue, repository)).modified(at: issue.updatedAt) }
        }
        routes.patch("\(path)/{number}") { try await IssueEditing(call: $0).edit() }
        routes.put("\(path)/{number}/lock") { call in
            let (repository, issue) = try findIssue(call)
            let user = try call.allowed(.triage, on: repository)
            let reason = try call.json()["lock_reason"]
            if !reason.isNull {
                try RequestShape.check(try call.json(), [("lock_reason", .oneOf(["off-topic", "too heated", "resolved", "spam"]))])
            }
            try call.change { try ConversationChanges(tx: $0, repository: repository, user: user).lock(issue, reason: reason.string) }
            return .noContent
        }
        routes.delete("\(path)/{number}/lock") { call in
            let (repository, issue) = try findIssue(call)
            let user = try call.allowed(.triage, on: repository)
            try call.change { try ConversationChanges(tx: $0, repository: repository, user: user).unlock(issue) }
            return .noContent
        }
    }

    static func findIssue(_ call: Call) throws -> (Repository, Issue) {
        let repository = try call.repository()
        let issue = try call.read { try Issue.find($0.db, repository: repository.id, number: try call.number("number")) }
        guard let issue else { throw Refusal.notFound }
        return (repository, issue)
    }

    static func hasIssues(_ repository: Repository) -> Bool {
        (try? ForgeJSON(parsing: repository.settings))?["has_issues"].bool ?? true
    }

    /// A title may come as a number.
    static func title(_ value: ForgeJSON) -> String? { value.string ?? value.int.map(String.init) }

    /// Refuses a title above 256 characters and a body above 65,536.
    static func checkTexts(_ body: ForgeJSON, _ resource: String) throws {
        if let text = title(body["title"]), text.count > 256 {
            throw Refusal.field(resource, "title", "custom", "title is too long (maximum is 256 characters)")
        }
        if let text = body["body"].string, text.count > 65_536 {
            throw Refusal.field(resource, "body", "custom", "body is too long (maximum is 65536 characters)")
        }
    }

    private static func listIssues(_ call: Call) throws -> Reply {
        let repository = try call.repository()
        let query = call.query
        return try call.read { tx in
            let state = query["state"] ?? "open"
            let order = query["sort"] == "updated" ? "updatedAt" : query["sort"] == "comments" ? commentCount : "number"
            let direction = query["direction"] == "asc" ? "ASC" : "DESC"
            var all = try Issue.fetchAll(
                cached: tx.db,
                sql: "SELECT * FROM issues WHERE repositoryID = ? \(state == "all" ? "" : "AND state = ?") ORDER BY \(order) \(direction), number \(direction)",
                arguments: state == "all" ? [repository.id] : [repository.id, state])
            if let since = query["since"].flatMap(Times.parse) { all = all.filter { $0.updatedAt / 1000 >= since / 1000 } }
            if let login = query["creator"] {
                let id = try User.find(tx.db, login: login)?.id
                all = all.filter { $0.userID == id }
            }
            if let names = query["labels"]?.split(separator: ",").map({ $0.trimmingSpaces.lowercased() }), !names.isEmpty {
                all = try all.filter { Set(names).isSubset(of: try Label.of(issue: $0.id, tx.db).map { $0.name.lowercased() }) }
            }
            if let login = query["assignee"] { all = try all.filter { try isAssigned(login, $0, tx) } }
            if let wanted = query["milestone"] { all = try all.filter { try hasMilestone(wanted, $0, tx) } }
            return try call.list(all) { try tx.render($0, repository) }
        }
    }

    private static let commentCount = "(SELECT count(*) FROM comments WHERE comments.issueID = issues.id)"

    /// `*` stands for anybody, `none` for nobody.
    private static func isAssigned(_ login: String, _ issue: Issue, _ tx: Transaction) throws -> Bool {
        let logins = try tx.assignees(issue.id).compactMap { $0["login"].string?.lowercased() }
        return login == "*" ? !logins.isEmpty : login == "none" ? logins.isEmpty : logins.contains(login.lowercased())
    }

    private static func hasMilestone(_ wanted: String, _ issue: Issue, _ tx: Transaction) throws -> Bool {
        if wanted == "*" { return issue.milestoneID != nil }
        if wanted == "none" { return issue.milestoneID == nil }
        let milestone = try issue.milestoneID.flatMap { try Milestone.fetchOne(cached: tx.db, key: $0) }
        return milestone.map { String($0.number) } == wanted
    }
}

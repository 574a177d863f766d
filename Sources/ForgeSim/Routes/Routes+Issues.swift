import GRDB

/// Issues, and what pull requests have in common with them.
extension Routes {
    static func issues(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/issues"
        routes.get(path) { try listIssues($0) }
        routes.post(path) { try IssueEditing(call: $0).open() }
        routes.get("\(path)/{number}") { call in
            let (repository, issue) = try findIssue(call)
            if !issue.isPull, !hasIssues(repository) { throw Refusal(status: 410, message: "Issues are disabled for this repo") }
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

    /// A title may be given as a number.
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

    /// Reads only the ids of all matches: there may be very many.
    private static func listIssues(_ call: Call) throws -> Reply {
        let repository = try call.repository()
        let query = call.query
        for name in ["mentioned", "type"] { try call.refuseQuery(name) }
        try call.refuseUnknownOrder(["created", "updated", "comments"])
        return try call.read { tx in
            let filter = try IssueFilter(query, repository, tx.db)
            let orders = ["updated": "updatedAt", "comments": "(SELECT count(*) FROM comments c WHERE c.issueID = issues.id)"]
            let order = orders[query["sort"] ?? ""] ?? "number"
            let direction = query["direction"] == "asc" ? "ASC" : "DESC"
            let ids = try Int64.fetchAll(
                cached: tx.db,
                sql: "SELECT id FROM issues WHERE \(filter.condition) ORDER BY \(order) \(direction), number \(direction)",
                arguments: filter.arguments)
            return try call.list(ids) { id in
                guard let issue = try Issue.fetchOne(cached: tx.db, key: id) else { throw Refusal.notFound }
                return try tx.render(issue, repository)
            }
        }
    }
}

/// The conditions expressed by the query of a list of issues.
private struct IssueFilter {
    private(set) var condition = "repositoryID = ?"
    private(set) var arguments: StatementArguments

    init(_ query: [String: String], _ repository: Repository, _ db: Database) throws {
        arguments = [repository.id]
        if !Routes.hasIssues(repository) { add("isPull", []) }
        let state = query["state"] ?? "open"
        guard ["open", "closed", "all"].contains(state) else { throw Refusal.notSimulated("lists with state=\(state)") }
        for name in ["creator", "assignee"] {
            guard let login = query[name], name == "creator" || !["*", "none"].contains(login) else { continue }
            if try User.find(db, login: login) == nil { throw Self.invalid(name, login) }
        }
        if let milestone = query["milestone"], !["*", "none"].contains(milestone), Int(milestone) == nil {
            throw Self.invalid("milestone", milestone)
        }
        if state != "all" { add("state = ?", [state]) }
        if let since = query["since"].flatMap(Times.parse) { add("updatedAt / 1000 >= ?", [since / 1000]) }
        if let login = query["creator"] { add("userID = (SELECT id FROM users WHERE login = ?)", [login]) }
        for name in query["labels"]?.split(separator: ",") ?? [] {
            add(
                "EXISTS (SELECT 1 FROM issueLabels i JOIN labels l ON l.id = i.labelID WHERE i.issueID = issues.id AND l.name = ?)",
                [name.trimmingSpaces])
        }
        let assigned = "EXISTS (SELECT 1 FROM assignees a JOIN users u ON u.id = a.userID WHERE a.issueID = issues.id"
        switch query["assignee"] {
        case nil: break
        case "*": add("\(assigned))", [])
        case "none": add("NOT \(assigned))", [])
        case let login: add("\(assigned) AND u.login = ?)", [login])
        }
        switch query["milestone"] {
        case nil: break
        case "*": add("milestoneID IS NOT NULL", [])
        case "none": add("milestoneID IS NULL", [])
        case let number: add("milestoneID = (SELECT id FROM milestones WHERE repositoryID = ? AND number = ?)", [repository.id, number])
        }
    }

    private static func invalid(_ field: String, _ value: String) -> Refusal {
        .invalid(["value": .string(value), "resource": "Issue", "field": .string(field), "code": "invalid"])
    }

    private mutating func add(_ text: String, _ more: StatementArguments) {
        condition += " AND \(text)"
        arguments += more
    }
}

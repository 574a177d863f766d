import GRDB

/// Issues, and what pull requests have in common with them.
extension Routes {
    static func issues(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/issues"
        routes.get(path) { call in
            let repository = try call.repository()
            return try call.read { tx in
                var all = try Issue.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM issues WHERE repositoryID = ? ORDER BY number DESC", arguments: [repository.id])
                let state = call.query["state"] ?? "open"
                if state != "all" { all = all.filter { $0.state == state } }
                if let since = call.query["since"].flatMap(Times.parse) { all = all.filter { $0.updatedAt / 1000 >= since / 1000 } }
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.post(path) { call in
            let repository = try call.repository()
            let user = try call.signedIn()
            let body = try call.json()
            guard let title = title(body["title"]), !title.trimmingSpaces.isEmpty else {
                throw Refusal.field("Issue", "title", "missing_field")
            }
            try checkLength(body["body"], "Issue")
            return try call.change { tx in
                var current = try Repository.fetchOne(cached: tx.db, key: repository.id) ?? repository
                let issue = Issue(
                    id: try tx.db.nextID("issue"), repositoryID: repository.id, number: try current.takeNumber(tx.db), isPull: false,
                    title: title,
                    body: body["body"].string, userID: user.id, state: "open", stateReason: nil, createdAt: tx.now, updatedAt: tx.now,
                    closedAt: nil, closedByID: nil)
                try issue.insert(tx.db)
                let rendered = try tx.render(issue, repository)
                try tx.emit("issues", "opened", repository, sender: user, ["issue": rendered])
                return .created(rendered)
            }
        }
        routes.get("\(path)/{number}") { call in
            let (repository, issue) = try findIssue(call)
            return try call.read { Reply.json(try $0.render(issue, repository)).modified(at: issue.updatedAt) }
        }
        routes.patch("\(path)/{number}") { try await editIssue($0) }
        for method in ["POST", "DELETE"] {
            routes.on(method, "\(path)/{number}/assignees") { try assign($0, adding: method == "POST") }
        }
    }

    static func findIssue(_ call: Call) throws -> (Repository, Issue) {
        let repository = try call.repository()
        let issue = try call.read { try Issue.find($0.db, repository: repository.id, number: try call.number("number")) }
        guard let issue else { throw Refusal.notFound }
        return (repository, issue)
    }

    /// A title may come as a number.
    static func title(_ value: ForgeJSON) -> String? { value.string ?? value.int.map(String.init) }

    static func checkLength(_ value: ForgeJSON, _ resource: String) throws {
        if let text = value.string, text.count > 65_536 {
            throw Refusal.field(resource, "body", "custom", "body is too long (maximum is 65536 characters)")
        }
    }

    private static func editIssue(_ call: Call) async throws -> Reply {
        let (repository, issue) = try findIssue(call)
        if issue.isPull {
            _ = try await PullEditing(call: call).run()
            let current = try call.read { try Issue.fetchOne(cached: $0.db, key: issue.id) ?? issue }
            return try call.read { .json(try $0.render(current, repository)) }
        }
        let user = try call.signedIn()
        let body = try call.json()
        guard try issue.userID == user.id || call.permission(on: repository) >= .triage else {
            throw Refusal.forbidden("Must have admin rights to Repository.")
        }
        try checkLength(body["body"], "Issue")
        return try call.change { tx in
            var updated = issue
            var changes: ForgeJSON = [:]
            if let text = title(body["title"]), text != issue.title {
                changes["title"] = ["from": .string(issue.title)]
                updated.title = text
            }
            if body.has("body"), body["body"].string != issue.body {
                changes["body"] = ["from": .string(issue.body ?? "")]
                updated.body = body["body"].string
            }
            var action: String?
            if let state = body["state"].string, state != issue.state {
                guard state == "open" || state == "closed" else { throw Refusal.field("Issue", "state", "invalid") }
                updated.state = state
                updated.closedAt = state == "closed" ? tx.now : nil
                updated.closedByID = state == "closed" ? user.id : nil
                updated.stateReason = body["state_reason"].string ?? (state == "closed" ? "completed" : "reopened")
                action = state == "closed" ? "closed" : "reopened"
            }
            updated.updatedAt = tx.now
            try updated.update(tx.db)
            let rendered = try tx.render(updated, repository)
            if changes.object?.members.isEmpty == false {
                try tx.emit("issues", "edited", repository, sender: user, ["issue": rendered, "changes": changes])
            }
            if let action { try tx.emit("issues", action, repository, sender: user, ["issue": rendered]) }
            return .json(rendered)
        }
    }

    private static func assign(_ call: Call, adding: Bool) throws -> Reply {
        let (repository, issue) = try findIssue(call)
        let user = try call.signedIn()
        let logins = try call.json()["assignees"].array?.compactMap(\.string) ?? []
        return try call.change { tx in
            for login in logins {
                guard let person = try User.find(tx.db, login: login), try isAssignable(person, issue, repository, tx) else { continue }
                let sql =
                    adding ? "INSERT OR IGNORE INTO assignees VALUES (?, ?)" : "DELETE FROM assignees WHERE issueID = ? AND userID = ?"
                try tx.db.execute(sql: sql, arguments: [issue.id, person.id])
                guard tx.db.changesCount > 0 else { continue }
                let action = adding ? "assigned" : "unassigned"
                if let pull = try Pull.find(tx.db, repository: repository.id, number: issue.number) {
                    try PullChanges(call: call, repository: repository, user: user).emit(
                        action, pull, tx, [("assignee", tx.render(person))])
                } else {
                    try tx.emit(
                        "issues", action, repository, sender: user,
                        ["issue": try tx.render(issue, repository), "assignee": tx.render(person)])
                }
            }
            return .json(try tx.render(issue, repository), status: adding ? 201 : 200)
        }
    }

    private static func isAssignable(_ person: User, _ issue: Issue, _ repository: Repository, _ tx: Transaction) throws -> Bool {
        if person.id == issue.userID { return true }
        if try Permission.of(person, on: repository, tx.db) >= .triage { return true }
        let sql = "SELECT count(*) FROM comments WHERE issueID = ? AND userID = ?"
        return try Int.fetchOne(cached: tx.db, sql: sql, arguments: [issue.id, person.id]) ?? 0 > 0
    }
}

import GRDB

/// Comments in conversations.
extension Routes {
    static func comments(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/issues"
        routes.get("\(path)/{number}/comments") { call in
            let (repository, issue) = try findIssue(call)
            return try call.read { tx in
                let sql = "SELECT * FROM comments WHERE issueID = ? ORDER BY id"
                return try listComments(call, try Comment.fetchAll(cached: tx.db, sql: sql, arguments: [issue.id]), repository, tx)
            }
        }
        routes.post("\(path)/{number}/comments") { try createComment($0) }
        routes.get("\(path)/comments") { call in
            let repository = try call.repository()
            return try call.read { tx in
                let order = call.query["sort"] == "updated" ? "updatedAt, id" : "id"
                let sql = "SELECT * FROM comments WHERE repositoryID = ? ORDER BY \(order)"
                var all = try Comment.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id])
                if call.query["direction"] == "desc" { all.reverse() }
                return try listComments(call, all, repository, tx)
            }
        }
        routes.get("\(path)/comments/{id}") { call in
            let (repository, comment) = try findComment(call)
            return try call.read { Reply.json(try $0.render(comment, repository)).modified(at: comment.updatedAt) }
        }
        routes.patch("\(path)/comments/{id}") { call in
            let (repository, comment) = try findComment(call)
            let user = try editor(call, comment.userID, repository)
            let text = try commentBody(call, "IssueComment")
            return try call.change { tx in
                var updated = comment
                updated.body = text
                updated.updatedAt = tx.now
                try updated.update(tx.db)
                if text != comment.body {
                    try emit("edited", updated, repository, user, tx, ["body": ["from": .string(comment.body)]])
                }
                return .json(try tx.render(updated, repository))
            }
        }
        routes.delete("\(path)/comments/{id}") { call in
            let (repository, comment) = try findComment(call)
            let user = try editor(call, comment.userID, repository)
            try call.change { tx in
                try emit("deleted", comment, repository, user, tx)
                try comment.delete(tx.db)
                guard let issue = try Issue.fetchOne(cached: tx.db, key: comment.issueID) else { return }
                try tx.record("comment_deleted", issue, by: user)
            }
            return .noContent
        }
    }

    private static func listComments(_ call: Call, _ all: [Comment], _ repository: Repository, _ tx: Transaction) throws -> Reply {
        try call.refuseUnknownOrder(["created", "updated"])
        let since = call.query["since"].flatMap(Times.parse)
        return try call.list(all.filter { since == nil || $0.updatedAt / 1000 >= (since ?? 0) / 1000 }) { try tx.render($0, repository) }
    }

    static func findComment(_ call: Call) throws -> (Repository, Comment) {
        let repository = try call.repository()
        let comment = try call.read { try Comment.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let comment, comment.repositoryID == repository.id else { throw Refusal.notFound }
        return (repository, comment)
    }

    /// Authors and people who may write can change a comment.
    static func editor(_ call: Call, _ author: Int64, _ repository: Repository) throws -> User {
        let user = try call.signedIn()
        guard try author == user.id || call.permission(on: repository) >= .write else {
            throw Refusal.forbidden("Must have admin rights to Repository.")
        }
        return user
    }

    /// The text in a request to write a comment.
    static func commentBody(_ call: Call, _ resource: String) throws -> String {
        let body = try call.json()
        try RequestShape.check(body, required: ["body"], [("body", .string)])
        let text = body["body"].string ?? ""
        guard !text.trimmingSpaces.isEmpty else { throw Refusal.field(resource, "data", "unprocessable", "Body cannot be blank") }
        guard text.count <= 65_536 else {
            throw Refusal.field(resource, "data", "unprocessable", "Body is too long (maximum is 65536 characters)")
        }
        return text
    }

    private static func createComment(_ call: Call) throws -> Reply {
        _ = try call.repository()
        let user = try call.signedIn()
        let (repository, issue) = try findIssue(call)
        if issue.locked, try call.permission(on: repository) <= .read {
            throw Refusal.forbidden("Unable to create comment because issue is locked.")
        }
        let text = try commentBody(call, "IssueComment")
        return try call.change { tx in
            let comment = Comment(
                id: try tx.db.nextID("comment"), repositoryID: repository.id, issueID: issue.id, number: issue.number, userID: user.id,
                body: text, createdAt: tx.now, updatedAt: tx.now)
            try comment.insert(tx.db)
            try tx.touch(issue.id)
            try emit("created", comment, repository, user, tx)
            try tx.refer(from: issue, text, by: user)
            let rendered = try tx.render(comment, repository)
            return Reply.created(rendered).header("Location", rendered["url"].string ?? "")
        }
    }

    private static func emit(
        _ action: String, _ comment: Comment, _ repository: Repository, _ user: User, _ tx: Transaction, _ changes: ForgeJSON? = nil
    ) throws {
        guard try tx.isWatched(repository, "issue_comment"), let issue = try Issue.fetchOne(cached: tx.db, key: comment.issueID) else {
            return
        }
        var body: ForgeJSON = changes.map { ["changes": $0] } ?? [:]
        body["issue"] = try tx.renderForWebhook(issue, repository)
        body["comment"] = try tx.render(comment, repository)
        try tx.emit("issue_comment", action, repository, sender: user, body)
    }
}

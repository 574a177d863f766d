import GRDB

/// Comments in conversations, and reactions.
extension Routes {
    static func comments(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/issues"
        routes.get("\(path)/{number}/comments") { call in
            let (repository, issue) = try findIssue(call)
            return try call.read { tx in
                var all = try Comment.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM comments WHERE issueID = ? ORDER BY id", arguments: [issue.id])
                if let since = call.query["since"].flatMap(Times.parse) { all = all.filter { $0.updatedAt / 1000 >= since / 1000 } }
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.get("\(path)/comments") { call in
            let repository = try call.repository()
            return try call.read { tx in
                var all = try Comment.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM comments WHERE repositoryID = ? ORDER BY id", arguments: [repository.id])
                if let since = call.query["since"].flatMap(Times.parse) { all = all.filter { $0.updatedAt / 1000 >= since / 1000 } }
                if call.query["sort"] == "updated" { all.sort { $0.updatedAt < $1.updatedAt } }
                if call.query["direction"] == "desc" { all.reverse() }
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.post("\(path)/{number}/comments") { try createComment($0) }
        routes.get("\(path)/comments/{id}") { call in
            let (repository, comment) = try findComment(call)
            return try call.read { Reply.json(try $0.render(comment, repository)).modified(at: comment.updatedAt) }
        }
        routes.patch("\(path)/comments/{id}") { call in
            let (repository, comment) = try findComment(call)
            let user = try editor(call, comment, repository)
            let text = try commentBody(call)
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
            let user = try editor(call, comment, repository)
            try call.change { tx in
                try comment.delete(tx.db)
                try emit("deleted", comment, repository, user, tx)
            }
            return .noContent
        }
        reactions(&routes, path)
    }

    private static func findComment(_ call: Call) throws -> (Repository, Comment) {
        let repository = try call.repository()
        let comment = try call.read { try Comment.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let comment, comment.repositoryID == repository.id else { throw Refusal.notFound }
        return (repository, comment)
    }

    private static func editor(_ call: Call, _ comment: Comment, _ repository: Repository) throws -> User {
        let user = try call.signedIn()
        guard try comment.userID == user.id || call.permission(on: repository) >= .write else {
            throw Refusal.forbidden("Must have admin rights to Repository.")
        }
        return user
    }

    private static func commentBody(_ call: Call) throws -> String {
        let body = try call.json()
        guard let text = body["body"].string else { throw Refusal.notSupplied("body") }
        guard !text.trimmingSpaces.isEmpty else { throw Refusal.field("IssueComment", "data", "unprocessable", "Body cannot be blank") }
        guard text.count <= 65_536 else {
            throw Refusal.field("IssueComment", "data", "unprocessable", "Body is too long (maximum is 65536 characters)")
        }
        return text
    }

    private static func createComment(_ call: Call) throws -> Reply {
        let user = try call.signedIn()
        let (repository, issue) = try findIssue(call)
        let text = try commentBody(call)
        return try call.change { tx in
            let comment = Comment(
                id: try tx.db.nextID("comment"), repositoryID: repository.id, issueID: issue.id, number: issue.number, userID: user.id,
                body: text,
                createdAt: tx.now, updatedAt: tx.now)
            try comment.insert(tx.db)
            try tx.touch(issue.id)
            try emit("created", comment, repository, user, tx)
            let rendered = try tx.render(comment, repository)
            return Reply.created(rendered).header("Location", rendered["url"].string ?? "")
        }
    }

    private static func emit(
        _ action: String, _ comment: Comment, _ repository: Repository, _ user: User, _ tx: Transaction, _ changes: ForgeJSON? = nil
    ) throws {
        guard let issue = try Issue.fetchOne(cached: tx.db, key: comment.issueID) else { return }
        var body: ForgeJSON = changes.map { ["changes": $0] } ?? [:]
        body["issue"] = try tx.render(issue, repository)
        body["comment"] = try tx.render(comment, repository)
        try tx.emit("issue_comment", action, repository, sender: user, body)
    }

    // MARK: Reactions

    private static func reactions(_ routes: inout RouteTable, _ path: String) {
        routes.get("\(path)/comments/{id}/reactions") { try listReactions($0, "comment", try findComment($0).1.id) }
        routes.post("\(path)/comments/{id}/reactions") { try react($0, "comment", try findComment($0).1.id) }
        routes.get("\(path)/{number}/reactions") { try listReactions($0, "issue", try findIssue($0).1.id) }
        routes.post("\(path)/{number}/reactions") { try react($0, "issue", try findIssue($0).1.id) }
        routes.delete("\(path)/comments/{id}/reactions/{reaction}") { call in
            let user = try call.signedIn()
            try call.change { tx in
                guard let found = try Reaction.fetchOne(cached: tx.db, key: try call.id("reaction")), found.userID == user.id else {
                    throw Refusal.notFound
                }
                try found.delete(tx.db)
            }
            return .noContent
        }
    }

    private static func listReactions(_ call: Call, _ subject: String, _ id: Int64) throws -> Reply {
        try call.read { tx in
            var all = try Reaction.fetchAll(
                cached: tx.db, sql: "SELECT * FROM reactions WHERE subject = ? AND subjectID = ? ORDER BY id", arguments: [subject, id])
            if let content = call.query["content"] { all = all.filter { $0.content == content } }
            return try call.list(all) { try tx.render($0) }
        }
    }

    private static func react(_ call: Call, _ subject: String, _ id: Int64) throws -> Reply {
        let user = try call.signedIn()
        guard let content = try call.json()["content"].string else { throw Refusal.notSupplied("content") }
        guard Reaction.contents.contains(content) else { throw Refusal.field("Reaction", "content", "invalid") }
        return try call.change { tx in
            let sql = "SELECT * FROM reactions WHERE subject = ? AND subjectID = ? AND userID = ? AND content = ?"
            if let known = try Reaction.fetchOne(cached: tx.db, sql: sql, arguments: [subject, id, user.id, content]) {
                return .json(try tx.render(known))
            }
            let reaction = Reaction(
                id: try tx.db.nextID("reaction"), subject: subject, subjectID: id, userID: user.id, content: content, createdAt: tx.now)
            try reaction.insert(tx.db)
            return .created(try tx.render(reaction))
        }
    }
}

import GRDB

/// Reactions to issues, comments and comments on lines.
extension Routes {
    private typealias Subject = @Sendable (Call) throws -> (kind: String, id: Int64)

    static func reactions(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}"
        reactions(&routes, "\(path)/issues/{number}/reactions") { ("issue", try findIssue($0).1.id) }
        reactions(&routes, "\(path)/issues/comments/{id}/reactions") { ("comment", try findComment($0).1.id) }
        reactions(&routes, "\(path)/pulls/comments/{id}/reactions") { ("reviewComment", try findReviewComment($0).1.id) }
    }

    private static func reactions(_ routes: inout RouteTable, _ path: String, _ subject: @escaping Subject) {
        routes.get(path) { call in
            let (kind, id) = try subject(call)
            return try call.read { tx in
                var all = try Reaction.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM reactions WHERE subject = ? AND subjectID = ? ORDER BY id", arguments: [kind, id])
                if let content = call.query["content"] { all = all.filter { $0.content == content } }
                return try call.list(all) { try tx.render($0) }
            }
        }
        routes.post(path) { call in
            let (kind, id) = try subject(call)
            return try react(call, kind, id)
        }
        routes.delete("\(path)/{reaction}") { call in
            let (kind, id) = try subject(call)
            let user = try call.signedIn()
            try call.change { tx in
                let found = try Reaction.fetchOne(cached: tx.db, key: try call.id("reaction"))
                guard let found, found.subject == kind, found.subjectID == id, found.userID == user.id else { throw Refusal.notFound }
                try found.delete(tx.db)
            }
            return .noContent
        }
    }

    private static func react(_ call: Call, _ kind: String, _ id: Int64) throws -> Reply {
        let user = try call.signedIn()
        let body = try call.json()
        guard body.has("content") else { throw Refusal.notSupplied("content") }
        guard let content = body["content"].string, Reaction.contents.contains(content) else {
            throw Refusal.field("Reaction", "content", "invalid")
        }
        return try call.change { tx in
            let sql = "SELECT * FROM reactions WHERE subject = ? AND subjectID = ? AND userID = ? AND content = ?"
            if let known = try Reaction.fetchOne(cached: tx.db, sql: sql, arguments: [kind, id, user.id, content]) {
                return .json(try tx.render(known))
            }
            let reaction = Reaction(
                id: try tx.db.nextID("reaction"), subject: kind, subjectID: id, userID: user.id, content: content, createdAt: tx.now)
            try reaction.insert(tx.db)
            return .created(try tx.render(reaction))
        }
    }
}

import GRDB

/// Comments on lines of pull requests.
extension Routes {
    static func reviewComments(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/pulls"
        routes.get("\(path)/{number}/comments") { call in
            let (repository, pull) = try findPull(call)
            return try call.read { tx in try listReviewComments(call, try ReviewComment.of(issue: pull.issueID, tx.db), repository, tx) }
        }
        routes.post("\(path)/{number}/comments") { try await createReviewComment($0) }
        routes.post("\(path)/{number}/comments/{id}/replies") { call in
            let (repository, parent) = try findReviewComment(call)
            let (_, pull) = try findPull(call)
            guard parent.issueID == pull.issueID else { throw Refusal.notFound }
            return try reply(call, to: parent, repository, pull)
        }
        routes.get("\(path)/comments") { call in
            let repository = try call.repository()
            return try call.read { tx in
                let sql = "SELECT * FROM reviewComments WHERE repositoryID = ? ORDER BY id"
                let all = try ReviewComment.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id])
                return try listReviewComments(call, all, repository, tx)
            }
        }
        routes.get("\(path)/comments/{id}") { call in
            let (repository, comment) = try findReviewComment(call)
            return try call.read { Reply.json(try $0.render(comment, repository)).modified(at: comment.updatedAt) }
        }
        routes.patch("\(path)/comments/{id}") { try editReviewComment($0) }
        routes.delete("\(path)/comments/{id}") { call in
            let (repository, comment) = try findReviewComment(call)
            let user = try editor(call, comment.userID, repository)
            try call.change { tx in
                if try !comment.isPending(tx.db) { try tx.emit("deleted", comment, repository, sender: user) }
                try comment.delete(tx.db)
            }
            return .noContent
        }
    }

    static func findReviewComment(_ call: Call) throws -> (Repository, ReviewComment) {
        let repository = try call.repository()
        return try call.read { tx in
            let comment = try ReviewComment.fetchOne(cached: tx.db, key: try call.id("id"))
            guard let comment, comment.repositoryID == repository.id else { throw Refusal.notFound }
            guard try comment.userID == call.user?.id || !comment.isPending(tx.db) else { throw Refusal.notFound }
            return (repository, comment)
        }
    }

    private static func listReviewComments(
        _ call: Call, _ comments: [ReviewComment], _ repository: Repository, _ tx: Transaction
    ) throws -> Reply {
        var all = try comments.filter { try !$0.isPending(tx.db) }
        try call.refuseUnknownOrder(["created", "updated", "created_at"])
        if let since = call.query["since"].flatMap(Times.parse) { all = all.filter { $0.updatedAt / 1000 >= since / 1000 } }
        if call.query["sort"] == "updated" { all.sort { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) } }
        if call.query["direction"] == "desc" { all.reverse() }
        return try call.list(all) { try tx.render($0, repository) }
    }

    private static func createReviewComment(_ call: Call) async throws -> Reply {
        let (repository, pull) = try findPull(call)
        try call.signedIn()
        let body = try call.json()
        if let replied = body["in_reply_to"].int {
            guard let parent = try call.read({ try ReviewComment.fetchOne(cached: $0.db, key: Int64(replied)) }),
                parent.issueID == pull.issueID
            else { throw Refusal.notFound }
            return try reply(call, to: parent, repository, pull)
        }
        try RequestShape.check(
            body, required: ["body", "commit_id", "path"],
            [
                ("body", .string), ("commit_id", .string), ("path", .string), ("line", .optionalInteger), ("position", .optionalInteger),
                ("subject_type", .oneOf(["line", "file"])), ("side", .oneOf(["LEFT", "RIGHT"])),
            ])
        let placement = CommentPlacement(git: try call.git(repository), pull: pull, inReview: false)
        let commit = body["commit_id"].string ?? ""
        try await placement.check(commit)
        let draft = try await placement.place(body, commit)
        return try publish(call, draft, repository, pull)
    }

    /// A single comment is a review of its own.
    private static func publish(
        _ call: Call, _ draft: CommentPlacement.Draft, _ repository: Repository, _ pull: Pull, replyingTo parent: ReviewComment? = nil
    ) throws -> Reply {
        let user = try call.signedIn()
        return try call.change { tx in
            let issue = try tx.issue(of: pull)
            if issue.locked, try Permission.of(user, on: repository, tx.db) <= .read {
                throw Refusal.forbidden("Unable to create comment because issue is locked.")
            }
            if try Review.pending(of: user, issue, tx.db) != nil {
                throw Refusal.field(
                    "PullRequestReview", "user_id", "custom", "user_id can only have one pending review per pull request")
            }
            let review = Review(
                id: try tx.db.nextID("review"), repositoryID: repository.id, issueID: issue.id, number: pull.number, userID: user.id,
                body: "", state: "COMMENTED", commitSHA: draft.commit, submittedAt: tx.now)
            try review.insert(tx.db)
            var comment = try draft.insert(review, tx)
            if let parent {
                comment.inReplyToID = parent.inReplyToID ?? parent.id
                comment.originalPosition = parent.originalPosition
                comment.originalCommitSHA = parent.originalCommitSHA
                comment.originalLine = parent.originalLine
                comment.originalStartLine = parent.originalStartLine
                try comment.update(tx.db)
            }
            try tx.touch(issue.id)
            try tx.emit("submitted", review, repository, sender: user)
            try tx.emit("created", comment, repository, sender: user)
            try tx.refer(from: issue, comment.body, by: user)
            let rendered = try tx.render(comment, repository)
            return Reply.created(rendered).header("Location", rendered["url"].string ?? "")
        }
    }

    private static func reply(_ call: Call, to parent: ReviewComment, _ repository: Repository, _ pull: Pull) throws -> Reply {
        try call.signedIn()
        let text = try commentBody(call, "PullRequestReviewComment")
        let draft = CommentPlacement.Draft(
            body: text, path: parent.path, commit: parent.commitSHA, hunk: parent.diffHunk, position: parent.position, line: parent.line,
            startLine: parent.startLine, side: parent.side, startSide: parent.startSide, subject: parent.subjectType)
        return try publish(call, draft, repository, pull, replyingTo: parent)
    }

    private static func editReviewComment(_ call: Call) throws -> Reply {
        let (repository, comment) = try findReviewComment(call)
        let user = try editor(call, comment.userID, repository)
        let text = try commentBody(call, "PullRequestReviewComment")
        return try call.change { tx in
            var updated = comment
            updated.body = text
            updated.updatedAt = tx.now
            try updated.update(tx.db)
            if text != comment.body, try !comment.isPending(tx.db) {
                try tx.emit("edited", updated, repository, sender: user, ["body": ["from": .string(comment.body)]])
            }
            return .json(try tx.render(updated, repository))
        }
    }
}

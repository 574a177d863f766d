import GRDB

/// Reviews of pull requests.
extension Routes {
    static func reviews(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/pulls/{number}/reviews"
        routes.get(path) { call in
            let (repository, pull) = try findPull(call)
            return try call.read { tx in
                let all = try Review.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM reviews WHERE issueID = ? ORDER BY id", arguments: [pull.issueID])
                return try call.list(all.filter { $0.isVisible(to: call.user) }) { try tx.render($0, repository) }
            }
        }
        routes.post(path) { try await ReviewSubmission(call: $0).create() }
        routes.get("\(path)/{id}") { call in
            let (repository, review) = try findReview(call)
            return try call.read { .json(try $0.render(review, repository)) }
        }
        routes.put("\(path)/{id}") { try editReview($0) }
        routes.delete("\(path)/{id}") { call in
            let (repository, review) = try findReview(call)
            try call.signedIn()
            guard review.isPending else { throw Refusal.unprocessable("Can not delete a non-pending pull request review") }
            return try call.change { tx in
                let rendered = try tx.render(review, repository)
                try tx.db.execute(sql: "DELETE FROM reviewComments WHERE reviewID = ?", arguments: [review.id])
                try review.delete(tx.db)
                return .json(rendered)
            }
        }
        routes.post("\(path)/{id}/events") { try ReviewSubmission(call: $0).submit() }
        routes.put("\(path)/{id}/dismissals") { try dismiss($0) }
        routes.get("\(path)/{id}/comments") { call in
            let (repository, review) = try findReview(call)
            return try call.read { tx in
                try call.list(try ReviewComment.of(review: review, tx.db)) { comment in
                    var rendered = try tx.render(comment, repository)
                    // The forge leaves lines out of this list.
                    for key in ["line", "original_line", "start_line", "original_start_line", "side", "start_side", "subject_type"] {
                        if var object = rendered.object {
                            object[key] = nil
                            rendered = .object(object)
                        }
                    }
                    return rendered
                }
            }
        }
    }

    /// The review in the path; a pending one exists only for its author.
    static func findReview(_ call: Call) throws -> (Repository, Review) {
        let (repository, pull) = try findPull(call)
        let review = try call.read { try Review.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let review, review.issueID == pull.issueID, review.isVisible(to: call.user) else { throw Refusal.notFound }
        return (repository, review)
    }

    private static func editReview(_ call: Call) throws -> Reply {
        let (repository, review) = try findReview(call)
        let user = try editor(call, review.userID, repository)
        let body = try call.json()
        try RequestShape.check(body, required: ["body"], [("body", .string)])
        return try call.change { tx in
            var updated = review
            updated.body = body["body"].string ?? ""
            try updated.update(tx.db)
            if updated.body != review.body, !review.isPending {
                try tx.emit("edited", updated, repository, sender: user, ["body": ["from": .string(review.body)]])
            }
            return .json(try tx.render(updated, repository))
        }
    }

    private static func dismiss(_ call: Call) throws -> Reply {
        let (repository, review) = try findReview(call)
        let user = try call.allowed(.write, on: repository)
        let body = try call.json()
        try RequestShape.check(body, required: ["message"], [("message", .string)])
        guard review.state == "APPROVED" || review.state == "CHANGES_REQUESTED" else {
            throw Refusal.unprocessable("Can not dismiss a \(review.state.lowercased()) pull request review")
        }
        return try call.change { tx in
            var updated = review
            updated.state = "DISMISSED"
            try updated.update(tx.db)
            if let issue = try Issue.fetchOne(cached: tx.db, key: review.issueID) {
                let details: ForgeJSON = [
                    "state": .string(review.state.lowercased()), "review_id": .int(review.id), "dismissal_message": body["message"],
                ]
                try tx.record("review_dismissed", issue, by: user, ["dismissed_review": details])
            }
            try tx.emit("dismissed", updated, repository, sender: user)
            return .json(try tx.render(updated, repository))
        }
    }
}

extension Review {
    func isVisible(to user: User?) -> Bool { !isPending || userID == user?.id }
}

extension Transaction {
    /// Records a pull_request_review event.
    func emit(_ action: String, _ review: Review, _ repository: Repository, sender: User, _ changes: ForgeJSON? = nil) throws {
        guard try isWatched(repository, "pull_request_review"),
            let pull = try Pull.find(db, repository: repository.id, number: review.number)
        else { return }
        var body: ForgeJSON = [
            "review": try render(review, repository, webhook: true), "pull_request": try render(pull, repository, .webhookList),
        ]
        if let changes { body["changes"] = changes }
        try emit("pull_request_review", action, repository, sender: sender, body)
    }

    /// Records a pull_request_review_comment event.
    func emit(_ action: String, _ comment: ReviewComment, _ repository: Repository, sender: User, _ changes: ForgeJSON? = nil) throws {
        guard try isWatched(repository, "pull_request_review_comment"),
            let pull = try Pull.find(db, repository: repository.id, number: comment.number)
        else { return }
        var body: ForgeJSON = [
            "comment": try render(comment, repository), "pull_request": try render(pull, repository, .webhookList),
        ]
        if let changes { body["changes"] = changes }
        try emit("pull_request_review_comment", action, repository, sender: sender, body)
    }
}

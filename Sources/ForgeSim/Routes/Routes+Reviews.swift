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
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.get("\(path)/{id}") { call in
            let (repository, review) = try findReview(call)
            return try call.read { .json(try $0.render(review, repository)) }
        }
        routes.put("\(path)/{id}") { call in
            let (repository, review) = try findReview(call)
            let user = try call.signedIn()
            guard let body = try call.json()["body"].string else { throw Refusal.notSupplied("body") }
            return try call.change { tx in
                var updated = review
                updated.body = body
                try updated.update(tx.db)
                try emit("edited", updated, repository, user, tx, ["body": ["from": .string(review.body)]])
                return .json(try tx.render(updated, repository))
            }
        }
        routes.put("\(path)/{id}/dismissals") { call in
            let (repository, review) = try findReview(call)
            let user = try call.signedIn()
            guard try call.json()["message"].string != nil else { throw Refusal.notSupplied("message") }
            guard review.state == "APPROVED" || review.state == "CHANGES_REQUESTED" else {
                throw Refusal.unprocessable("Can not dismiss a commented pull request review")
            }
            return try call.change { tx in
                var updated = review
                updated.state = "DISMISSED"
                try updated.update(tx.db)
                try emit("dismissed", updated, repository, user, tx)
                return .json(try tx.render(updated, repository))
            }
        }
        routes.post(path) { try submit($0) }
    }

    private static func findReview(_ call: Call) throws -> (Repository, Review) {
        let (repository, pull) = try findPull(call)
        let review = try call.read { try Review.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let review, review.issueID == pull.issueID else { throw Refusal.notFound }
        return (repository, review)
    }

    private static func submit(_ call: Call) throws -> Reply {
        let (repository, pull) = try findPull(call)
        let user = try call.signedIn()
        let body = try call.json()
        let states = ["APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"]
        let event = body["event"].string ?? "COMMENT"
        guard let state = states[event] else {
            throw Refusal(
                status: 422, message: "Unprocessable Entity",
                errors: ["Variable $event of type PullRequestReviewEvent was provided invalid value"])
        }
        let text = body["body"].string ?? ""
        guard !text.isEmpty || state == "APPROVED" || body["comments"].array?.isEmpty == false else {
            throw Refusal(status: 422, message: "Unprocessable Entity", errors: ["Could not submit a review without a body"])
        }
        return try call.change { tx in
            guard let issue = try Issue.fetchOne(cached: tx.db, key: pull.issueID) else { throw Refusal.notFound }
            if issue.userID == user.id, state != "COMMENTED" {
                let verb = state == "APPROVED" ? "approve" : "request changes on"
                throw Refusal(status: 422, message: "Unprocessable Entity", errors: [.string("Can not \(verb) your own pull request")])
            }
            let review = Review(
                id: try tx.db.nextID("review"), repositoryID: repository.id, issueID: issue.id, number: pull.number, userID: user.id,
                body: text,
                state: state, commitSHA: body["commit_id"].string ?? pull.headSHA, submittedAt: tx.now)
            try review.insert(tx.db)
            try tx.touch(issue.id)
            try emit("submitted", review, repository, user, tx)
            return .json(try tx.render(review, repository))
        }
    }

    private static func emit(
        _ action: String, _ review: Review, _ repository: Repository, _ user: User, _ tx: Transaction, _ changes: ForgeJSON? = nil
    ) throws {
        guard let pull = try Pull.find(tx.db, repository: repository.id, number: review.number) else { return }
        var body: ForgeJSON = [
            "review": try tx.render(review, repository, webhook: true), "pull_request": try tx.render(pull, repository, .list),
        ]
        if let changes { body["changes"] = changes }
        try tx.emit("pull_request_review", action, repository, sender: user, body)
    }
}

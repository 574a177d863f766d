import GRDB

/// `POST …/pulls/{n}/reviews` and `POST …/reviews/{id}/events`.
struct ReviewSubmission {
    let call: Call

    private static let states = ["APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"]

    private static func unprocessable(_ text: String) -> Refusal {
        Refusal(status: 422, message: "Unprocessable Entity", errors: [.string(text)])
    }

    /// Without an event the review stays pending.
    func create() async throws -> Reply {
        let (repository, pull) = try Routes.findPull(call)
        let user = try call.signedIn()
        let body = try call.json()
        try RequestShape.check(body, [("body", .optionalString), ("comments", .list), ("commit_id", .optionalString)])
        let state = try state(body["event"])
        let text = body["body"].string ?? ""
        let items = body["comments"].array ?? []
        try checkText(text, state, hasComments: !items.isEmpty)
        let placement = CommentPlacement(git: try call.git(repository), pull: pull, inReview: true)
        let commit = body["commit_id"].string ?? pull.headSHA
        try await placement.check(commit)
        var drafts: [CommentPlacement.Draft] = []
        for item in items { drafts.append(try await placement.place(item, commit)) }
        let placed = drafts
        return try call.change { tx in
            let issue = try tx.issue(of: pull)
            try checkAuthor(state, issue, user)
            if try Review.pending(of: user, issue, tx.db) != nil {
                throw Self.unprocessable("User can only have one pending review per pull request")
            }
            let review = Review(
                id: try tx.db.nextID("review"), repositoryID: repository.id, issueID: issue.id, number: pull.number, userID: user.id,
                body: text, state: state, commitSHA: commit, submittedAt: state == "PENDING" ? 0 : tx.now)
            try review.insert(tx.db)
            for draft in placed { try draft.insert(review, tx) }
            if state != "PENDING" { try announce(review, issue, repository, user, tx) }
            return .json(try tx.render(review, repository))
        }
    }

    /// Submits a pending review with its verdict.
    func submit() throws -> Reply {
        let (repository, review) = try Routes.findReview(call)
        let user = try call.signedIn()
        let body = try call.json()
        try RequestShape.check(body, required: ["event"], [("body", .optionalString)])
        guard review.isPending else { throw Self.unprocessable("Can not submit a non-pending pull request review") }
        let state = try state(body["event"])
        let text = body["body"].string ?? review.body
        return try call.change { tx in
            guard let issue = try Issue.fetchOne(cached: tx.db, key: review.issueID) else { throw Refusal.notFound }
            try checkText(text, state, hasComments: try !ReviewComment.of(review: review, tx.db).isEmpty)
            try checkAuthor(state, issue, user)
            var submitted = review
            submitted.body = text
            submitted.state = state
            submitted.submittedAt = tx.now
            try submitted.update(tx.db)
            try announce(submitted, issue, repository, user, tx)
            return .json(try tx.render(submitted, repository))
        }
    }

    private func state(_ event: ForgeJSON) throws -> String {
        if event.isNull || event.string == "PENDING" || event.string == "" { return "PENDING" }
        guard let state = event.string.flatMap({ Self.states[$0] }) else {
            throw Self.unprocessable("Variable $event of type PullRequestReviewEvent was provided invalid value")
        }
        return state
    }

    private func checkText(_ text: String, _ state: String, hasComments: Bool) throws {
        guard text.count <= 65_536 else { throw Self.unprocessable("Body is too long (maximum is 65536 characters)") }
        guard !text.isEmpty || hasComments || state == "APPROVED" || state == "PENDING" else {
            throw Self.unprocessable("Could not submit a review without a body")
        }
    }

    private func checkAuthor(_ state: String, _ issue: Issue, _ user: User) throws {
        guard issue.userID == user.id else { return }
        if state == "APPROVED" { throw Self.unprocessable("Can not approve your own pull request") }
        if state == "CHANGES_REQUESTED" { throw Self.unprocessable("Can not request changes on your own pull request") }
    }

    /// The events of a submitted review; its author no longer counts as a requested reviewer.
    private func announce(_ review: Review, _ issue: Issue, _ repository: Repository, _ user: User, _ tx: Transaction) throws {
        try tx.touch(issue.id)
        try tx.db.execute(sql: "DELETE FROM reviewRequests WHERE issueID = ? AND userID = ?", arguments: [issue.id, user.id])
        try tx.emit("submitted", review, repository, sender: user)
        for comment in try ReviewComment.of(review: review, tx.db) { try tx.emit("created", comment, repository, sender: user) }
        try tx.refer(from: issue, review.body, by: user)
    }
}

internal import Contract
internal import Forge

/// Deliveries as events of the log: what is kept, and what is left out with which reason.
struct GitHubDeliveryReader {
    let delivery: GitHubDelivery
    let receivedAt: Timestamp

    func outcome() throws -> DeliveryOutcome {
        switch delivery.event {
        case "ping": .ping
        case "pull_request": try pullRequest()
        case "issue_comment": try comment()
        case "pull_request_review": try review()
        case "status": try status()
        case "check_run": try checkRun()
        case "push": try push()
        default: .ignored(reason: "The event \(delivery.event.prefix(60)) is not used.")
        }
    }

    /// Actions after which something of the mirror is different. The rest (labels, assignees, reviewers, locks) is not kept.
    private static let pullRequestActions: Set<String> = [
        "opened", "edited", "synchronize", "closed", "reopened", "ready_for_review", "converted_to_draft",
    ]

    private func pullRequest() throws -> DeliveryOutcome {
        guard let action = delivery.action else { throw WireObject.Mismatch(path: "action", expected: "a string") }
        guard Self.pullRequestActions.contains(action) else { return ignored(action) }
        let payload = try WireObject(delivery.payload)
        let document = try GitHubDocuments.pullRequest(payload.object("pull_request"), repository: delivery.repository)
        let event = ForgePullRequest(
            action: action, pullRequest: document, changes: changes(delivery.payload["changes"]), delivery: delivery.id)
        return try self.event(ForgePullRequest.kind, number: document.number, sha: document.head.sha, event.json)
    }

    private func changes(_ wire: JSON) -> ForgePullRequest.Changes {
        ForgePullRequest.Changes(
            baseRefFrom: wire["base"]["ref"]["from"].string, titleFrom: wire["title"]["from"].string,
            bodyFrom: wire["body"]["from"].string)
    }

    private func comment() throws -> DeliveryOutcome {
        guard delivery.action == "created" else { return ignored(delivery.action) }
        let payload = try WireObject(delivery.payload)
        let issue = try payload.object("issue")
        guard issue.optionalObject("pull_request") != nil else {
            return .ignored(reason: "The comment is on an issue, not on a pull request.")
        }
        let comment = try GitHubDocuments.comment(payload.object("comment"))
        return try commentEvent(comment, number: issue.int("number"), state: issue.string("state"), target: nil)
    }

    private func review() throws -> DeliveryOutcome {
        guard delivery.action == "submitted" else { return ignored(delivery.action) }
        let payload = try WireObject(delivery.payload)
        let pullRequest = try payload.object("pull_request")
        let review = try GitHubDocuments.review(payload.object("review"))
        return try commentEvent(
            review, number: pullRequest.int("number"), state: pullRequest.string("state"),
            target: pullRequest.object("base").string("ref"))
    }

    private func commentEvent(_ comment: CommentDocument, number: Int64, state: String, target: String?) throws -> DeliveryOutcome {
        let event = ForgeComment(comment: comment, number: Int(number), isOpen: state == "open", target: target)
        return try self.event(ForgeComment.kind, number: event.number, sha: comment.commitID, event.json)
    }

    private func status() throws -> DeliveryOutcome {
        try statusEvent(GitHubDocuments.status(try WireObject(delivery.payload)))
    }

    private func checkRun() throws -> DeliveryOutcome {
        // The other actions ask the provider of the check for something; the run itself is as it was.
        guard delivery.action == "created" || delivery.action == "completed" else { return ignored(delivery.action) }
        let run = try WireObject(delivery.payload).object("check_run")
        return try statusEvent(GitHubDocuments.checkRun(run, now: receivedAt))
    }

    private func statusEvent(_ status: StatusDocument) throws -> DeliveryOutcome {
        try event(.forgeStatus, number: nil, sha: status.sha, status.json)
    }

    private func push() throws -> DeliveryOutcome {
        let payload = try WireObject(delivery.payload)
        let push = ForgePush(
            ref: try payload.string("ref"), before: try payload.sha("before"), after: try payload.sha("after"),
            isForced: payload.optionalBool("forced") ?? false, isDeleted: payload.optionalBool("deleted") ?? false)
        return try event(ForgePush.kind, number: nil, sha: push.after, push.json)
    }

    private func event(_ kind: EventKind, number: Int?, sha: String?, _ document: JSON) throws -> DeliveryOutcome {
        guard let repository = delivery.repository else {
            throw WireObject.Mismatch(path: "repository.full_name", expected: "a string")
        }
        return .event(
            ReducedEvent(
                kind: kind, repository: repository, number: number, actor: delivery.sender, sha: sha, document: document))
    }

    private func ignored(_ action: String?) -> DeliveryOutcome {
        .ignored(reason: "The action \(action?.prefix(60) ?? "(none)") of \(delivery.event) changes nothing that is kept.")
    }
}

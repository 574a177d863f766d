internal import Contract

/// Deliveries as events of the log: what is kept, and what is left out with which reason.
struct WebhookReducer {
    let delivery: WebhookDelivery
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
        var event: JSON = ["action": .string(action), "pull_request": document, "changes": changes(delivery.payload["changes"])]
        if let id = delivery.id { event["delivery"] = .string(id) }
        return try self.event(
            "forge.pull_request", number: document["number"].int, sha: document["head"]["sha"].string, event)
    }

    private func changes(_ wire: JSON) -> JSON {
        var changes: JSON = [:]
        let before = [
            "base_ref_from": wire["base"]["ref"]["from"], "title_from": wire["title"]["from"], "body_from": wire["body"]["from"],
        ]
        for (name, value) in before where value.string != nil { changes[name] = value }
        return changes
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

    private func commentEvent(_ comment: JSON, number: Int64, state: String, target: String?) throws -> DeliveryOutcome {
        let pullRequest: JSON = ["number": .int(number), "open": .bool(state == "open"), "target": JSON(target)]
        return try event(
            "forge.comment", number: Int(number), sha: comment["commit_id"].string,
            ["comment": comment, "pull_request": pullRequest])
    }

    private func status() throws -> DeliveryOutcome {
        let document = try GitHubDocuments.status(try WireObject(delivery.payload))
        return try event("forge.status", number: nil, sha: document["sha"].string, document)
    }

    private func checkRun() throws -> DeliveryOutcome {
        // The other actions are requests of people to whoever runs the check; the run itself is as it was.
        guard delivery.action == "created" || delivery.action == "completed" else { return ignored(delivery.action) }
        let run = try WireObject(delivery.payload).object("check_run")
        let document = try GitHubDocuments.checkRun(run, now: receivedAt)
        return try event("forge.status", number: nil, sha: document["sha"].string, document)
    }

    private func push() throws -> DeliveryOutcome {
        let payload = try WireObject(delivery.payload)
        let document: JSON = [
            "ref": .string(try payload.string("ref")),
            "before": .string(try payload.sha("before")),
            "after": .string(try payload.sha("after")),
            "forced": .bool(payload.optionalBool("forced") ?? false),
            "deleted": .bool(payload.optionalBool("deleted") ?? false),
        ]
        return try event("forge.push", number: nil, sha: document["after"].string, document)
    }

    private func event(_ kind: String, number: Int?, sha: String?, _ document: JSON) throws -> DeliveryOutcome {
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

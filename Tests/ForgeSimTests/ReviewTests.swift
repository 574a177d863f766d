import ForgeSim
import Testing

@Suite("Reviews")
struct ReviewTests {
    @Test("a review without an event stays pending until it is submitted, seen by its author alone")
    func pending() async throws {
        try await conversation { c in
            let review = try await c.reviewer.post("\(c.pull)/reviews", ["body": "wait"])
            let id = review["id"].int ?? 0
            #expect(review["state"].string == "PENDING")
            #expect(!review.has("submitted_at"))
            #expect(try await c.owner.get("\(c.pull)/reviews").array?.isEmpty == true)
            #expect(try await refused(c.owner, "GET", "\(c.pull)/reviews/\(id)").status == 404)
            let second = try await refused(c.reviewer, "POST", "\(c.pull)/reviews", ["body": "again"])
            #expect(second.json["errors"][0].string == "User can only have one pending review per pull request")
            #expect(try await c.events("pull_request_review").isEmpty)
            let submitted = try await c.reviewer.post("\(c.pull)/reviews/\(id)/events", ["event": "APPROVE", "body": "fine"])
            #expect(submitted["state"].string == "APPROVED" && submitted["submitted_at"].string != nil)
            #expect(try await c.events("pull_request_review") == ["submitted"])
            #expect(try await refused(c.reviewer, "POST", "\(c.pull)/reviews/\(id)/events", ["event": "COMMENT"]).status == 422)
        }
    }

    @Test("only a pending review can be deleted")
    func deletion() async throws {
        try await conversation { c in
            let id = try await c.reviewer.post("\(c.pull)/reviews", ["body": "wait"])["id"].int ?? 0
            try await c.reviewer.delete("\(c.pull)/reviews/\(id)")
            let given = try await c.s.reviewer.review("org/app", c.number, "APPROVE")
            let refusal = try await refused(c.reviewer, "DELETE", "\(c.pull)/reviews/\(given)")
            #expect(refusal.json["message"].string == "Can not delete a non-pending pull request review")
        }
    }

    @Test("a review is edited and dismissed, with its events and its line in the history")
    func dismissal() async throws {
        try await conversation { c in
            let id = try await c.s.reviewer.review("org/app", c.number, "REQUEST_CHANGES", body: "no")
            try await c.reviewer.put("\(c.pull)/reviews/\(id)", ["body": "no, please"])
            let dismissed = try await c.owner.put("\(c.pull)/reviews/\(id)/dismissals", ["message": "done"])
            #expect(dismissed["state"].string == "DISMISSED")
            let events = try await c.s.journal("pull_request_review").map { $0["payload"] }
            #expect(events.compactMap { $0["action"].string } == ["submitted", "edited", "dismissed"])
            #expect(events[1]["changes"]["body"]["from"].string == "no")
            #expect(events[2]["review"]["state"].string == "dismissed")
            let history = try await c.owner.get("\(c.issue)/events").array ?? []
            #expect(history.last?["event"].string == "review_dismissed")
            #expect(history.last?["dismissed_review"]["dismissal_message"].string == "done")
            let comment = try await c.s.reviewer.review("org/app", c.number, "COMMENT", body: "hm")
            let refusal = try await refused(c.owner, "PUT", "\(c.pull)/reviews/\(comment)/dismissals", ["message": "x"])
            #expect(refusal.json["message"].string == "Can not dismiss a commented pull request review")
        }
    }

    @Test("reviews are requested of collaborators, and a review answers the request")
    func requests() async throws {
        try await conversation { c in
            let path = "\(c.pull)/requested_reviewers"
            let pull = try await c.owner.post(path, ["reviewers": ["reviewer"]])
            #expect(pull["requested_reviewers"][0]["login"].string == "reviewer")
            #expect(try await c.owner.get(path)["users"][0]["login"].string == "reviewer")
            let author = try await refused(c.owner, "POST", path, ["reviewers": ["owner"]])
            #expect(author.json["message"].string == "Review cannot be requested from pull request author.")
            let stranger = try await refused(c.owner, "POST", path, ["reviewers": ["other"]])
            #expect(stranger.status == 422)
            #expect(stranger.json["message"].string?.hasSuffix("is not a collaborator of the org/app repository.") == true)
            try await c.owner.call("DELETE", path, ["reviewers": ["reviewer"]])
            try await c.owner.post(path, ["reviewers": ["reviewer"]])
            try await c.s.reviewer.review("org/app", c.number, "COMMENT", body: "seen")
            #expect(try await c.owner.get(path)["users"].array?.isEmpty == true)
            #expect(try await c.events("pull_request") == ["opened", "review_requested", "review_request_removed", "review_requested"])
            #expect(try await c.history() == ["review_requested", "review_request_removed", "review_requested"])
        }
    }
}

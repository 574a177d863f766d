import ForgeSim

/// Triggers every event of the simulator once.
struct WebhookStory {
    let c: Conversation

    private var owner: SimClient { c.owner }
    private var reviewer: SimClient { c.reviewer }

    func play() async throws {
        try await settings()
        try await labelsAndMilestones()
        try await issue()
        try await surroundings()
        try await comments()
        try await reviews()
        try await verdicts()
        try await branches()
        try await merging()
    }

    private func settings() async throws {
        try await owner.patch(c.repository, ["description": "An app", "homepage": "http://example.com"])
        for key in ["archived", "private"] {
            for value in [true, false] { try await owner.patch(c.repository, [key: .bool(value)]) }
        }
        try await owner.patch(c.repository, ["name": "other-app"])
        try await owner.patch("/repos/org/other-app", ["name": "app"])
        try await owner.put("\(c.repository)/topics", ["names": ["apps"]])
    }

    private func labelsAndMilestones() async throws {
        try await owner.post("\(c.repository)/labels", ["name": "flaw", "color": "ff0000"])
        try await owner.patch("\(c.repository)/labels/flaw", ["new_name": "defect", "color": "00ff00", "description": "wrong"])
        try await owner.post("\(c.repository)/milestones", ["title": "v1", "description": "first", "due_on": "2030-01-01T00:00:00Z"])
        try await owner.patch("\(c.repository)/milestones/1", ["title": "v1.0", "state": "closed"])
        try await owner.patch("\(c.repository)/milestones/1", ["state": "open"])
        try await owner.post("\(c.repository)/milestones", ["title": "v2"])
        try await owner.delete("\(c.repository)/milestones/2")
    }

    private func issue() async throws {
        let issue = try await owner.post("\(c.repository)/issues", ["title": "Issue"])["number"].int ?? 0
        let path = "\(c.repository)/issues/\(issue)"
        try await owner.patch(path, ["labels": ["defect"], "assignees": ["reviewer"], "milestone": 1])
        try await owner.patch(path, ["labels": [], "assignees": [], "milestone": .null, "title": "Renamed", "body": "text"])
        try await owner.put("\(path)/lock", ["lock_reason": "resolved"])
        try await owner.delete("\(path)/lock")
        try await owner.patch(path, ["state": "closed"])
        try await owner.patch(path, ["state": "open"])
    }

    private func surroundings() async throws {
        try await owner.patch(c.pull, ["title": "Renamed", "body": "text"])
        try await c.s.owner.setDraft("org/app", c.number, true)
        try await c.s.owner.setDraft("org/app", c.number, false)
        try await owner.post("\(c.issue)/labels", ["labels": ["defect", "fresh"]])
        try await owner.delete("\(c.issue)/labels/defect")
        try await owner.delete("\(c.repository)/labels/fresh")
        try await owner.post("\(c.issue)/assignees", ["assignees": ["reviewer"]])
        try await owner.call("DELETE", "\(c.issue)/assignees", ["assignees": ["reviewer"]])
        try await owner.patch(c.issue, ["milestone": 1])
        try await owner.patch(c.issue, ["milestone": .null])
        try await owner.put("\(c.issue)/lock", [:])
        try await owner.delete("\(c.issue)/lock")
        try await owner.post("\(c.pull)/requested_reviewers", ["reviewers": ["reviewer"]])
        try await owner.call("DELETE", "\(c.pull)/requested_reviewers", ["reviewers": ["reviewer"]])
        try await owner.patch(c.pull, ["state": "closed"])
        try await owner.patch(c.pull, ["state": "open"])
    }

    private func comments() async throws {
        let id = try await c.s.other.comment("org/app", c.number, "hello")
        try await c.s.other.client.patch("\(c.repository)/issues/comments/\(id)", ["body": "hello there"])
        try await c.s.other.client.delete("\(c.repository)/issues/comments/\(id)")
    }

    private func reviews() async throws {
        let comment: ForgeJSON = ["path": "f.txt", "line": 5, "body": "why?"]
        let review =
            try await reviewer.post(
                "\(c.pull)/reviews", ["event": "REQUEST_CHANGES", "body": "no", "comments": [comment]])["id"].int ?? 0
        try await reviewer.put("\(c.pull)/reviews/\(review)", ["body": "no, please"])
        try await owner.put("\(c.pull)/reviews/\(review)/dismissals", ["message": "done"])
        let id = try await owner.get("\(c.pull)/comments")[0]["id"].int ?? 0
        try await owner.post("\(c.pull)/comments/\(id)/replies", ["body": "so"])
        try await reviewer.patch("\(c.repository)/pulls/comments/\(id)", ["body": "why, please?"])
        try await reviewer.delete("\(c.repository)/pulls/comments/\(id)")
    }

    private func verdicts() async throws {
        try await c.s.owner.status("org/app", c.head, "success", targetURL: "http://ci/1", description: "good")
        let suite = try await owner.post("\(c.repository)/check-suites", ["head_sha": .string(c.head)])["id"].int ?? 0
        let output: ForgeJSON = ["title": "t", "summary": "s"]
        let run = try await owner.post("\(c.repository)/check-runs", ["name": "lint", "head_sha": .string(c.head)])["id"].int ?? 0
        try await owner.patch("\(c.repository)/check-runs/\(run)", ["conclusion": "success", "output": output])
        try await owner.post("\(c.repository)/check-runs/\(run)/rerequest", [:])
        try await owner.post("\(c.repository)/check-suites/\(suite)/rerequest", [:])
        let deployment = try await owner.post(
            "\(c.repository)/deployments", ["ref": "topic", "environment": "merge", "required_contexts": [], "auto_merge": false])
        try await owner.post("\(c.repository)/deployments/\(deployment["id"].int ?? 0)/statuses", ["state": "success"])
    }

    private func branches() async throws {
        try await c.s.owner.commit("org/app", branch: "topic", message: "More", files: ["more": "1"])
        let main = try await c.s.owner.head("org/app", "main") ?? ""
        try await c.s.owner.point("org/app", "next", at: main, exists: false)
        try await owner.patch(c.pull, ["base": "next"])
        try await c.s.owner.point("org/app", "gone", at: main, exists: false)
        try await c.s.owner.deleteBranch("org/app", "gone")
        try await c.s.other.fork("org/app")
        let hooks = try await owner.get("\(c.repository)/hooks")
        try await owner.post("\(c.repository)/hooks/\(hooks[0]["id"].int ?? 0)/pings", [:])
    }

    private func merging() async throws {
        try await owner.put("\(c.pull)/merge", [:])
    }
}

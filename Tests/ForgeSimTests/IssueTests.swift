import ForgeSim
import Testing

@Suite("Issues")
struct IssueTests {
    @Test("an issue is opened with labels, assignees and a milestone")
    func open() async throws {
        try await conversation { c in
            try await c.owner.post("\(c.repository)/milestones", ["title": "v1"])
            let issue = try await c.owner.post(
                "\(c.repository)/issues",
                ["title": 12, "body": .null, "labels": ["bug", ["name": "ui"]], "assignees": ["reviewer"], "milestone": 1])
            #expect(issue["title"].string == "12" && issue["body"].isNull)
            #expect(issue["labels"].array?.compactMap { $0["name"].string } == ["bug", "ui"])
            #expect(issue["assignees"].array?.compactMap { $0["login"].string } == ["reviewer"])
            #expect(issue["milestone"]["title"].string == "v1" && issue["milestone"]["open_issues"].int == 1)
            #expect(issue["author_association"].string == "MEMBER" && issue["locked"].bool == false)
            #expect(issue["timeline_url"].string?.hasSuffix("/timeline") == true)
            #expect(try await c.events("issues") == ["opened", "labeled", "labeled", "assigned", "milestoned"])
        }
    }

    @Test("who may not write opens issues, but without labels")
    func strangers() async throws {
        try await conversation { c in
            let stranger = c.s.other.client
            let issue = try await stranger.post("\(c.repository)/issues", ["title": "Hello", "labels": ["bug"], "assignees": ["other"]])
            #expect(issue["labels"].array?.isEmpty == true && issue["assignees"].array?.isEmpty == true)
            #expect(issue["author_association"].string == "NONE")
            let path = "\(c.repository)/issues/\(issue["number"].int ?? 0)"
            #expect(try await stranger.patch(path, ["title": "Hello all"])["title"].string == "Hello all")
            #expect(try await refused(stranger, "PATCH", c.issue, ["title": "x"]).status == 403)
        }
    }

    @Test("states have reasons, and titles a history")
    func states() async throws {
        try await conversation { c in
            let number = try await c.owner.post("\(c.repository)/issues", ["title": "One"])["number"].int ?? 0
            let path = "\(c.repository)/issues/\(number)"
            let closed = try await c.owner.patch(path, ["state": "closed", "state_reason": "not_planned", "title": "Two"])
            #expect(closed["state_reason"].string == "not_planned" && closed["closed_by"]["login"].string == "owner")
            #expect(try await c.owner.patch(path, ["state": "open"])["state_reason"].string == "reopened")
            #expect(try await c.history(number) == ["renamed", "closed", "reopened"])
            let renamed = try await c.owner.get("\(path)/events")[0]["rename"]
            #expect(renamed["from"].string == "One" && renamed["to"].string == "Two")
            let wrong = try await refused(c.owner, "PATCH", path, ["state_reason": "bored"])
            let text = "Invalid request.\n\nFor 'properties/state_reason', \"bored\" is not a member of"
            #expect(wrong.json["message"].string?.hasPrefix(text) == true)
        }
    }

    @Test("titles and texts have limits, and a repository can do without issues")
    func limits() async throws {
        try await conversation { c in
            let path = "\(c.repository)/issues"
            let body = try await refused(c.owner, "POST", path, ["title": "x", "body": .string(String(repeating: "x", count: 65_537))])
            #expect(body.json["errors"][0]["message"].string == "body is too long (maximum is 65536 characters)")
            let title = try await refused(c.owner, "POST", path, ["title": .string(String(repeating: "x", count: 257))])
            #expect(title.json["errors"][0]["message"].string == "title is too long (maximum is 256 characters)")
            let milestone = try await refused(c.owner, "POST", path, ["title": "x", "milestone": 7])
            #expect(milestone.json["errors"][0]["field"].string == "milestone" && milestone.json["errors"][0]["code"].string == "invalid")
            try await c.owner.patch(c.repository, ["has_issues": false])
            let off = try await refused(c.owner, "POST", path, ["title": "x"])
            #expect(off.status == 410 && off.json["message"].string == "Issues are disabled for this repo")
        }
    }

    @Test("a locked conversation is for collaborators")
    func locks() async throws {
        try await conversation { c in
            #expect(try await c.owner.send("PUT", "\(c.issue)/lock", ["lock_reason": "too heated"]).status == 204)
            #expect(try await c.owner.get(c.pull)["active_lock_reason"].string == "too heated")
            let stranger = try await refused(c.s.other.client, "POST", "\(c.issue)/comments", ["body": "but"])
            #expect(stranger.status == 403 && stranger.json["message"].string == "Unable to create comment because issue is locked.")
            try await c.s.reviewer.comment("org/app", c.number, "enough")
            try await c.owner.delete("\(c.issue)/lock")
            try await c.s.other.comment("org/app", c.number, "but")
            #expect(try await c.events("pull_request") == ["opened", "locked", "unlocked"])
            #expect(try await refused(c.owner, "PUT", "\(c.issue)/lock", ["lock_reason": "noise"]).status == 422)
        }
    }

    @Test("lists are filtered and sorted")
    func lists() async throws {
        try await conversation { c in
            try await c.owner.post("\(c.repository)/issues", ["title": "A", "labels": ["one"], "assignees": ["reviewer"]])
            try await c.reviewer.post("\(c.repository)/issues", ["title": "B", "labels": ["one", "two"]])
            func titles(_ query: String) async throws -> [String] {
                try await c.owner.get("\(c.repository)/issues?\(query)").array?.compactMap { $0["title"].string } ?? []
            }
            #expect(try await titles("") == ["B", "A", "Topic"])
            #expect(try await titles("labels=one,two") == ["B"])
            #expect(try await titles("labels=one&direction=asc") == ["A", "B"])
            #expect(try await titles("assignee=reviewer") == ["A"])
            #expect(try await titles("assignee=none") == ["B", "Topic"])
            #expect(try await titles("creator=reviewer") == ["B"])
            #expect(try await titles("state=closed").isEmpty)
            #expect(try await refused(c.owner, "GET", "\(c.repository)/issues?mentioned=owner").status == 501)
            #expect(try await refused(c.owner, "GET", "\(c.repository)/milestones?sort=completeness").status == 501)
        }
    }
}

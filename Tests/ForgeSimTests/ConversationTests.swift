import ForgeSim
import Testing

@Suite("Comments, reviews, labels")
struct ConversationTests {
    private func pulled(_ s: Simulated) async throws -> (String, Int) {
        let repository = try await s.repository()
        try await s.owner.addHook(repository, url: "http://127.0.0.1:1/nobody")
        return (repository, try await s.owner.openPull(repository, branch: "a", title: "A", files: ["a": "1"]).number)
    }

    @Test("comments are made, edited, removed, each with its event")
    func comments() async throws {
        try await simulated { s in
            let (repository, number) = try await pulled(s)
            let id = try await s.reviewer.comment(repository, number, "hello")
            let path = "/repos/\(repository)/issues/comments/\(id)"
            #expect(try await s.owner.client.get(path)["html_url"].string == "\(s.sim.baseURL)/org/app/pull/1#issuecomment-\(id)")
            try await s.reviewer.client.patch(path, ["body": "hello there"])
            #expect(try await s.other.client.send("PATCH", path, ["body": "no"]).status == 403)
            try await s.reviewer.client.delete(path)
            #expect(try await s.owner.client.send("GET", path).status == 404)
            let events = try await s.journal("issue_comment")
            #expect(events.compactMap { $0["action"].string } == ["created", "edited", "deleted"])
            #expect(events[1]["payload"]["changes"]["body"]["from"].string == "hello")
            #expect(events[0]["payload"]["issue"]["pull_request"]["url"].string == "\(s.sim.baseURL)/repos/org/app/pulls/1")
            #expect(events[0]["payload"]["sender"]["login"].string == "reviewer")
        }
    }

    @Test("comments are refused in the forge's words")
    func refusals() async throws {
        try await simulated { s in
            let (repository, number) = try await pulled(s)
            let path = "/repos/\(repository)/issues/\(number)/comments"
            let blank = try await refused(s.owner.client, "POST", path, ["body": "  "])
            #expect(blank.json["errors"][0]["message"].string == "Body cannot be blank")
            let long = try await refused(s.owner.client, "POST", path, ["body": .string(String(repeating: "x", count: 65_537))])
            #expect(long.json["errors"][0]["message"].string == "Body is too long (maximum is 65536 characters)")
            #expect(
                try await refused(s.owner.client, "POST", path, [:]).json["message"].string
                    == "Invalid request.\n\n\"body\" wasn't supplied.")
            #expect(try await refused(s.owner.client, "POST", "/repos/\(repository)/issues/99/comments", ["body": "x"]).status == 404)
        }
    }

    @Test("comments come in pages and since a time")
    func pages() async throws {
        try await simulated { s in
            let (repository, number) = try await pulled(s)
            for index in 0..<5 { try await s.owner.comment(repository, number, "number \(index)") }
            let path = "/repos/\(repository)/issues/\(number)/comments"
            let page = try await s.owner.client.send("GET", "\(path)?per_page=2&page=2")
            #expect(page.json.array?.compactMap { $0["body"].string } == ["number 2", "number 3"])
            #expect(page.header("Link")?.contains("rel=\"next\"") == true)
            #expect(try await s.owner.client.get("\(path)?since=2001-01-01T00:00:00Z").array?.count == 5)
            #expect(try await s.owner.client.get("\(path)?since=2999-01-01T00:00:00Z").array?.isEmpty == true)
        }
    }

    @Test("a reaction is given once")
    func reactions() async throws {
        try await simulated { s in
            let (repository, number) = try await pulled(s)
            let id = try await s.reviewer.comment(repository, number, "hello")
            let path = "/repos/\(repository)/issues/comments/\(id)/reactions"
            #expect(try await s.owner.client.send("POST", path, ["content": "eyes"]).status == 201)
            #expect(try await s.owner.client.send("POST", path, ["content": "eyes"]).status == 200)
            #expect(try await s.owner.client.send("POST", path, ["content": "sheep"]).status == 422)
            #expect(try await s.owner.client.get("/repos/\(repository)/issues/comments/\(id)")["reactions"]["eyes"].int == 1)
        }
    }

    @Test("reviews are submitted, not on one's own pull request")
    func reviews() async throws {
        try await simulated { s in
            let (repository, number) = try await pulled(s)
            let path = "/repos/\(repository)/pulls/\(number)/reviews"
            try await s.reviewer.review(repository, number, "APPROVE")
            try await s.reviewer.review(repository, number, "COMMENT", body: "a thought")
            #expect(try await s.owner.client.get(path).array?.compactMap { $0["state"].string } == ["APPROVED", "COMMENTED"])
            let events = try await s.journal("pull_request_review")
            #expect(events[0]["payload"]["review"]["state"].string == "approved")
            #expect(events[0]["payload"]["review"]["body"] == .null)
            #expect(events[1]["payload"]["review"]["body"].string == "a thought")
            #expect(events[1]["payload"]["review"]["commit_id"].string?.count == 40)
            let own = try await refused(s.owner.client, "POST", path, ["event": "APPROVE"])
            #expect(own.json["errors"][0].string == "Can not approve your own pull request")
            #expect(try await refused(s.reviewer.client, "POST", path, ["event": "SHRUG", "body": "x"]).status == 422)
        }
    }

    @Test("labels are added, replaced and removed")
    func labels() async throws {
        try await simulated { s in
            let (repository, number) = try await pulled(s)
            let path = "/repos/\(repository)/issues/\(number)/labels"
            let added = try await s.owner.client.post(path, ["labels": ["one", "two words"]])
            #expect(added[0]["color"].string == "ededed")
            try await s.owner.client.post(path, ["one"])
            #expect(try await s.owner.labels(repository, number) == ["one", "two words"])
            try await s.owner.client.put(path, ["labels": [["name": "three"], ["name": "one"]]])
            #expect(Set(try await s.owner.labels(repository, number)) == ["one", "three"])
            try await s.owner.client.delete("\(path)/one")
            #expect(try await s.owner.client.send("DELETE", "\(path)/one").status == 404)
            let actions = try await s.journal("pull_request").compactMap { $0["action"].string }
            #expect(actions == ["opened", "labeled", "labeled", "unlabeled", "labeled", "unlabeled"])
            #expect(try await s.other.client.send("POST", path, ["labels": ["x"]]).status == 403)
        }
    }
}

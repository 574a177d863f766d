import ForgeSim
import Testing

@Suite("Faults")
struct FaultTests {
    private func titles(_ sink: Sink) throws -> [String] {
        try sink.received.filter { $0.event == "issues" }.compactMap { try ForgeJSON(parsing: $0.body)["issue"]["title"].string }
    }

    private func issues(_ s: Simulated, _ repository: String, _ titles: String...) async throws {
        for title in titles { try await s.owner.client.post("/repos/\(repository)/issues", ["title": .string(title)]) }
        try await s.sim.idle()
    }

    @Test("a dropped delivery is in the journal and nowhere else")
    func deliveries() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink, events: ["issues"])
                try await s.sim.idle()
                try s.sim.control.addFault(["match": ["event": "issues"], "effect": "drop", "times": 1])
                try await issues(s, repository, "dropped", "b")
                #expect(try titles(sink) == ["b"])
                #expect(try s.sim.control.deliveries(event: "issues").compactMap { $0["state"].string } == ["dropped", "delivered"])
            }
        }
    }

    @Test("a doubled delivery has the same id")
    func duplicate() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink, events: ["issues"])
                try s.sim.control.addFault(["match": ["event": "issues", "action": "opened"], "effect": ["duplicate": true], "times": 1])
                try await issues(s, repository, "a", "b")
                #expect(try titles(sink) == ["a", "a", "b"])
                #expect(sink.received[1].headers["x-github-delivery"] == sink.received[2].headers["x-github-delivery"])
            }
        }
    }

    @Test("a reordered delivery comes after the next one, a delayed one late")
    func reorder() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink, events: ["issues"])
                try await s.sim.idle()
                try s.sim.control.addFault(["effect": "reorder", "times": 1])
                for title in ["a", "b"] { try await s.owner.client.post("/repos/\(repository)/issues", ["title": .string(title)]) }
                try await s.sim.idle()
                #expect(try titles(sink) == ["b", "a"])
                try s.sim.control.addFault(["effect": ["delay_ms": 60], "times": 1])
                for title in ["c", "d"] { try await s.owner.client.post("/repos/\(repository)/issues", ["title": .string(title)]) }
                try await s.sim.idle()
                #expect(try titles(sink) == ["b", "a", "d", "c"])
            }
        }
    }

    @Test("an early delivery is there before the answer")
    func early() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink, events: ["issues"])
                try await s.sim.idle()
                try s.sim.control.addFault(["effect": "early"])
                try await s.owner.client.post("/repos/\(repository)/issues", ["title": "now"])
                #expect(try titles(sink) == ["now"])
            }
        }
    }

    @Test("calls fail before the work, after the work, or for lack of quota")
    func calls() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let path = "/repos/\(repository)/issues"
            let before = try s.sim.control.addFault([
                "match": ["method": "POST", "path": "*/issues"], "effect": "status", "value": 502, "times": 1,
            ])
            #expect(try await s.owner.client.send("POST", path, ["title": "a"]).status == 502)
            #expect(s.sim.control.hits(ofFault: before) == 1)
            try s.sim.control.addFault(["match": ["method": "POST"], "effect": ["status_after": 504], "times": 1])
            #expect(try await s.owner.client.send("POST", path, ["title": "b"]).status == 504)
            #expect(try await s.owner.client.get(path).array?.compactMap { $0["title"].string } == ["b"])
            try s.sim.control.addFault([
                "match": ["login": "owner"], "effect": "rate_limit", "value": ["kind": "secondary", "retry_after": 7], "times": 1,
            ])
            let limited = try await s.owner.client.send("GET", path)
            #expect(limited.status == 403 && limited.header("Retry-After") == "7")
            try s.sim.control.addFault(["match": ["login": "owner"], "effect": "rate_limit", "times": 1])
            let primary = try await s.owner.client.send("GET", path)
            #expect(primary.status == 403 && primary.header("X-RateLimit-Remaining") == "0")
            try s.sim.control.addFault(["match": ["login": "owner"], "effect": "revoke"])
            #expect(try await s.owner.client.send("GET", path).status == 401)
            #expect(try await s.other.client.send("GET", path).status == 200)
        }
    }

    @Test("a ref can be seen late, by one kind of reader")
    func staleRefs() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let old = try #require(try await s.owner.head(repository, "main"))
            try s.sim.control.addFault([
                "match": ["ref": "refs/heads/main"], "effect": ["stale_ref_ms": ["ms": 3_600_000, "by": "git"]], "times": 1,
            ])
            let new = try await s.owner.commit(repository, branch: "main", message: "New", files: ["n": "1"])
            #expect(try await s.owner.head(repository, "main") == new)
            let tree = try WorkTree()
            #expect(try await tree.git("ls-remote", s.owner.client.gitURL(repository), "refs/heads/main").text.hasPrefix(old))
        }
    }

    @Test("rules count down, wait, and roll the same dice for the same seed")
    func dice() async throws {
        var runs: [[Int]] = []
        for _ in 0..<2 {
            try await simulated { s in
                try s.sim.control.addFault([
                    "match": ["path": "/users/org"], "effect": "status", "value": 500, "probability": 0.5, "after": 2,
                ])
                var statuses: [Int] = []
                for _ in 0..<20 { statuses.append(try await s.owner.client.send("GET", "/users/org").status) }
                runs.append(statuses)
            }
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0].prefix(2) == [200, 200])
        #expect(Set(runs[0]) == [200, 500])
    }

    @Test("a rule that makes no sense is refused")
    func nonsense() async throws {
        try await simulated { s in
            #expect(throws: ForgeSimError.self) { try s.sim.control.addFault(["effect": "explode"]) }
            #expect(throws: ForgeSimError.self) { try s.sim.control.addFault(["match": [:]]) }
        }
    }

    @Test("the sentence about a wrong rule names what is wrong with it")
    func sentences() async throws {
        try await simulated { s in
            let control = try s.sim.client(nil)
            let cases: [(ForgeJSON, String)] = [
                (["effect": "explode"], "unknown effect 'explode'"), (["match": ["branch": "x"], "effect": "drop"], "'branch'"),
                (["match": ["ref": 1], "effect": "drop"], "match.ref"), (["match": [], "effect": "drop"], "\"match\""),
                (["effect": "drop", "time": 1], "'time'"), (["effect": "drop", "times": "1"], "\"times\""),
                (["effect": "drop", "probability": 2], "\"probability\""), (["effect": "drop", "after": -1], "\"after\""),
                (["effect": "delay_ms"], "'delay_ms'"), (["effect": "status", "value": "x"], "'status'"),
                (["effect": ["stale_ref_ms": ["ms": 5, "by": "me"]]], "'stale_ref_ms'"),
                (["effect": "rate_limit", "value": "tertiary"], "'rate_limit'"),
                (["effect": ["drop": .null, "early": .null]], "\"effect\""),
            ]
            for (rule, word) in cases {
                let answer = try await control.send("POST", "/_sim/faults", rule)
                #expect(answer.status == 422, "\(rule)")
                #expect(answer.json["message"].string?.contains(word) == true, "\(rule): \(answer.json)")
            }
            #expect(try await control.get("/_sim/faults")["items"].array?.isEmpty == true)
        }
    }

    @Test("somebody who is blocked gets the forge's list of errors, but may read")
    func blocked() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.client.post("/repos/\(repository)/issues", ["title": "One"])
            try s.sim.control.addFault(["match": ["login": "other"], "effect": "blocked"])
            let path = "/repos/\(repository)/issues/1/comments"
            let answer = try await refused(s.other.client, "POST", path, ["body": "hello"])
            #expect(answer.status == 422 && answer.json["errors"][0]["message"].string == "User is blocked")
            #expect(try await s.other.client.send("GET", path).status == 200)
        }
    }

    @Test("whichever call would update a ref is refused")
    func refuseEveryWay() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let pull = try await s.owner.openPull(repository, branch: "x", title: "X", files: ["x": "1"])
            try s.sim.control.addFault(["match": ["ref": "refs/heads/main"], "effect": "refuse_push"])
            let (client, path) = (s.owner.client, "/repos/\(repository)")
            let file = try await refused(client, "PUT", "\(path)/contents/a", ["message": "A", "content": "YQ=="])
            let merge = try await refused(client, "POST", "\(path)/merges", ["base": "main", "head": "x"])
            let pullMerge = try await refused(client, "PUT", "\(path)/pulls/\(pull.number)/merge", [:])
            #expect([file.status, merge.status, pullMerge.status] == [409, 409, 405])
            #expect(try await s.owner.pull(repository, pull.number)["merged"].bool == false)
        }
    }

    @Test("the n-th update of a ref is refused")
    func refuseNth() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try s.sim.control.addFault(["match": ["ref": "refs/heads/main"], "effect": ["refuse_push": 2]])
            try await s.owner.commit(repository, branch: "main", message: "One", files: ["a": "1"])
            await #expect(throws: ForgeSimError.self) {
                try await s.owner.commit(repository, branch: "main", message: "Two", files: ["a": "2"])
            }
            try await s.owner.commit(repository, branch: "main", message: "Three", files: ["a": "3"])
        }
    }
}

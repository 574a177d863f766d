import ForgeSim
import Testing

@Suite("Statuses, checks, deployments")
struct CommitFactTests {
    @Test("the newest status of a context counts")
    func statuses() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.addHook(repository, url: "http://127.0.0.1:1/nobody")
            let sha = try #require(try await s.owner.head(repository, "main"))
            for (state, context) in [("pending", "ci/a"), ("success", "ci/b"), ("success", "ci/a")] {
                try await s.owner.status(repository, sha, state, context: context, targetURL: "http://ci.example/1")
            }
            let combined = try await s.owner.client.get("/repos/\(repository)/commits/\(sha)/status")
            #expect(combined["state"].string == "success")
            #expect(Set(combined["statuses"].array?.compactMap { $0["context"].string } ?? []) == ["ci/a", "ci/b"])
            #expect(try await s.owner.client.get("/repos/\(repository)/commits/main/status")["sha"].string == sha)
            let event = try #require(try await s.journal("status").first)
            #expect(event["payload"]["state"].string == "pending")
            #expect(event["payload"]["branches"][0]["name"].string == "main")
            #expect(event["payload"]["commit"]["sha"].string == sha)
        }
    }

    @Test("statuses are refused in the forge's words")
    func refusals() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let sha = try #require(try await s.owner.head(repository, "main"))
            let path = "/repos/\(repository)/statuses"
            let state = try await refused(s.owner.client, "POST", "\(path)/\(sha)", ["state": "great"])
            #expect(state.json["errors"][0]["message"].string == "state is not included in the list")
            let missing = String(repeating: "1", count: 40)
            let commit = try await refused(s.owner.client, "POST", "\(path)/\(missing)", ["state": "success"])
            #expect(commit.json["message"].string == "No commit found for SHA: \(missing)")
            #expect(try await refused(s.other.client, "POST", "\(path)/\(sha)", ["state": "success"]).status == 404)
        }
    }

    @Test("check runs are made, completed and listed by their latest")
    func checks() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.addHook(repository, url: "http://127.0.0.1:1/nobody")
            let sha = try #require(try await s.owner.head(repository, "main"))
            let run = try await s.owner.client.post(
                "/repos/\(repository)/check-runs", ["name": "lint", "head_sha": .string(sha), "status": "in_progress"])
            let id = try #require(run["id"].int)
            let bare = try await refused(s.owner.client, "PATCH", "/repos/\(repository)/check-runs/\(id)", ["status": "completed"])
            #expect(bare.status == 422)
            try await s.owner.client.patch("/repos/\(repository)/check-runs/\(id)", ["conclusion": "neutral"])
            try await s.owner.client.post(
                "/repos/\(repository)/check-runs", ["name": "lint", "head_sha": .string(sha), "conclusion": "success"])
            let list = try await s.owner.client.get("/repos/\(repository)/commits/\(sha)/check-runs")
            #expect(list["total_count"].int == 1)
            #expect(list["check_runs"][0]["conclusion"].string == "success")
            let events = try await s.journal("check_run")
            #expect(events.compactMap { $0["action"].string } == ["created", "completed", "created", "completed"])
            #expect(events[1]["payload"]["check_run"]["conclusion"].string == "neutral")
        }
    }

    @Test("deployments are made and get states")
    func deployments() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let sha = try #require(try await s.owner.head(repository, "main"))
            let path = "/repos/\(repository)/deployments"
            let made = try await s.owner.client.send(
                "POST", path, ["ref": .string(sha), "environment": "merge", "auto_merge": false, "required_contexts": []])
            #expect(made.status == 201)
            let id = try #require(made.json["id"].int)
            try await s.owner.client.post("\(path)/\(id)/statuses", ["state": "success", "target_url": "http://x.example"])
            #expect(try await s.owner.client.get("\(path)/\(id)/statuses")[0]["state"].string == "success")
            #expect(try await s.owner.client.get("\(path)?sha=\(sha)&environment=merge").array?.count == 1)
            #expect(try await s.owner.client.get("\(path)?environment=else").array?.isEmpty == true)
            #expect(try await s.owner.client.send("POST", path, ["ref": "nothing"]).status == 422)
        }
    }
}

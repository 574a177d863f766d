import ForgeSim
import Testing

@Suite("Statuses and deployments")
struct StatusTests {
    @Test("the newest status of every context makes the combined one")
    func combined() async throws {
        try await conversation { c in
            let path = "\(c.repository)/commits/\(c.head)/status"
            #expect(try await c.owner.get(path)["state"].string == "pending")
            try await c.s.owner.status("org/app", c.head, "failure", context: "a")
            try await c.s.owner.status("org/app", c.head, "success", context: "a")
            try await c.s.owner.status("org/app", c.head, "pending", context: "b")
            let combined = try await c.owner.get(path)
            #expect(combined["state"].string == "pending" && combined["total_count"].int == 2)
            #expect(!combined["statuses"][0].has("creator") && !combined["repository"].has("default_branch"))
            try await c.s.owner.status("org/app", c.head, "error", context: "b")
            #expect(try await c.owner.get(path)["state"].string == "failure")
            #expect(try await c.owner.get("\(c.repository)/commits/topic/statuses").array?.count == 4)
        }
    }

    @Test("statuses are refused in the forge's words")
    func refusals() async throws {
        try await conversation { c in
            let path = "\(c.repository)/statuses/\(c.head)"
            func error(_ body: ForgeJSON) async throws -> String? {
                let answer = try await refused(c.owner, "POST", path, body)
                #expect(answer.status == 422)
                return answer.json["errors"][0]["message"].string
            }
            #expect(try await error(["state": "odd"]) == "state is not included in the list")
            let long = ForgeJSON.string(String(repeating: "x", count: 141))
            #expect(try await error(["state": "error", "description": long]) == "description is too long (maximum is 140 characters)")
            #expect(try await error(["state": "error", "target_url": "ftp://x"]) == "target_url must use http(s) scheme")
            let unknown = String(repeating: "a", count: 40)
            let missing = try await refused(c.owner, "POST", "\(c.repository)/statuses/\(unknown)", ["state": "error"])
            #expect(missing.json["message"].string == "No commit found for SHA: \(unknown)")
        }
    }

    @Test("a deployment wants green contexts and a ref that is up to date")
    func deploying() async throws {
        try await conversation { c in
            let path = "\(c.repository)/deployments"
            try await c.s.owner.status("org/app", c.head, "pending")
            let red = try await refused(c.owner, "POST", path, ["ref": "topic"])
            #expect(red.status == 409 && red.json["message"].string == "Conflict: Commit status checks failed for topic.")
            try await c.s.owner.status("org/app", c.head, "success")
            #expect(try await c.owner.send("POST", path, ["ref": "topic"]).status == 201)
            #expect(try await refused(c.owner, "POST", path, ["ref": "topic", "required_contexts": ["other"]]).status == 409)
            try await c.s.owner.commit("org/app", branch: "main", message: "Elsewhere", files: ["y": "1"])
            let merged = try await c.owner.send("POST", path, ["ref": "topic", "required_contexts": []])
            #expect(merged.status == 202 && merged.json["message"].string == "Auto-merged main into topic on deployment.")
            try await c.s.owner.commit("org/app", branch: "main", message: "Clash", files: ["f.txt": Conversation.lines([5: "cinq"])])
            let clash = try await refused(c.owner, "POST", path, ["ref": "topic", "required_contexts": []])
            #expect(clash.status == 409 && clash.json["message"].string == "Conflict merging main into topic")
            #expect(try await refused(c.owner, "POST", path, ["ref": "none"]).json["message"].string == "No ref found for: none")
        }
    }

    @Test("a success retires the deployments before it, and only inactive ones can be deleted")
    func inactive() async throws {
        try await conversation { c in
            let path = "\(c.repository)/deployments"
            func deploy() async throws -> String {
                let body: ForgeJSON = ["ref": "topic", "environment": "merge", "auto_merge": false, "required_contexts": []]
                let made = try await c.owner.post(path, body)
                #expect(made["production_environment"].bool == false && made["original_environment"].string == "merge")
                let url = "\(path)/\(made["id"].int ?? 0)"
                try await c.owner.post("\(url)/statuses", ["state": "success", "target_url": "http://x/log", "description": "up"])
                return url
            }
            let first = try await deploy()
            let second = try await deploy()
            let states = try await c.owner.get("\(first)/statuses").array?.compactMap { $0["state"].string }
            #expect(states == ["inactive", "success"])
            let active = try await refused(c.owner, "DELETE", second)
            #expect(active.status == 422 && active.json["message"].string?.hasPrefix("We cannot delete an active deployment") == true)
            try await c.owner.delete(first)
            try await c.owner.delete(second)
            #expect(try await c.events("deployment") == ["created", "created"])
            #expect(try await c.events("deployment_status") == ["created", "created", "created"])
        }
    }
}

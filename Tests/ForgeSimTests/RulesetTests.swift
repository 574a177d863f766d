import ForgeSim
import Testing

@Suite("Rulesets")
struct RulesetTests {
    private func guarded(_ s: Simulated, _ include: [String], _ rules: [String], bypass: [ForgeJSON] = []) async throws -> (String, Int) {
        let repository = try await s.repository(branches: ["main", "release/1", "free"])
        let made = try await s.owner.client.post(
            "/repos/\(repository)/rulesets",
            [
                "name": "guard", "target": "branch", "enforcement": "active", "bypass_actors": .array(bypass),
                "conditions": ["ref_name": ["include": .array(include.map(ForgeJSON.string)), "exclude": []]],
                "rules": .array(rules.map { ["type": .string($0)] }),
            ])
        return (repository, try #require(made["id"].int))
    }

    @Test("a ruleset is made, shown, listed, changed and removed")
    func life() async throws {
        try await simulated { s in
            let (repository, id) = try await guarded(s, ["refs/heads/release/*"], ["update", "deletion"])
            let path = "/repos/\(repository)/rulesets/\(id)"
            let shown = try await s.owner.client.get(path)
            #expect(shown["_links"]["self"]["href"].string == s.sim.baseURL + path)
            #expect(shown["rules"].array?.compactMap { $0["type"].string } == ["update", "deletion"])
            #expect(shown["current_user_can_bypass"].string == "never")
            #expect(try await s.other.client.get(path)["bypass_actors"] == .null)
            let listed = try await s.other.client.get("/repos/\(repository)/rulesets")
            #expect(listed[0]["name"].string == "guard" && listed[0]["rules"] == .null)
            let rules = try await s.owner.client.get("/repos/\(repository)/rules/branches/release/1")
            #expect(rules.array?.compactMap { $0["ruleset_id"].int } == [id, id])
            #expect(try await s.owner.client.get("/repos/\(repository)/rules/branches/main").array?.isEmpty == true)
            try await s.owner.client.put(path, ["enforcement": "disabled"])
            #expect(try await s.owner.client.get("/repos/\(repository)/rules/branches/release/1").array?.isEmpty == true)
            try await s.owner.client.delete(path)
            #expect(try await refused(s.owner.client, "GET", path).status == 404)
        }
    }

    @Test("what makes no sense is refused, what is not simulated says so")
    func refusals() async throws {
        try await simulated { s in
            let (repository, _) = try await guarded(s, ["~ALL"], [])
            let path = "/repos/\(repository)/rulesets"
            func answer(_ changes: [(String, ForgeJSON)]) async throws -> (status: Int, json: ForgeJSON) {
                var body: ForgeJSON = ["name": "other", "enforcement": "active"]
                for (key, value) in changes { body[key] = value }
                return try await refused(s.owner.client, "POST", path, body)
            }
            let pattern = try await answer([("conditions", ["ref_name": ["include": ["main"], "exclude": []]])])
            #expect(pattern.status == 422 && pattern.json["errors"][0].string == "Invalid target patterns: 'main'")
            #expect(try await answer([("name", "guard")]).json["errors"][0].string == "Name must be unique")
            #expect(try await answer([("enforcement", "sometimes")]).status == 422)
            #expect(try await answer([("rules", [["type": "nonsense"]])]).status == 422)
            #expect(try await answer([("rules", [["type": "merge_queue"]])]).status == 501)
            #expect(try await refused(s.other.client, "POST", path, ["name": "x", "enforcement": "active"]).status == 404)
        }
    }

    @Test("refs and contents are guarded, merges are not")
    func enforcement() async throws {
        try await simulated { s in
            let (repository, _) = try await guarded(s, ["~DEFAULT_BRANCH", "refs/heads/new/**/*"], ["update", "creation", "deletion"])
            let api = s.owner.client
            let start = try #require(try await s.owner.head(repository, "main"))
            let next = try await s.owner.commit(repository, branch: "free", message: "Next", files: ["n": "1"])
            let update = try await refused(api, "PATCH", "/repos/\(repository)/git/refs/heads/main", ["sha": .string(next)])
            #expect(update.status == 422)
            #expect(update.json["message"].string == "Repository rule violations found\n\nCannot update this protected ref.\n\n")
            let create = try await refused(
                api, "POST", "/repos/\(repository)/git/refs", ["ref": "refs/heads/new/a/b", "sha": .string(start)])
            #expect(create.json["message"].string?.contains("Cannot create ref due to creations being restricted.") == true)
            let file = try await refused(api, "PUT", "/repos/\(repository)/contents/f", ["message": "F", "content": "YQ=="])
            #expect(file.status == 409 && file.json["message"].string?.hasPrefix("Repository rule violations found") == true)
            #expect(try await api.send("POST", "/repos/\(repository)/merges", ["base": "main", "head": "free"]).status == 201)
        }
    }

    @Test("a push is refused ref by ref, with the forge's text; an atomic one as a whole")
    func push() async throws {
        try await simulated { s in
            let (repository, _) = try await guarded(s, ["refs/heads/release/*"], ["update", "non_fast_forward"])
            let tree = try await s.clone(repository, as: s.owner)
            let sha = try await tree.commit("a", "1", "A")
            let partial = try await tree.git("push", "origin", "HEAD:free", "HEAD:release/1")
            #expect(partial.status != 0)
            for text in [
                "remote: error: GH013: Repository rule violations found for refs/heads/release/1.",
                "remote: Review all repository rules at \(s.sim.baseURL)/\(repository)/rules?ref=refs%2Fheads%2Frelease%2F1",
                "remote: - Cannot update this protected ref.",
                "! [remote rejected] HEAD -> release/1 (push declined due to repository rule violations)",
            ] { #expect(partial.text.contains(text), "\(partial.text)") }
            #expect(try await s.owner.head(repository, "free") == sha)
            #expect(try await s.owner.head(repository, "release/1") != sha)
            _ = try await tree.commit("b", "1", "B")
            #expect(try await tree.git("push", "--atomic", "origin", "HEAD:free", "HEAD:release/1").status != 0)
            #expect(try await s.owner.head(repository, "free") == sha)
        }
    }

    @Test("who may pass the rules is told what he passed")
    func bypass() async throws {
        try await simulated { s in
            let admin: ForgeJSON = ["actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"]
            let (repository, id) = try await guarded(s, ["~ALL"], ["update", "required_linear_history"], bypass: [admin])
            #expect(
                try await s.owner.client.get("/repos/\(repository)/rulesets/\(id)")["current_user_can_bypass"].string == "always")
            let tree = try await s.clone(repository, as: s.owner)
            let sha = try await tree.commit("a", "1", "A")
            let push = try await tree.git("push", "origin", "HEAD:main")
            #expect(push.status == 0 && push.text.contains("remote: Bypassed rule violations for refs/heads/main:"), "\(push.text)")
            #expect(try await s.owner.head(repository, "main") == sha)
            try await s.owner.addCollaborator(s.other, to: repository)
            _ = try await tree.commit("b", "1", "B")
            #expect(try await tree.git("push", s.other.client.gitURL(repository), "HEAD:main").status != 0)
        }
    }
}

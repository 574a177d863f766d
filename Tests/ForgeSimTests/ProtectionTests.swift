import ForgeSim
import Testing

@Suite("Protected branches")
struct ProtectionTests {
    private let plain: ForgeJSON = [
        "required_status_checks": .null, "enforce_admins": true, "required_pull_request_reviews": .null, "restrictions": .null,
    ]

    @Test("protection is set, shown and taken away")
    func life() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let path = "/repos/\(repository)/branches/main/protection"
            #expect(try await refused(s.owner.client, "GET", path).json["message"].string == "Branch not protected")
            var body = plain
            body["required_status_checks"] = ["strict": true, "contexts": ["ci"]]
            let made = try await s.owner.client.put(path, body)
            #expect(made["required_status_checks"]["checks"][0]["context"].string == "ci")
            #expect(made["enforce_admins"]["enabled"].bool == true)
            let branch = try await s.owner.client.get("/repos/\(repository)/branches/main")
            #expect(branch["protected"].bool == true)
            #expect(branch["protection"]["required_status_checks"]["enforcement_level"].string == "everyone")
            #expect(try await s.owner.client.get("/repos/\(repository)/branches?protected=false").array?.isEmpty == true)
            let short = try await refused(s.owner.client, "PUT", path, ["enforce_admins": true])
            #expect(short.status == 422 && short.json["message"].string?.contains("weren't supplied") == true)
            #expect(try await refused(s.owner.client, "PUT", "/repos/\(repository)/branches/no/protection", plain).status == 404)
            try await s.owner.client.delete(path)
            #expect(try await s.owner.client.get("/repos/\(repository)/branches/main")["protected"].bool == false)
        }
    }

    @Test("pushes to a protected branch want statuses, and no force")
    func push() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            var body = plain
            body["required_status_checks"] = ["strict": false, "contexts": ["ci"]]
            try await s.owner.client.put("/repos/\(repository)/branches/main/protection", body)
            let tree = try await s.clone(repository, as: s.owner)
            let sha = try await tree.commit("a", "1", "A")
            let early = try await tree.git("push", "origin", "HEAD:main")
            #expect(early.text.contains("remote: error: GH006: Protected branch update failed for refs/heads/main."), "\(early.text)")
            #expect(early.text.contains("Required status check \"ci\" is expected."))
            #expect(early.text.contains("(protected branch hook declined)"))
            #expect(try await tree.git("push", "origin", "HEAD:topic").status == 0)
            try await s.owner.status(repository, sha, "success", context: "ci")
            #expect(try await tree.git("push", "origin", "HEAD:main").status == 0)
            _ = try await tree.git("commit", "-q", "--amend", "-m", "Again")
            let forced = try await tree.git("push", "-f", "origin", "HEAD:main")
            #expect(forced.status != 0 && forced.text.contains("Cannot force-push to this branch"), "\(forced.text)")
        }
    }

    @Test("admins pass unless they are included")
    func admins() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            var body = plain
            body["enforce_admins"] = false
            body["required_pull_request_reviews"] = [:]
            try await s.owner.client.put("/repos/\(repository)/branches/main/protection", body)
            try await s.owner.addCollaborator(s.other, to: repository)
            let change: ForgeJSON = ["message": "F", "content": "YQ=="]
            let refusal = try await refused(s.other.client, "PUT", "/repos/\(repository)/contents/f", change)
            #expect(refusal.status == 409 && refusal.json["message"].string == "Changes must be made through a pull request.")
            #expect(try await s.owner.client.send("PUT", "/repos/\(repository)/contents/f", change).status == 201)
        }
    }

    @Test("parts of a protection are read, changed and taken away on their own")
    func parts() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let path = "/repos/\(repository)/branches/main/protection"
            var body = plain
            body["required_status_checks"] = ["strict": true, "contexts": ["ci"]]
            try await s.owner.client.put(path, body)
            let api = s.owner.client
            let added = try await api.post("\(path)/required_status_checks/contexts", ["contexts": ["lint"]])
            #expect(added == ["ci", "lint"])
            #expect(try await api.call("DELETE", "\(path)/required_status_checks/contexts", ["ci"]) == ["lint"])
            let checks = try await api.patch("\(path)/required_status_checks", ["strict": false])
            #expect(checks["strict"].bool == false && checks["contexts"] == ["lint"])
            try await api.delete("\(path)/required_status_checks")
            let gone = try await refused(api, "GET", "\(path)/required_status_checks")
            #expect(gone.status == 404 && gone.json["message"].string == "Required status checks not enabled")
            try await api.delete("\(path)/enforce_admins")
            #expect(try await api.get("\(path)/enforce_admins")["enabled"].bool == false)
            #expect(try await api.post("\(path)/enforce_admins", [:])["enabled"].bool == true)
            let reviews = try await api.patch("\(path)/required_pull_request_reviews", ["required_approving_review_count": 2])
            #expect(reviews["required_approving_review_count"].int == 2)
            #expect(try await refused(api, "POST", "\(path)/required_signatures").status == 501)
            #expect(try await refused(api, "POST", "/repos/\(repository)/branches/main/rename", ["new_name": "x"]).status == 501)
        }
    }

    @Test("a pull request comes into a protected branch with what that asks for")
    func merging() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.addCollaborator(s.reviewer, to: repository)
            let pull = try await s.owner.openPull(repository, branch: "x", title: "X", files: ["x": "1"])
            var body = plain
            body["required_status_checks"] = ["strict": false, "contexts": ["ci"]]
            body["required_pull_request_reviews"] = ["required_approving_review_count": 1]
            try await s.owner.client.put("/repos/\(repository)/branches/main/protection", body)
            let path = "/repos/\(repository)/pulls/\(pull.number)"
            #expect(try await s.owner.client.get(path)["mergeable_state"].string == "blocked")
            let early = try await refused(s.owner.client, "PUT", "\(path)/merge", [:])
            let review = "At least 1 approving review is required by reviewers with write access."
            #expect(early.status == 405 && early.json["message"].string?.contains(review) == true)
            try await s.reviewer.review(repository, pull.number, "APPROVE", body: "fine")
            let unchecked = try await refused(s.owner.client, "PUT", "\(path)/merge", [:])
            #expect(unchecked.json["message"].string == "Required status check \"ci\" is expected.")
            try await s.owner.status(repository, pull.head, "success", context: "ci")
            #expect(try await s.owner.client.get(path)["mergeable_state"].string == "clean")
            #expect(try await s.owner.client.put("\(path)/merge", [:])["merged"].bool == true)
        }
    }

    @Test("a ruleset stands against merging, too, unless it can be passed")
    func rules() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let pull = try await s.owner.openPull(repository, branch: "x", title: "X", files: ["x": "1"])
            let path = "/repos/\(repository)/pulls/\(pull.number)"
            let ruleset = try await s.owner.client.post(
                "/repos/\(repository)/rulesets",
                [
                    "name": "guard", "target": "branch", "enforcement": "active",
                    "conditions": ["ref_name": ["include": ["~DEFAULT_BRANCH"], "exclude": []]], "rules": [["type": "update"]],
                ])
            #expect(try await s.owner.client.get(path)["mergeable_state"].string == "blocked")
            let answer = try await refused(s.owner.client, "PUT", "\(path)/merge", [:])
            #expect(answer.status == 405 && answer.json["message"].string?.hasPrefix("Repository rule violations found") == true)
            let admin: ForgeJSON = ["actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"]
            try await s.owner.client.put("/repos/\(repository)/rulesets/\(ruleset["id"].text)", ["bypass_actors": [admin]])
            #expect(try await s.owner.client.put("\(path)/merge", [:])["merged"].bool == true)
        }
    }
}

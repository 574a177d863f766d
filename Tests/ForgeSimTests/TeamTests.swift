import ForgeSim
import Testing

@Suite("Teams")
struct TeamTests {
    private let path = "/orgs/org/teams"

    /// `reviewer` belongs to the organisation and to its team `core-people`.
    private func team(_ s: Simulated, _ body: ForgeJSON = ["name": "Core People", "privacy": "closed"]) async throws -> ForgeJSON {
        let team = try await s.owner.client.post(path, body)
        let membership = try await s.owner.client.put("\(path)/\(team["slug"].string ?? "")/memberships/reviewer", ["role": "member"])
        #expect(membership["state"].string == "pending")
        try await s.reviewer.client.patch("/user/memberships/orgs/org", ["state": "active"])
        return team
    }

    @Test("a team is made, shown, changed and removed")
    func life() async throws {
        try await simulated { s in
            let made = try await team(s)
            #expect(made["slug"].string == "core-people" && made["members_count"].int == 1 && made["permission"].string == "pull")
            #expect(made["organization"]["login"].string == "org")
            let byID = try #require(made["url"].string).dropFirst(s.sim.baseURL.count)
            #expect(try await s.owner.client.get(String(byID))["id"] == made["id"])
            let edited = try await s.owner.client.patch("\(path)/core-people", ["name": "Core", "description": "The core"])
            #expect(edited["slug"].string == "core" && edited["description"].string == "The core")
            #expect(try await s.reviewer.client.get(path).array?.compactMap { $0["name"].string } == ["Core"])
            #expect(try await s.reviewer.client.get("/user/teams").array?.count == 1)
            #expect(try await s.owner.client.get("\(path)/core/members").array?.compactMap { $0["login"].string } == ["owner", "reviewer"])
            try await s.owner.client.delete("\(path)/core/memberships/reviewer")
            #expect(try await refused(s.owner.client, "GET", "\(path)/core/memberships/reviewer").status == 404)
            try await s.owner.client.delete("\(path)/core")
            #expect(try await s.owner.client.get(path).array?.isEmpty == true)
        }
    }

    @Test("members may do on a repository what their team may")
    func permissions() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.client.patch("/repos/\(repository)", ["private": true])
            _ = try await team(s)
            let place = "\(path)/core-people/repos/\(repository)"
            #expect(try await refused(s.owner.client, "GET", place).status == 404)
            let write = try await refused(s.reviewer.client, "POST", "/repos/\(repository)/labels", ["name": "x"])
            #expect(write.status == 403)
            #expect(try await s.owner.client.send("PUT", place, ["permission": "push"]).status == 204)
            try await s.reviewer.client.post("/repos/\(repository)/labels", ["name": "x"])
            let permission = try await s.owner.client.get("/repos/\(repository)/collaborators/reviewer/permission")
            #expect(permission["permission"].string == "write")
            let teams = try await s.owner.client.get("/repos/\(repository)/teams")
            #expect(teams[0]["permission"].string == "push" && teams[0]["permissions"]["push"].bool == true)
            let shown = try await s.owner.client.get("\(path)/core-people/repos")
            #expect(shown[0]["full_name"].string == repository && shown[0]["role_name"].string == "write")
            try await s.owner.client.delete(place)
            #expect(try await refused(s.reviewer.client, "POST", "/repos/\(repository)/labels", ["name": "y"]).status == 403)
        }
    }

    @Test("a restricted branch can be left to a team")
    func restriction() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            _ = try await team(s)
            try await s.owner.client.put("\(path)/core-people/repos/\(repository)", ["permission": "push"])
            try await s.owner.addCollaborator(s.other, to: repository)
            let body: ForgeJSON = [
                "required_status_checks": .null, "enforce_admins": true, "required_pull_request_reviews": .null,
                "restrictions": ["users": [], "teams": ["core-people"]],
            ]
            let made = try await s.owner.client.put("/repos/\(repository)/branches/main/protection", body)
            #expect(made["restrictions"]["teams"][0]["slug"].string == "core-people")
            let file: ForgeJSON = ["message": "F", "content": "YQ=="]
            #expect(try await s.reviewer.client.send("PUT", "/repos/\(repository)/contents/a", file).status == 201)
            let stranger = try await refused(s.other.client, "PUT", "/repos/\(repository)/contents/b", file)
            #expect(stranger.json["message"].string?.hasPrefix("You're not authorized to push to this branch.") == true)
        }
    }

    @Test("strangers see no teams, members no secret ones, and only owners and maintainers change them")
    func refusals() async throws {
        try await simulated { s in
            _ = try await team(s)
            try await s.owner.client.post(path, ["name": "Hidden"])
            #expect(try await refused(s.other.client, "GET", path).status == 404)
            #expect(try await s.reviewer.client.get(path).array?.count == 1)
            #expect(try await refused(s.reviewer.client, "GET", "\(path)/hidden").status == 404)
            #expect(try await refused(s.reviewer.client, "PATCH", "\(path)/core-people", ["name": "Mine"]).status == 403)
            try await s.owner.client.put("\(path)/core-people/memberships/reviewer", ["role": "maintainer"])
            #expect(try await s.reviewer.client.patch("\(path)/core-people", ["name": "Mine"])["slug"].string == "mine")
            let double = try await refused(s.owner.client, "POST", path, ["name": "MINE"])
            #expect(double.status == 422 && double.json["errors"][0]["code"].string == "already_exists")
            #expect(
                try await refused(s.owner.client, "POST", path, [:]).json["message"].string
                    == "Invalid request.\n\n\"name\" wasn't supplied.")
            #expect(try await refused(s.owner.client, "POST", path, ["name": "Child", "parent_team_id": 1]).status == 501)
        }
    }
}

import ForgeSim
import Testing

@Suite("Collaborators and members")
struct CollaboratorTests {
    @Test("an invitation is changed, answered, and counts with its level")
    func invitations() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let api = s.owner.client
            let made = try await api.put("/repos/\(repository)/collaborators/reviewer", ["permission": "pull"])
            let id = try #require(made["id"].int)
            #expect(made["permissions"].string == "read")
            #expect(try await api.put("/repos/\(repository)/collaborators/reviewer", ["permission": "triage"])["id"].int == id)
            let changed = try await api.patch("/repos/\(repository)/invitations/\(id)", ["permissions": "maintain"])
            #expect(changed["permissions"].string == "maintain")
            #expect(try await refused(api, "PATCH", "/repos/\(repository)/invitations/\(id)", ["permissions": "push"]).status == 422)
            try await s.reviewer.client.patch("/user/repository_invitations/\(id)", [:])
            let shown = try await api.get("/repos/\(repository)/collaborators/reviewer/permission")
            #expect(shown["permission"].string == "write" && shown["role_name"].string == "maintain")
            #expect(shown["user"]["permissions"]["maintain"].bool == true)
            let outside = try await api.get("/repos/\(repository)/collaborators?affiliation=outside")
            #expect(outside.array?.compactMap { $0["login"].string } == ["reviewer"])
            let denied = try await refused(s.other.client, "GET", "/repos/\(repository)/collaborators")
            #expect(denied.status == 403 && denied.json["message"].string == "Must have push access to view repository collaborators.")
            try await s.reviewer.client.delete("/repos/\(repository)/collaborators/reviewer")
            #expect(try await refused(api, "GET", "/repos/\(repository)/collaborators/reviewer").status == 404)
        }
    }

    @Test("a member is invited, accepts, sees private repositories, and leaves")
    func members() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.client.patch("/repos/\(repository)", ["private": true])
            #expect(try await refused(s.other.client, "GET", "/repos/\(repository)").status == 404)
            let invited = try await s.owner.client.put("/orgs/org/memberships/other", ["role": "member"])
            #expect(invited["state"].string == "pending")
            #expect(try await refused(s.other.client, "GET", "/repos/\(repository)").status == 404)
            try await s.other.client.patch("/user/memberships/orgs/org", ["state": "active"])
            #expect(try await s.other.client.get("/repos/\(repository)")["permissions"]["push"].bool == false)
            let members = try await s.other.client.get("/orgs/org/members")
            #expect(members.array?.compactMap { $0["login"].string } == ["owner", "other"])
            #expect(try await s.reviewer.client.get("/orgs/org/members").array?.isEmpty == true)
            #expect(try await s.other.client.get("/user/orgs")[0]["login"].string == "org")
            #expect(try await s.other.client.get("/user/repos").array?.compactMap { $0["full_name"].string } == [repository])
            #expect(try await s.owner.client.put("/repos/\(repository)/collaborators/other", ["permission": "push"]) == .null)
            #expect(try await s.other.client.get("/repos/\(repository)")["permissions"]["push"].bool == true)
            try await s.owner.client.delete("/orgs/org/members/other")
            #expect(try await refused(s.owner.client, "GET", "/orgs/org/members/other").status == 404)
        }
    }

    @Test("lists of repositories go by kind and order")
    func lists() async throws {
        try await simulated { s in
            for name in ["b", "a"] { try await s.owner.createRepository("org/\(name)") }
            try await s.other.fork("org/b")
            func names(_ path: String) async throws -> [String] {
                (try await s.owner.client.get(path).array ?? []).compactMap { $0["name"].string }
            }
            #expect(try await names("/orgs/org/repos") == ["a", "b"])
            #expect(try await names("/orgs/org/repos?sort=full_name&direction=desc") == ["b", "a"])
            #expect(try await names("/orgs/org/repos?type=forks").isEmpty)
            #expect(try await names("/users/other/repos") == ["b"])
            #expect(try await names("/user/repos?affiliation=owner").isEmpty)
            #expect(try await names("/user/repos?per_page=1") == ["a"])
            #expect(try await refused(s.owner.client, "GET", "/user/repos?type=all&visibility=public").status == 422)
        }
    }

    @Test("contributors, topics and subscriptions")
    func extras() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.commit(repository, branch: "main", message: "M", files: ["m": "1"])
            let people = try await s.owner.client.get("/repos/\(repository)/contributors")
            #expect(people[0]["login"].string == "owner" && people[0]["contributions"].int == 2)
            let path = "/repos/\(repository)/subscription"
            #expect(try await refused(s.other.client, "GET", path).status == 404)
            let made = try await s.other.client.put(path, ["subscribed": true])
            #expect(made["subscribed"].bool == true && made["ignored"].bool == false && made["reason"] == .null)
            try await s.other.client.delete(path)
            #expect(try await refused(s.other.client, "GET", path).status == 404)
            try await s.owner.client.put("/repos/\(repository)/topics", ["names": ["Swift", "git-tools"]])
            #expect(try await s.owner.client.get("/repos/\(repository)")["topics"] == ["swift", "git-tools"])
        }
    }
}

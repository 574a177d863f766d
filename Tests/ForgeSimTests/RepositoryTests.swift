import ForgeSim
import Testing

@Suite("Repositories")
struct RepositoryTests {
    @Test("a new repository has the forge's document")
    func create() async throws {
        try await simulated { s in
            let made = try await s.owner.client.send("POST", "/orgs/org/repos", ["name": "my tool.git", "has_wiki": false])
            #expect(made.status == 201)
            let json = made.json
            #expect(json["full_name"].string == "org/my-tool")
            #expect(json["url"].string == "\(s.sim.baseURL)/repos/org/my-tool")
            #expect(json["clone_url"].string == "\(s.sim.baseURL)/org/my-tool.git")
            #expect(json["default_branch"].string == "main")
            #expect(json["has_wiki"].bool == false)
            #expect(json["organization"]["login"].string == "org")
            #expect(json["statuses_url"].string == "\(s.sim.baseURL)/repos/org/my-tool/statuses/{sha}")
            #expect(json["permissions"]["admin"].bool == true)
        }
    }

    @Test("names are refused as the forge refuses them")
    func refusals() async throws {
        try await simulated { s in
            _ = try await s.repository()
            let double = try await refused(s.owner.client, "POST", "/orgs/org/repos", ["name": "app"])
            #expect(double.status == 422)
            #expect(double.json["message"].string == "Repository creation failed.")
            #expect(double.json["errors"][0]["message"].string == "name already exists on this account")
            let long = try await refused(s.owner.client, "POST", "/user/repos", ["name": .string(String(repeating: "x", count: 101))])
            #expect(long.status == 422)
            #expect(try await refused(s.other.client, "POST", "/orgs/org/repos", ["name": "x"]).status == 403)
            #expect(try await refused(s.owner.client, "POST", "/orgs/nothing/repos", ["name": "x"]).status == 404)
            #expect(try await refused(try s.sim.client(nil), "POST", "/user/repos", ["name": "x"]).status == 401)
        }
    }

    @Test("a fork knows its parent, has the branches, and is made once")
    func fork() async throws {
        try await simulated { s in
            let repository = try await s.repository(branches: ["main", "next"])
            let name = try await s.other.fork(repository)
            #expect(name == "other/app")
            #expect(try await s.other.fork(repository) == "other/app")
            let json = try await s.other.client.get("/repos/other/app")
            #expect(json["fork"].bool == true)
            #expect(json["parent"]["full_name"].string == "org/app")
            #expect(json["source"]["full_name"].string == "org/app")
            let branches = try await s.other.client.get("/repos/other/app/branches")
            #expect(branches.array?.compactMap { $0["name"].string } == ["main", "next"])
            try await s.reviewer.client.post("/user/repos", ["name": "app"])
            #expect(try await s.reviewer.fork(repository) == "reviewer/app-1")
        }
    }

    @Test("an empty repository cannot be forked and has no git data")
    func empty() async throws {
        try await simulated { s in
            try await s.owner.client.post("/user/repos", ["name": "void"])
            #expect(try await refused(s.other.client, "POST", "/repos/owner/void/forks", [:]).status == 403)
            let refs = try await refused(s.owner.client, "GET", "/repos/owner/void/git/ref/heads/main")
            #expect(refs.status == 409 && refs.json["message"].string == "Git Repository is empty.")
        }
    }

    @Test("a collaborator is invited, accepts, and then may write")
    func collaborators() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            func permission() async throws -> String? {
                try await s.owner.client.get("/repos/\(repository)/collaborators/reviewer/permission")["permission"].string
            }
            #expect(try await permission() == "read")
            let invitation = try await s.owner.client.put("/repos/\(repository)/collaborators/reviewer", ["permission": "push"])
            #expect(try await permission() == "read")
            let id = try #require(invitation["id"].int)
            #expect(try await s.reviewer.client.get("/user/repository_invitations").array?.count == 1)
            #expect(try await s.other.client.send("PATCH", "/user/repository_invitations/\(id)").status == 404)
            try await s.reviewer.client.patch("/user/repository_invitations/\(id)", [:])
            #expect(try await permission() == "write")
            #expect(try await refused(s.owner.client, "PUT", "/repos/\(repository)/collaborators/nobody").status == 404)
        }
    }

    @Test("a deleted repository is gone, and its pull requests lose their head's repository")
    func delete() async throws {
        try await simulated { s in
            let repository = try await s.repository(fork: true)
            let pull = try await s.other.openPull(repository, branch: "x", title: "X", files: ["x": "1"], from: "other/app")
            #expect(try await refused(s.reviewer.client, "DELETE", "/repos/other/app").status == 403)
            try await s.other.client.delete("/repos/other/app")
            #expect(try await refused(s.other.client, "GET", "/repos/other/app").status == 404)
            #expect(try await s.owner.pull(repository, pull.number)["head"]["repo"] == .null)
        }
    }

    @Test("forks are listed from either end")
    func forkOrder() async throws {
        try await simulated { s in
            let repository = try await s.repository(fork: true)
            try await s.reviewer.fork(repository)
            func owners(_ query: String) async throws -> [String] {
                try await s.owner.client.get("/repos/\(repository)/forks\(query)").array?.compactMap { $0["owner"]["login"].string } ?? []
            }
            #expect(try await owners("") == ["reviewer", "other"])
            #expect(try await owners("?sort=oldest") == ["other", "reviewer"])
            #expect(try await refused(s.owner.client, "GET", "/repos/\(repository)/forks?sort=stargazers").status == 501)
        }
    }

    @Test("a new repository has the usual labels")
    func labels() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let labels = try await s.owner.client.get("/repos/\(repository)/labels")
            #expect(labels.array?.count == 9 && labels.array?.allSatisfy { $0["default"].bool == true } == true)
            #expect(labels[0]["name"].string == "bug" && labels[0]["color"].string == "d73a4a")
        }
    }
}

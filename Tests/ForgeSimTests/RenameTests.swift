import ForgeSim
import Testing

@Suite("Renamed repositories")
struct RenameTests {
    @Test("the old name leads to the new one, by API and by git")
    func redirects() async throws {
        try await simulated { s in
            let repository = try await s.repository(fork: true)
            let id = try #require(try await s.owner.client.get("/repos/\(repository)")["id"].int)
            let renamed = try await s.owner.client.patch("/repos/\(repository)", ["name": "tool"])
            #expect(renamed["full_name"].string == "org/tool")
            let read = try await s.owner.client.send("GET", "/repos/\(repository)/branches?per_page=5")
            #expect(read.status == 301 && read.json["message"].string == "Moved Permanently")
            #expect(read.header("Location") == "\(s.sim.baseURL)/repositories/\(id)/branches?per_page=5")
            #expect(read.json["url"].string == read.header("Location"))
            let write = try await s.owner.client.send("POST", "/repos/\(repository)/issues", ["title": "T"])
            #expect(write.status == 307)
            for (option, isFound) in [("", true), (", followRenames: false", false)] {
                let query: ForgeJSON = .string("{ repository(owner: \"org\", name: \"app\"\(option)) { nameWithOwner } }")
                let answer = try await s.owner.client.post("/graphql", ["query": query])
                #expect(answer["data"]["repository"]["nameWithOwner"].string == (isFound ? "org/tool" : nil))
            }
            let there = try await s.owner.client.send("POST", try #require(write.header("Location")), ["title": "T"])
            #expect(there.status == 201 && there.json["repository_url"].string?.hasSuffix("/repos/org/tool") == true)
            let tree = try WorkTree()
            let clone = try await tree.git("clone", "-q", s.owner.client.gitURL(repository), ".")
            #expect(clone.status == 0, "\(clone.text)")
            _ = try await tree.commit("x", "1", "X")
            // git drops the user of the URL when it is redirected.
            let push = try await tree.git("-c", "http.extraHeader=Authorization: token token-owner", "push", "-q", "origin", "HEAD:x")
            #expect(push.status == 0, "\(push.text)")
            #expect(try await s.owner.head("org/tool", "x") != nil)
        }
    }

    @Test("a fork is found again after a rename, and a taken name ends the redirect")
    func forks() async throws {
        try await simulated { s in
            let repository = try await s.repository(fork: true)
            try await s.owner.client.patch("/repos/\(repository)", ["name": "tool"])
            try await s.other.client.patch("/repos/other/app", ["name": "mine"])
            #expect(try await s.other.fork("org/tool") == "other/mine")
            try await s.owner.createRepository(repository)
            #expect(try await s.owner.client.get("/repos/\(repository)")["full_name"].string == "org/app")
            let double = try await refused(s.owner.client, "PATCH", "/repos/\(repository)", ["name": "tool"])
            #expect(double.status == 422)
        }
    }

    @Test("an archived repository is read-only")
    func archived() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.client.patch("/repos/\(repository)", ["archived": true])
            let refusal = try await refused(s.owner.client, "PUT", "/repos/\(repository)/contents/f", ["message": "F", "content": "YQ=="])
            #expect(refusal.status == 403 && refusal.json["message"].string == "Repository was archived so is read-only.")
            let tree = try await s.clone(repository, as: s.owner)
            let push = try await tree.git("push", "origin", "HEAD:x")
            #expect(push.text.contains("remote: This repository was archived so it is read-only."), "\(push.text)")
            #expect(try await s.owner.client.patch("/repos/\(repository)", ["archived": false])["archived"].bool == false)
        }
    }
}

import ForgeSim
import Testing

@Suite("What git is told")
struct GitRefusalTests {
    @Test("people without the right get the forge's texts")
    func texts() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.createRepository("org/secret")
            try await s.owner.client.patch("/repos/org/secret", ["private": true])
            let tree = try await s.clone(repository, as: s.other)
            _ = try await tree.commit("x", "1", "X")
            let denied = try await tree.git("push", "origin", "HEAD:x")
            #expect(denied.text.contains("remote: Permission to org/app.git denied to other."), "\(denied.text)")
            #expect(denied.text.contains("The requested URL returned error: 403"))
            let hidden = try await tree.git("ls-remote", s.other.client.gitURL("org/secret"))
            #expect(hidden.text.contains("remote: Repository not found."), "\(hidden.text)")
            let port = s.sim.port
            let wrong = try await tree.git("ls-remote", "http://wrong:token@127.0.0.1:\(port)/org/secret")
            #expect(wrong.text.contains("remote: Invalid username or token."), "\(wrong.text)")
            #expect(wrong.text.contains("Authentication failed"))
            #expect(try await tree.git("ls-remote", "http://any:token-owner@127.0.0.1:\(port)/org/secret").status == 0)
        }
    }

    @Test("names that the forge forbids are refused, the default branch stays")
    func names() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let tree = try await s.clone(repository, as: s.owner)
            let sha = try await tree.commit("x", "1", "X")
            let hexName = try await tree.git("push", "origin", "HEAD:refs/heads/\(sha)")
            #expect(hexName.text.contains("GH002: Sorry, branch or tag names consisting of 40 hex characters"), "\(hexName.text)")
            let main = try await tree.git("push", "origin", ":main")
            #expect(main.text.contains("refusing to delete the current branch: refs/heads/main"), "\(main.text)")
        }
    }

    @Test("maintainers of the target may push to the head branch of a pull request, and nowhere else")
    func maintainers() async throws {
        try await simulated { s in
            let repository = try await s.repository(fork: true)
            let pull = try await s.other.openPull(repository, branch: "x", title: "X", files: ["x": "1"], from: "other/app")
            try await s.owner.editPull(repository, pull.number, ["maintainer_can_modify": true])
            let tree = try await s.clone("other/app", as: s.owner)
            _ = try await tree.git("checkout", "-q", "x")
            let sha = try await tree.commit("y", "1", "Y")
            #expect(try await tree.git("push", "origin", "HEAD:x").status == 0)
            #expect(try await s.owner.pull(repository, pull.number)["head"]["sha"].string == sha)
            let other = try await tree.git("push", "origin", "HEAD:elsewhere")
            #expect(other.status != 0 && other.text.contains("permission denied"), "\(other.text)")
        }
    }

    @Test("the test merge of a pull request can be fetched as long as it is open")
    func mergeRef() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let pull = try await s.owner.openPull(repository, branch: "x", title: "X", files: ["x": "1"])
            try await s.owner.commit(repository, branch: "main", message: "Beside", files: ["y": "1"])
            let tree = try WorkTree()
            _ = try await tree.git("init", "-q", "--bare")
            let url = s.owner.client.gitURL(repository)
            let fetch = try await tree.git("fetch", "-q", url, "refs/pull/\(pull.number)/merge:refs/m")
            #expect(fetch.status == 0, "\(fetch.text)")
            let main = try #require(try await s.owner.head(repository, "main"))
            #expect(try await tree.git("rev-parse", "refs/m^1", "refs/m^2").text == "\(main)\n\(pull.head)")
            let shown = try await s.owner.pull(repository, pull.number)
            #expect(shown["mergeable"].bool == true)
            #expect(shown["merge_commit_sha"].string == (try await tree.git("rev-parse", "refs/m").text))
            try await s.owner.editPull(repository, pull.number, ["state": "closed"])
            #expect(try await tree.git("fetch", "-q", url, "refs/pull/\(pull.number)/merge").status != 0)
        }
    }
}

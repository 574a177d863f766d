import ForgeSim
import Testing

@Suite("git over HTTP")
struct GitTransportTests {
    private func cloned(_ s: Simulated, _ repository: String, as person: Contributor) async throws -> WorkTree {
        let tree = try WorkTree()
        let output = try await tree.git("clone", "-q", person.client.gitURL(repository), ".")
        #expect(output.status == 0, "\(output.text)")
        return tree
    }

    @Test("a clone has the branches, a push moves them")
    func cloneAndPush() async throws {
        try await simulated { s in
            let repository = try await s.repository(branches: ["main", "next"])
            let tree = try await cloned(s, repository, as: s.owner)
            #expect(try await tree.git("branch", "-r", "--format=%(refname:short)").text.contains("origin/next"))
            let sha = try await tree.commit("a.txt", "1\n", "Add a")
            let push = try await tree.git("push", "origin", "main", "HEAD:refs/heads/new/branch")
            #expect(push.status == 0, "\(push.text)")
            #expect(try await s.owner.head(repository, "main") == sha)
            #expect(try await s.owner.head(repository, "new/branch") == sha)
            #expect(try await s.owner.file(repository, "a.txt", at: "main") == "1\n")
            #expect(try await tree.git("push", "origin", ":new/branch").status == 0)
            #expect(try await s.owner.head(repository, "new/branch") == nil)
            #expect(try await tree.git("fsck", "--strict").status == 0)
        }
    }

    @Test("an older client, protocol version 0, works too")
    func oldProtocol() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let tree = try WorkTree()
            let output = try await tree.git("-c", "protocol.version=0", "clone", "-q", s.owner.client.gitURL(repository), ".")
            #expect(output.status == 0, "\(output.text)")
            #expect(try await tree.git("rev-parse", "HEAD").text == (try await s.owner.head(repository, "main")))
        }
    }

    @Test("an empty repository can be cloned and gets its first push")
    func firstPush() async throws {
        try await simulated { s in
            try await s.owner.client.post("/user/repos", ["name": "void"])
            let tree = try await cloned(s, "owner/void", as: s.owner)
            _ = try await tree.git("checkout", "-q", "-b", "main")
            let sha = try await tree.commit("a", "1", "First")
            let push = try await tree.git("push", "-q", "origin", "main")
            #expect(push.status == 0, "\(push.text)")
            #expect(try await s.owner.head("owner/void", "main") == sha)
        }
    }

    @Test("pushing asks for a token, and for a permission")
    func permissions() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let challenge = try await s.sim.client(nil).send("GET", "/\(repository).git/info/refs?service=git-receive-pack")
            #expect(challenge.status == 401)
            #expect(challenge.header("WWW-Authenticate") == "Basic realm=\"GitHub\"")
            let tree = try WorkTree()
            #expect(try await tree.git("clone", "-q", "\(s.sim.baseURL)/\(repository)", ".").status == 0)
            try await tree.commit("x", "1", "X")
            #expect(try await tree.git("push", "origin", "main").status != 0)
            let denied = try await tree.git("push", s.other.client.gitURL(repository), "main")
            #expect(denied.status != 0 && denied.text.contains("403"))
        }
    }

    @Test("a push that is not a fast-forward needs force, and a lease must hold")
    func leases() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let tree = try await cloned(s, repository, as: s.owner)
            let start = try await tree.git("rev-parse", "HEAD").text
            let moved = try await s.owner.commit(repository, branch: "main", message: "Elsewhere", files: ["e": "1"])
            let mine = try await tree.commit("m", "1", "Mine")
            let plain = try await tree.git("push", "origin", "main")
            #expect(plain.status != 0 && plain.text.contains("rejected"))
            let stale = try await tree.git("push", "--force-with-lease=main:\(start)", "origin", "main")
            #expect(stale.status != 0 && stale.text.contains("stale info"))
            #expect(try await s.owner.head(repository, "main") == moved)
            let held = try await tree.git("push", "--force-with-lease=main:\(moved)", "origin", "main")
            #expect(held.status == 0, "\(held.text)")
            #expect(try await s.owner.head(repository, "main") == mine)
        }
    }

    @Test("an atomic push moves all refs or none")
    func atomic() async throws {
        try await simulated { s in
            let repository = try await s.repository(branches: ["main", "next"])
            let tree = try await cloned(s, repository, as: s.owner)
            let before = try #require(try await s.owner.head(repository, "main"))
            try await tree.commit("m", "1", "Mine")
            try s.sim.control.addFault([
                "match": ["ref": "refs/heads/next"], "effect": "refuse_push", "value": "protected branch hook declined", "times": 1,
            ])
            let refused = try await tree.git("push", "--atomic", "origin", "HEAD:main", "HEAD:next")
            #expect(refused.status != 0 && refused.text.contains("protected branch hook declined"), "\(refused.text)")
            #expect(try await s.owner.head(repository, "main") == before)
            #expect(try await tree.git("push", "--atomic", "origin", "HEAD:main", "HEAD:next").status == 0)
            #expect(try await s.owner.head(repository, "next") == (try await tree.git("rev-parse", "HEAD").text))
        }
    }

    @Test("commits of a fork are fetched by their bare id, and by the pull request's ref")
    func network() async throws {
        try await simulated { s in
            let repository = try await s.repository(fork: true)
            let pull = try await s.other.openPull(repository, branch: "x", title: "X", files: ["x": "1"], from: "other/app")
            let tree = try WorkTree()
            _ = try await tree.git("init", "-q", "--bare")
            let url = s.owner.client.gitURL(repository)
            let bare = try await tree.git("fetch", "-q", "--no-tags", url, "\(pull.head):refs/keep/one")
            #expect(bare.status == 0, "\(bare.text)")
            let named = try await tree.git("fetch", "-q", url, "refs/pull/\(pull.number)/head:refs/keep/two")
            #expect(named.status == 0, "\(named.text)")
            #expect(try await tree.git("rev-parse", "refs/keep/one", "refs/keep/two").text == "\(pull.head)\n\(pull.head)")
            let hidden = try await tree.git("push", url, "refs/keep/one:refs/pull/\(pull.number)/head")
            #expect(hidden.status != 0 && hidden.text.contains("deny updating a hidden ref"), "\(hidden.text)")
        }
    }

    @Test("missing objects and refs can be staged")
    func missing() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let pull = try await s.owner.openPull(repository, branch: "x", title: "X", files: ["x": "1"])
            let tree = try WorkTree()
            _ = try await tree.git("init", "-q", "--bare")
            let url = s.owner.client.gitURL(repository)
            try s.sim.control.addFault(["match": ["ref": .string(pull.head)], "effect": "missing_object", "times": 1])
            let missing = try await tree.git("fetch", "-q", url, "\(pull.head):refs/keep/one")
            #expect(missing.status != 0 && missing.text.contains("not our ref \(pull.head)"))
            try s.sim.control.addFault(["effect": "missing_pull_ref"])
            let hidden = try await tree.git("fetch", "-q", url, "refs/pull/\(pull.number)/head")
            #expect(hidden.status != 0 && hidden.text.contains("couldn't find remote ref"))
            s.sim.control.removeFaults()
            #expect(try await tree.git("fetch", "-q", url, "refs/pull/\(pull.number)/head").status == 0)
        }
    }

    @Test("a long negotiation arrives compressed and is understood")
    func compressed() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let tree = try await cloned(s, repository, as: s.owner)
            for index in 0..<40 { try await tree.commit("f\(index)", "\(index)", "Local \(index)") }
            let far = try await s.owner.commit(repository, branch: "main", message: "Far", files: ["far": "1"])
            let fetch = try await tree.git("fetch", "-q", "origin")
            #expect(fetch.status == 0, "\(fetch.text)")
            #expect(try await tree.git("rev-parse", "origin/main").text == far)
        }
    }

    @Test("a large push goes into a pack, tags come along")
    func large() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let tree = try await cloned(s, repository, as: s.owner)
            for index in 0..<60 { try await tree.commit("f\(index)", "\(index)\n", "Commit \(index)") }
            _ = try await tree.git("tag", "-a", "v1", "-m", "One")
            let push = try await tree.git("push", "-q", "origin", "main", "v1")
            #expect(push.status == 0, "\(push.text)")
            let other = try await cloned(s, repository, as: s.other)
            #expect(try await other.git("rev-list", "--count", "HEAD").text == "61")
            #expect(try await other.git("rev-parse", "v1^{commit}").text == (try await tree.git("rev-parse", "HEAD").text))
            let commits = try await s.owner.client.get("/repos/\(repository)/commits/v1")
            #expect(commits["commit"]["message"].string == "Commit 59")
        }
    }
}

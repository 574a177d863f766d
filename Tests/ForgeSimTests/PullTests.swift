import ForgeSim
import Testing

@Suite("Pull requests")
struct PullTests {
    /// The journal is only written if there is a hook; nobody has to listen to it.
    private func watched(_ s: Simulated, branches: [String] = ["main"], fork: Bool = false) async throws -> String {
        let repository = try await s.repository(branches: branches, fork: fork)
        try await s.owner.addHook(repository, url: "http://127.0.0.1:1/nobody")
        return repository
    }

    private func actions(_ s: Simulated, _ event: String = "pull_request") async throws -> [String] {
        try await s.journal(event).compactMap { $0["action"].string }
    }

    @Test("a pull request from a fork has the forge's document")
    func open() async throws {
        try await simulated { s in
            let repository = try await watched(s, fork: true)
            let opened = try await s.other.openPull(
                repository, branch: "topic", title: "Topic", body: "Why", files: ["t": "1\n2\n"], from: "other/app")
            let pull = try await s.owner.pull(repository, opened.number)
            #expect(pull["head"]["label"].string == "other:topic")
            #expect(pull["head"]["repo"]["full_name"].string == "other/app")
            #expect(pull["base"]["ref"].string == "main")
            #expect(pull["commits"].int == 1 && pull["additions"].int == 2 && pull["changed_files"].int == 1)
            #expect(pull["mergeable"].bool == true)
            #expect(pull["merged"].bool == false && pull["state"].string == "open")
            #expect(pull["issue_url"].string == "\(s.sim.baseURL)/repos/org/app/issues/1")
            let event = try #require(try await s.journal("pull_request").first)
            #expect(event["action"].string == "opened")
            let payload = event["payload"]
            #expect(payload["number"].int == opened.number)
            #expect(payload["pull_request"]["head"]["sha"].string == opened.head)
            #expect(payload["repository"]["full_name"].string == "org/app")
            #expect(payload["organization"]["login"].string == "org")
            #expect(payload["sender"]["login"].string == "other")
        }
    }

    @Test("impossible pull requests are refused in the forge's words")
    func refusals() async throws {
        try await simulated { s in
            let repository = try await watched(s)
            let start = try #require(try await s.owner.head(repository, "main"))
            func error(_ body: ForgeJSON) async throws -> ForgeJSON {
                try await refused(s.owner.client, "POST", "/repos/\(repository)/pulls", body).json
            }
            try await s.owner.openPull(repository, branch: "x", title: "X", files: ["x": "1"])
            let double = try await error(["title": "X", "head": "x", "base": "main"])
            #expect(double["errors"][0]["message"].string == "A pull request already exists for org:x.")
            try await s.owner.point(repository, "same", at: start)
            let nothing = try await error(["title": "X", "head": "same", "base": "main"])
            #expect(nothing["errors"][0]["message"].string == "No commits between main and same")
            #expect(try await error(["title": "X", "head": "none", "base": "main"])["errors"][0]["field"].string == "head")
            #expect(try await error(["title": "X", "head": "x", "base": "none"])["errors"][0]["field"].string == "base")
            #expect(try await error(["title": "X", "head": "x"])["message"].string == "Invalid request.\n\n\"base\" wasn't supplied.")
            #expect(try await error(["title": "", "head": "x", "base": "main"])["errors"][0]["code"].string == "missing_field")
        }
    }

    @Test("pushing to the head updates the pull request")
    func synchronize() async throws {
        try await simulated { s in
            let repository = try await watched(s, fork: true)
            let pull = try await s.other.openPull(repository, branch: "topic", title: "T", files: ["t": "1"], from: "other/app")
            let sha = try await s.other.commit("other/app", branch: "topic", message: "More", files: ["u": "1"])
            let seen = try await s.owner.pull(repository, pull.number)
            #expect(seen["head"]["sha"].string == sha)
            #expect(seen["commits"].int == 2)
            let event = try #require(try await s.journal("pull_request").last)
            #expect(event["action"].string == "synchronize")
            #expect(event["payload"]["before"].string == pull.head)
            #expect(event["payload"]["after"].string == sha)
            let commits = try await s.owner.client.get("/repos/\(repository)/pulls/\(pull.number)/commits")
            #expect(commits.array?.compactMap { $0["commit"]["message"].string } == ["T", "More"])
        }
    }

    @Test("a head that arrives in the base is merged, a vanished branch closes")
    func ends() async throws {
        try await simulated { s in
            let repository = try await watched(s)
            let merged = try await s.owner.openPull(repository, branch: "a", title: "A", files: ["a": "1"])
            let closed = try await s.owner.openPull(repository, branch: "b", title: "B", files: ["b": "1"])
            try await s.owner.client.patch("/repos/\(repository)/git/refs/heads/main", ["sha": .string(merged.head)])
            try await s.owner.deleteBranch(repository, "b")
            let first = try await s.owner.pull(repository, merged.number)
            #expect(first["merged"].bool == true && first["state"].string == "closed")
            #expect(first["merged_by"]["login"].string == "owner")
            #expect(first["merge_commit_sha"].string == merged.head)
            let second = try await s.owner.pull(repository, closed.number)
            #expect(second["merged"].bool == false && second["state"].string == "closed")
            #expect(try await actions(s) == ["opened", "opened", "closed", "closed"])
        }
    }

    @Test("texts, state and base can be edited; nothing changed means no event")
    func edit() async throws {
        try await simulated { s in
            let repository = try await watched(s, branches: ["main", "next"])
            let pull = try await s.owner.openPull(repository, branch: "a", title: "A", files: ["a": "1"])
            try await s.owner.editPull(repository, pull.number, ["title": "A"])
            #expect(try await actions(s) == ["opened"])
            try await s.owner.editPull(repository, pull.number, ["title": "B", "body": "text"])
            let event = try #require(try await s.journal("pull_request").last)
            #expect(event["payload"]["changes"]["title"]["from"].string == "A")
            try await s.owner.editPull(repository, pull.number, ["base": "next"])
            let retarget = try #require(try await s.journal("pull_request").last)
            #expect(retarget["payload"]["changes"]["base"]["ref"]["from"].string == "main")
            try await s.owner.editPull(repository, pull.number, ["state": "closed"])
            let closed = try await refused(s.owner.client, "PATCH", "/repos/\(repository)/pulls/\(pull.number)", ["base": "main"])
            #expect(closed.json["errors"][0]["message"].string == "Cannot change the base branch of a closed pull request.")
            try await s.owner.client.patch("/repos/\(repository)/issues/\(pull.number)", ["state": "open"])
            #expect(try await actions(s) == ["opened", "edited", "edited", "closed", "reopened"])
            #expect(try await refused(s.owner.client, "PATCH", "/repos/\(repository)/pulls/\(pull.number)", ["title": ""]).status == 422)
            #expect(try await refused(s.other.client, "PATCH", "/repos/\(repository)/pulls/\(pull.number)", ["title": "No"]).status == 403)
        }
    }

    @Test("a closed pull request does not follow its branch, and opens again only on an unbroken one")
    func reopen() async throws {
        try await simulated { s in
            let repository = try await watched(s)
            let pull = try await s.owner.openPull(repository, branch: "a", title: "A", files: ["a": "1"])
            try await s.owner.editPull(repository, pull.number, ["state": "closed"])
            let more = try await s.owner.commit(repository, branch: "a", message: "More", files: ["b": "1"])
            #expect(try await s.owner.pull(repository, pull.number)["head"]["sha"].string == pull.head)
            try await s.owner.editPull(repository, pull.number, ["state": "open"])
            #expect(try await s.owner.pull(repository, pull.number)["head"]["sha"].string == more)
            try await s.owner.editPull(repository, pull.number, ["state": "closed"])
            try await s.owner.commit(repository, branch: "a", from: "main", message: "Anew", files: ["c": "1"], force: true)
            let broken = try await refused(s.owner.client, "PATCH", "/repos/\(repository)/pulls/\(pull.number)", ["state": "open"])
            #expect(broken.json["errors"][0]["message"].string == "state cannot be changed. The a branch was force-pushed or recreated.")
            try await s.owner.deleteBranch(repository, "a")
            let gone = try await refused(s.owner.client, "PATCH", "/repos/\(repository)/pulls/\(pull.number)", ["state": "open"])
            #expect(gone.json["errors"][0]["message"].string == "state cannot be changed. The a branch has been deleted.")
        }
    }

    @Test("drafts become ready and back, through GraphQL")
    func drafts() async throws {
        try await simulated { s in
            let repository = try await watched(s)
            let pull = try await s.owner.openPull(repository, branch: "a", title: "A", files: ["a": "1"], draft: true)
            #expect(try await s.owner.pull(repository, pull.number)["draft"].bool == true)
            try await s.owner.setDraft(repository, pull.number, false)
            #expect(try await s.owner.pull(repository, pull.number)["draft"].bool == false)
            try await s.owner.setDraft(repository, pull.number, true)
            #expect(try await actions(s) == ["opened", "ready_for_review", "converted_to_draft"])
            await #expect(throws: ForgeSimError.self) { try await s.other.setDraft(repository, pull.number, false) }
        }
    }

    @Test("lists are filtered by state, head and base")
    func list() async throws {
        try await simulated { s in
            let repository = try await watched(s, branches: ["main", "next"], fork: true)
            let one = try await s.owner.openPull(repository, branch: "a", title: "A", files: ["a": "1"])
            let two = try await s.other.openPull(repository, base: "next", branch: "a", title: "B", files: ["b": "1"], from: "other/app")
            try await s.owner.editPull(repository, one.number, ["state": "closed"])
            func numbers(_ query: String) async throws -> [Int] {
                try await s.owner.client.get("/repos/\(repository)/pulls?\(query)").array?.compactMap { $0["number"].int } ?? []
            }
            #expect(try await numbers("") == [two.number])
            #expect(try await numbers("state=all") == [two.number, one.number])
            #expect(try await numbers("state=all&direction=asc") == [one.number, two.number])
            #expect(try await numbers("state=all&head=org:a") == [one.number])
            #expect(try await numbers("state=all&head=other:a") == [two.number])
            #expect(try await numbers("state=all&base=next") == [two.number])
        }
    }

    @Test("a conflict is seen, and conditional requests follow every change")
    func conditional() async throws {
        try await simulated { s in
            let repository = try await watched(s)
            let pull = try await s.owner.openPull(repository, branch: "a", title: "A", files: ["README.md": "mine\n"])
            let path = "/repos/\(repository)/pulls/\(pull.number)"
            let first = try await s.owner.client.send("GET", path)
            let tag = try #require(first.header("ETag"))
            #expect(try await s.owner.client.send("GET", path, headers: [("If-None-Match", tag)]).status == 304)
            try await s.owner.commit(repository, branch: "main", message: "Theirs", files: ["README.md": "theirs\n"])
            let second = try await s.owner.client.send("GET", path, headers: [("If-None-Match", tag)])
            #expect(second.status == 200)
            #expect(second.json["mergeable"].bool == false)
            #expect(second.json["mergeable_state"].string == "dirty")
        }
    }

    @Test("closing keywords close issues when the commit lands")
    func keywords() async throws {
        try await simulated { s in
            let repository = try await watched(s)
            let issue = try await s.other.client.post("/repos/\(repository)/issues", ["title": "Broken"])
            let number = try #require(issue["number"].int)
            try await s.owner.commit(repository, branch: "main", message: "Mend it\n\nFixes #\(number)", files: ["m": "1"])
            #expect(try await s.owner.client.get("/repos/\(repository)/issues/\(number)")["state"].string == "closed")
            #expect(try await actions(s, "issues") == ["opened", "closed"])
        }
    }

    @Test("the links to a diff and to patches lead to them")
    func texts() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let pull = try await s.owner.openPull(repository, branch: "x", title: "X", files: ["x": "1\n"])
            let links = try await s.owner.pull(repository, pull.number)
            for (link, start) in [("diff_url", "diff --git a/x b/x\n"), ("patch_url", "From \(pull.head) ")] {
                let path = try #require(links[link].string).dropFirst(s.sim.baseURL.count)
                let answer = try await s.other.client.send("GET", String(path))
                #expect(answer.status == 200 && answer.text.hasPrefix(start))
                #expect(answer.header("Content-Type") == "text/plain; charset=utf-8")
            }
            #expect(try await refused(s.owner.client, "GET", "/\(repository)/pull/99.diff").status == 404)
        }
    }
}

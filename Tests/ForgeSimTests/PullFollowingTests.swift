import ForgeSim
import Testing

@Suite("Pull requests after pushes")
struct PullFollowingTests {
    @Test("a force-push is told apart from a push")
    func forced() async throws {
        try await conversation { c in
            let main = try await c.s.owner.head("org/app", "main") ?? ""
            let other = try await c.s.owner.commit("org/app", branch: "aside", from: main, message: "Other", files: ["z": "1"])
            try await c.s.owner.point("org/app", "topic", at: other)
            #expect(try await c.history() == ["head_ref_force_pushed"])
            let event = try #require(try await c.s.journal("pull_request").last?["payload"])
            #expect(event["before"].string == c.head && event["after"].string == other)
            #expect(event["pull_request"]["changed_files"].int == 1)
        }
    }

    @Test("a deleted head closes, a restored one can be opened again, a rewritten one cannot")
    func restoring() async throws {
        try await conversation { c in
            try await c.s.owner.deleteBranch("org/app", "topic")
            #expect(try await c.owner.get(c.pull)["state"].string == "closed")
            let gone = try await refused(c.owner, "PATCH", c.pull, ["state": "open"])
            #expect(gone.json["errors"][0]["message"].string == "state cannot be changed. The topic branch has been deleted.")
            try await c.s.owner.point("org/app", "topic", at: c.head, exists: false)
            #expect(try await c.owner.patch(c.pull, ["state": "open"])["state"].string == "open")
            #expect(try await c.history() == ["head_ref_deleted", "closed", "head_ref_restored", "reopened"])
            try await c.owner.patch(c.pull, ["state": "closed"])
            let main = try await c.s.owner.head("org/app", "main") ?? ""
            let other = try await c.s.owner.commit("org/app", branch: "aside", from: main, message: "Other", files: ["z": "1"])
            try await c.s.owner.point("org/app", "topic", at: other)
            let rewritten = try await refused(c.owner, "PATCH", c.pull, ["state": "open"])
            let text = "state cannot be changed. The topic branch was force-pushed or recreated."
            #expect(rewritten.json["errors"][0]["message"].string == text)
        }
    }

    @Test("a deleted base closes, unless it was itself merged: then its base takes over")
    func bases() async throws {
        try await conversation { c in
            let stacked = try await c.s.owner.openPull("org/app", base: "topic", branch: "upper", title: "Upper", files: ["u": "1"])
            try await c.owner.put("\(c.pull)/merge", [:])
            try await c.s.owner.deleteBranch("org/app", "topic")
            let moved = try await c.s.owner.pull("org/app", stacked.number)
            #expect(moved["state"].string == "open" && moved["base"]["ref"].string == "main")
            #expect(try await c.history(stacked.number) == ["automatic_base_change_succeeded"])
            let event = try #require(try await c.s.journal("pull_request").last?["payload"])
            #expect(event["action"].string == "edited" && event["changes"]["base"]["ref"]["from"].string == "topic")
            let main = try await c.s.owner.head("org/app", "main") ?? ""
            try await c.s.owner.point("org/app", "release", at: main, exists: false)
            let other = try await c.s.owner.openPull("org/app", base: "release", branch: "more", title: "More", files: ["m": "1"])
            try await c.s.owner.deleteBranch("org/app", "release")
            #expect(try await c.s.owner.pull("org/app", other.number)["state"].string == "closed")
            #expect(try await c.history(other.number) == ["base_ref_deleted", "closed"])
        }
    }

    @Test("issues are closed by the words of a merged pull request and of commits on the default branch")
    func closing() async throws {
        try await conversation { c in
            func open(_ title: ForgeJSON) async throws -> Int {
                try await c.owner.post("\(c.repository)/issues", ["title": title])["number"].int ?? 0
            }
            let first = try await open("first")
            let second = try await open("second")
            try await c.owner.patch(c.pull, ["body": .string("Fixes org/app#\(first), see #\(second)")])
            try await c.owner.put("\(c.pull)/merge", ["merge_method": "squash"])
            #expect(try await c.owner.get("\(c.repository)/issues/\(first)")["state_reason"].string == "completed")
            #expect(try await c.owner.get("\(c.repository)/issues/\(second)")["state"].string == "open")
            let sha = try await c.s.owner.commit("org/app", branch: "main", message: "Go on\n\nResolves: #\(second)", files: ["q": "1"])
            let closed = try await c.owner.get("\(c.repository)/issues/\(second)")
            #expect(closed["state"].string == "closed" && closed["closed_by"]["login"].string == "owner")
            let history = try await c.owner.get("\(c.repository)/issues/\(second)/events").array ?? []
            #expect(history.first { $0["event"].string == "closed" }?["commit_id"].string == sha)
            #expect(history.contains { $0["event"].string == "referenced" && $0["commit_id"].string == sha })
            #expect(try await c.events("issues") == ["opened", "opened", "closed", "closed"])
        }
    }

    @Test("a pull request is closed with the fork that it came from, for good")
    func orphan() async throws {
        try await simulated { s in
            let repository = try await s.repository(fork: true)
            let opened = try await s.other.openPull(repository, branch: "topic", title: "Topic", files: ["t": "1"], from: "other/app")
            try await s.other.client.delete("/repos/other/app")
            let pull = try await s.owner.pull(repository, opened.number)
            #expect(pull["head"]["repo"].isNull && pull["head"]["label"].string == "other:topic")
            #expect(pull["state"].string == "closed")
            let reopening = try await refused(s.other.client, "PATCH", "/repos/\(repository)/pulls/\(opened.number)", ["state": "open"])
            #expect(
                reopening.json["errors"][0]["message"].string
                    == "state cannot be changed. The repository that submitted this pull request has been deleted.")
        }
    }

    @Test("an issue becomes a pull request")
    func conversion() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let issue = try await s.owner.client.post("/repos/\(repository)/issues", ["title": "Idea"])
            try await s.owner.commit(repository, branch: "idea", from: "main", message: "Do it", files: ["i": "1"])
            let pull = try await s.owner.client.post(
                "/repos/\(repository)/pulls", ["issue": issue["number"], "head": "idea", "base": "main"])
            #expect(pull["number"] == issue["number"] && pull["title"].string == "Idea")
            let again = try await refused(
                s.owner.client, "POST", "/repos/\(repository)/pulls", ["issue": issue["number"], "head": "idea", "base": "main"])
            #expect(again.status == 422)
        }
    }
}

import ForgeSim
import Testing

@Suite("Merging pull requests")
struct MergingTests {
    private func message(_ c: Conversation, _ sha: String?) async throws -> ForgeJSON {
        try await c.owner.get("\(c.repository)/git/commits/\(sha ?? "")")
    }

    @Test("merges make a commit of two parents, and the pull request is merged")
    func merge() async throws {
        try await conversation { c in
            let base = try #require(try await c.s.owner.head("org/app", "main"))
            let answer = try await c.owner.put("\(c.pull)/merge", [:])
            #expect(answer["merged"].bool == true && answer["message"].string == "Pull Request successfully merged")
            let commit = try await message(c, answer["sha"].string)
            #expect(commit["message"].string == "Merge pull request #\(c.number) from org/topic\n\nTopic")
            #expect(commit["parents"].array?.compactMap { $0["sha"].string } == [base, c.head])
            #expect(try await c.s.owner.head("org/app", "main") == answer["sha"].string)
            let pull = try await c.owner.get(c.pull)
            #expect(pull["merged"].bool == true && pull["merged_by"]["login"].string == "owner")
            #expect(pull["merge_commit_sha"] == answer["sha"] && pull["mergeable"].isNull)
            #expect(try await c.history() == ["merged", "closed", "referenced"])
            #expect(try await c.events("pull_request") == ["opened", "closed"])
            #expect(try await c.owner.send("GET", "\(c.pull)/merge").status == 204)
            let again = try await refused(c.owner, "PUT", "\(c.pull)/merge", [:])
            #expect(again.status == 405 && again.json["message"].string == "Pull Request is not mergeable")
        }
    }

    @Test("squashing leaves one commit with one parent")
    func squash() async throws {
        try await conversation { c in
            try await c.s.owner.commit("org/app", branch: "topic", message: "More\n\nwhy", files: ["x": "1"])
            let base = try #require(try await c.s.owner.head("org/app", "main"))
            let answer = try await c.owner.put("\(c.pull)/merge", ["merge_method": "squash"])
            let commit = try await message(c, answer["sha"].string)
            #expect(commit["message"].string?.hasPrefix("Topic (#\(c.number))\n\n* ") == true)
            #expect(commit["message"].string?.hasSuffix("* More\n\nwhy") == true)
            #expect(commit["parents"].array?.compactMap { $0["sha"].string } == [base])
            #expect(commit["committer"]["name"].string == "GitHub")
        }
    }

    @Test("rebasing puts each commit onto the base")
    func rebase() async throws {
        try await conversation { c in
            try await c.s.owner.commit("org/app", branch: "topic", message: "Second", files: ["x": "1"])
            let base = try await c.s.owner.commit("org/app", branch: "main", message: "Elsewhere", files: ["y": "1"])
            let answer = try await c.owner.put("\(c.pull)/merge", ["merge_method": "rebase"])
            let last = try await message(c, answer["sha"].string)
            #expect(last["message"].string == "Second")
            let first = try await message(c, last["parents"][0]["sha"].string)
            #expect(first["parents"].array?.compactMap { $0["sha"].string } == [base])
            #expect(try await c.s.owner.file("org/app", "x", at: "main") == "1")
            #expect(try await c.s.owner.file("org/app", "y", at: "main") == "1")
        }
    }

    @Test("conflicts, drafts, moved heads and methods that are switched off are refused")
    func refusals() async throws {
        try await conversation { c in
            let path = "\(c.pull)/merge"
            let moved = try await refused(c.owner, "PUT", path, ["sha": .string(String(repeating: "1", count: 40))])
            #expect(moved.status == 409 && moved.json["message"].string == "Head branch was modified. Review and try the merge again.")
            try await c.owner.patch(c.repository, ["allow_squash_merge": false])
            let off = try await refused(c.owner, "PUT", path, ["merge_method": "squash"])
            #expect(off.status == 405 && off.json["message"].string == "Squash merges are not allowed on this repository.")
            #expect(try await refused(c.owner, "PUT", path, ["merge_method": "octopus"]).status == 422)
            #expect(try await refused(c.s.other.client, "PUT", path, [:]).status == 403)
            try await c.s.owner.setDraft("org/app", c.number, true)
            let draft = try await refused(c.owner, "PUT", path, [:])
            #expect(draft.status == 405 && draft.json["message"].string == "Pull Request is still a draft")
            try await c.s.owner.setDraft("org/app", c.number, false)
            try await c.s.owner.commit("org/app", branch: "main", message: "Clash", files: ["f.txt": Conversation.lines([5: "cinq"])])
            #expect(try await refused(c.owner, "PUT", path, [:]).status == 405)
            let pull = try await c.owner.get(c.pull)
            #expect(pull["mergeable"].bool == false && pull["mergeable_state"].string == "dirty")
        }
    }

    @Test("the head is brought up to date with the base")
    func update() async throws {
        try await conversation { c in
            let path = "\(c.pull)/update-branch"
            let idle = try await refused(c.owner, "PUT", path, [:])
            #expect(idle.json["message"].string == "There are no new commits on the base branch.")
            let base = try await c.s.owner.commit("org/app", branch: "main", message: "Elsewhere", files: ["y": "1"])
            let stale = try await refused(c.owner, "PUT", path, ["expected_head_sha": .string(base)])
            #expect(stale.json["message"].string == "expected head sha didn’t match current head ref.")
            let answer = try await c.owner.send("PUT", path, ["expected_head_sha": .string(c.head)])
            #expect(answer.status == 202 && answer.json["message"].string == "Updating pull request branch.")
            let head = try await c.owner.get(c.pull)["head"]["sha"].string
            #expect(try await message(c, head)["parents"].array?.compactMap { $0["sha"].string } == [c.head, base])
            #expect(try await c.events("pull_request") == ["opened", "synchronize"])
        }
    }

    @Test("the merge that was tried is a ref, and its absence says that there are conflicts")
    func testMerge() async throws {
        try await conversation { c in
            #expect(try await c.s.journal("pull_request")[0]["payload"]["pull_request"]["mergeable"].isNull)
            let pull = try await c.owner.get(c.pull)
            #expect(pull["mergeable"].bool == true && pull["mergeable_state"].string == "clean")
            let merge = try await message(c, pull["merge_commit_sha"].string)
            #expect(merge["parents"][1]["sha"].string == c.head)
            try await c.s.owner.status("org/app", c.head, "pending")
            #expect(try await c.owner.get(c.pull)["mergeable_state"].string == "unstable")
        }
    }
}

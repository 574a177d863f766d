import ForgeSim
import Testing

@Suite("Comments on lines")
struct ReviewCommentTests {
    private func comment(_ c: Conversation, _ more: ForgeJSON) -> ForgeJSON {
        var body: ForgeJSON = ["body": "why?", "commit_id": .string(c.head), "path": "f.txt"]
        for (key, value) in more.object?.members ?? [] { body[key] = value }
        return body
    }

    @Test("a comment is placed by line and side")
    func line() async throws {
        try await conversation { c in
            let made = try await c.reviewer.post("\(c.pull)/comments", comment(c, ["line": 5, "side": "RIGHT"]))
            #expect(made["position"].int == 5 && made["line"].int == 5 && made["side"].string == "RIGHT")
            #expect(made["diff_hunk"].string?.hasPrefix("@@ -2,7 +2,7 @@") == true)
            #expect(made["diff_hunk"].string?.hasSuffix("\n+five") == true)
            #expect(made["subject_type"].string == "line")
            let old = try await c.reviewer.post("\(c.pull)/comments", comment(c, ["line": 5, "side": "LEFT"]))
            #expect(old["position"].int == 4)
            let range = try await c.reviewer.post("\(c.pull)/comments", comment(c, ["start_line": 18, "line": 20]))
            #expect(range["start_line"].int == 18 && range["start_side"].string == "RIGHT")
            #expect(try await c.owner.get(c.pull)["review_comments"].int == 3)
        }
    }

    @Test("a comment is placed by position, the forge's older way")
    func position() async throws {
        try await conversation { c in
            let made = try await c.reviewer.post("\(c.pull)/comments", comment(c, ["position": 5]))
            #expect(made["line"].int == 5 && made["side"].string == "RIGHT")
            let second = try await c.reviewer.post("\(c.pull)/comments", comment(c, ["position": 14]))
            #expect(second["line"].int == 20)
        }
    }

    @Test("what is not among the changes is refused in the forge's words")
    func refusals() async throws {
        try await conversation { c in
            let path = "\(c.pull)/comments"
            let line = try await refused(c.reviewer, "POST", path, comment(c, ["line": 12])).json["errors"]
            #expect(line[0]["field"].string == "pull_request_review_thread.line")
            #expect(line[0]["message"].string == "pull_request_review_thread.line must be part of the diff")
            #expect(line[1]["field"].string == "pull_request_review_thread.diff_hunk" && line[1]["code"].string == "missing_field")
            let file = try await refused(c.reviewer, "POST", path, comment(c, ["line": 1, "path": "other"])).json["errors"]
            #expect(file[0]["field"].string == "pull_request_review_thread.path" && file[0]["code"].string == "invalid")
            let position = try await refused(c.reviewer, "POST", path, comment(c, ["position": 99])).json["errors"]
            #expect(position[0]["field"].string == "pull_request_review_thread.position")
            let main = try await c.s.owner.head("org/app", "main") ?? ""
            let commit = try await refused(c.reviewer, "POST", path, comment(c, ["line": 5, "commit_id": .string(main)])).json["errors"]
            #expect(commit[0]["message"].string == "commit_id is not part of the pull request")
            let missing = try await refused(c.reviewer, "POST", path, ["body": "x"])
            #expect(missing.json["message"].string == "Invalid request.\n\n\"commit_id\", \"path\" weren't supplied.")
            let review = try await refused(
                c.reviewer, "POST", "\(c.pull)/reviews", ["event": "COMMENT", "comments": [["path": "f.txt", "line": 12, "body": "x"]]])
            #expect(review.json["errors"][0].string == "Line could not be resolved")
        }
    }

    @Test("comments come with a review, are answered, edited and removed")
    func life() async throws {
        try await conversation { c in
            let comments: ForgeJSON = [["path": "f.txt", "line": 5, "body": "a"], ["path": "new.txt", "position": 1, "body": "b"]]
            let review = try await c.reviewer.post("\(c.pull)/reviews", ["event": "COMMENT", "body": "see", "comments": comments])
            let listed = try await c.owner.get("\(c.pull)/reviews/\(review["id"].int ?? 0)/comments")
            #expect(listed.array?.compactMap { $0["body"].string } == ["a", "b"])
            #expect(!listed[0].has("line"))
            let id = listed[0]["id"].int ?? 0
            let reply = try await c.owner.post("\(c.pull)/comments/\(id)/replies", ["body": "because"])
            #expect(reply["in_reply_to_id"].int == id && reply["path"].string == "f.txt")
            let path = "\(c.repository)/pulls/comments/\(id)"
            #expect(try await c.reviewer.patch(path, ["body": "aa"])["body"].string == "aa")
            #expect(try await c.s.other.client.send("PATCH", path, ["body": "no"]).status == 403)
            #expect(try await c.owner.send("POST", "\(path)/reactions", ["content": "heart"]).status == 201)
            #expect(try await c.owner.get(path)["reactions"]["heart"].int == 1)
            try await c.reviewer.delete(path)
            #expect(try await refused(c.owner, "GET", path).status == 404)
            #expect(try await c.events("pull_request_review_comment") == ["created", "created", "created", "edited", "deleted"])
            #expect(try await c.events("pull_request_review") == ["submitted", "submitted"])
        }
    }

    @Test("a comment moves with its line, and is outdated once the line changes")
    func outdated() async throws {
        try await conversation { c in
            let five = try await c.reviewer.post("\(c.pull)/comments", comment(c, ["line": 5]))["id"].int ?? 0
            let twenty = try await c.reviewer.post("\(c.pull)/comments", comment(c, ["line": 20]))["id"].int ?? 0
            let text = "zero\n" + Conversation.lines([5: "fünf", 20: "twenty"])
            let head = try await c.s.owner.commit("org/app", branch: "topic", message: "more", files: ["f.txt": text])
            let old = try await c.owner.get("\(c.repository)/pulls/comments/\(five)")
            #expect(old["position"].isNull && old["line"].isNull)
            #expect(old["original_position"].int == 5 && old["original_line"].int == 5 && old["commit_id"].string == c.head)
            let moved = try await c.owner.get("\(c.repository)/pulls/comments/\(twenty)")
            #expect(moved["line"].int == 21 && moved["original_line"].int == 20)
            #expect(moved["commit_id"].string == head && moved["original_commit_id"].string == c.head)
        }
    }
}

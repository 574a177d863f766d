import ForgeSim
import Testing

/// Refusals that depend on something done before, or concern something that does not exist.
@Suite("Refusals that depend on the state")
struct RefusalTests {
    @Test("nothing of an archived repository can be changed, conversations included; it can be forked and opened again")
    func archived() async throws {
        try await conversation { c in
            try await c.owner.patch(c.repository, ["archived": true])
            let calls: [(String, String, ForgeJSON)] = [
                ("POST", "\(c.repository)/issues", ["title": "x"]), ("PATCH", c.issue, ["title": "x"]),
                ("POST", "\(c.issue)/comments", ["body": "x"]), ("POST", "\(c.issue)/labels", ["labels": ["bug"]]),
                ("POST", "\(c.repository)/labels", ["name": "x", "color": "FF0000"]),
                ("POST", "\(c.repository)/statuses/\(c.head)", ["state": "success"]),
                ("POST", "\(c.pull)/reviews", ["event": "COMMENT", "body": "x"]), ("PUT", "\(c.pull)/merge", [:]),
            ]
            for (method, path, body) in calls {
                let answer = try await refused(c.owner, method, path, body)
                #expect(answer.status == 403, "\(method) \(path)")
                #expect(answer.json["message"].string == "Repository was archived so is read-only.")
            }
            #expect(try await c.owner.send("GET", c.issue).status == 200)
            #expect(try await c.s.other.fork("org/app") == "other/app")
            try await c.owner.patch(c.repository, ["archived": false])
            #expect(try await c.owner.send("POST", "\(c.issue)/comments", ["body": "x"]).status == 201)
        }
    }

    @Test("who is not a member cannot fork into an organisation; what would be said then is not known")
    func forkIntoOrganization() async throws {
        try await simulated { s in
            try await s.reviewer.createRepository("reviewer/tool")
            #expect(try await refused(s.other.client, "POST", "/repos/reviewer/tool/forks", ["organization": "org"]).status == 501)
            #expect(try await s.owner.client.send("POST", "/repos/reviewer/tool/forks", ["organization": "org"]).status == 202)
            let again = try await refused(s.owner.client, "POST", "/repos/org/tool/forks", ["organization": "org", "name": "two"])
            #expect(again.status == 501)
        }
    }

    @Test("a pull request is closed when the repository of its head is deleted")
    func deletedFork() async throws {
        try await simulated { s in
            let repository = try await s.repository(fork: true)
            try await s.owner.addHook(repository, url: "http://127.0.0.1:1/nobody", events: ["pull_request"])
            try await s.other.commit("other/app", branch: "topic", from: "main", message: "Topic", files: ["x": "1"])
            let pull = try await s.other.openPull(repository, base: "main", head: "other:topic", title: "Topic")
            #expect(try await s.other.client.send("DELETE", "/repos/other/app").status == 204)
            let closed = try await s.owner.client.get("/repos/\(repository)/pulls/\(pull.number)")
            #expect(closed["state"].string == "closed" && closed["merged"].bool == false && closed["head"]["repo"].isNull)
            #expect(try await s.journal("pull_request").map { $0["action"].string } == ["opened", "closed"])
        }
    }

    @Test("who has begun a review finishes it before another one, or a comment of its own")
    func pendingReview() async throws {
        try await conversation { c in
            let begun = try await c.reviewer.post("\(c.pull)/reviews", ["body": "to come"])
            let other = try await refused(c.reviewer, "POST", "\(c.pull)/reviews", ["event": "COMMENT", "body": "now"])
            #expect(other.status == 422)
            #expect(other.json["errors"] == ["User can only have one pending review per pull request"])
            let line: ForgeJSON = ["body": "x", "path": "f.txt", "line": 5, "side": "RIGHT", "commit_id": .string(c.head)]
            let comment = try await refused(c.reviewer, "POST", "\(c.pull)/comments", line)
            #expect(comment.status == 422)
            #expect(comment.json["errors"][0]["message"].string == "user_id can only have one pending review per pull request")
            try await c.reviewer.post("\(c.pull)/reviews/\(begun["id"].text)/events", ["event": "COMMENT"])
            #expect(try await c.reviewer.send("POST", "\(c.pull)/comments", line).status == 201)
        }
    }

    @Test("who cannot be assigned is named, and nothing is changed")
    func assignees() async throws {
        try await conversation { c in
            for (method, path) in [("POST", "\(c.repository)/issues"), ("PATCH", c.issue)] {
                let answer = try await refused(c.owner, method, path, ["title": "T", "assignees": ["reviewer", "nobody"]])
                #expect(answer.status == 422)
                #expect(
                    answer.json["errors"] == [["value": "nobody", "resource": "Issue", "field": "assignees", "code": "invalid"]])
            }
            #expect(try await c.owner.get(c.issue)["title"].string == "Topic")
            #expect(try await c.owner.get("\(c.repository)/issues?state=all").array?.count == 1)
            let unknown = try await refused(c.owner, "GET", "\(c.repository)/issues?assignee=nobody")
            #expect(unknown.json["errors"][0]["field"].string == "assignee")
            #expect(try await refused(c.owner, "GET", "\(c.repository)/issues?milestone=x").status == 422)
            #expect(try await refused(c.owner, "GET", "\(c.repository)/issues?state=x").status == 501)
        }
    }

    @Test("one way to merge must be left; an issue is gone while a repository has none")
    func settings() async throws {
        try await conversation { c in
            let none: ForgeJSON = ["allow_merge_commit": false, "allow_squash_merge": false, "allow_rebase_merge": false]
            let answer = try await refused(c.owner, "PATCH", c.repository, none)
            #expect(answer.status == 422)
            #expect(answer.json["message"].string == "Sorry, you need to allow at least one merge strategy. (no_merge_method)")
            let issue = try await c.owner.post("\(c.repository)/issues", ["title": "Issue"])
            try await c.owner.patch(c.repository, ["has_issues": false])
            #expect(try await refused(c.owner, "GET", "\(c.repository)/issues/\(issue["number"].text)").status == 410)
            #expect(try await c.owner.get("\(c.repository)/issues").array?.compactMap { $0["number"].int } == [c.number])
        }
    }

    @Test("a pushed tag with a message knows its commit and its branch")
    func annotatedTag() async throws {
        try await conversation { c in
            let main = try #require(try await c.s.owner.head("org/app", "main"))
            let wish: ForgeJSON = ["tag": "v1", "message": "One\n", "object": .string(main), "type": "commit"]
            let tag = try await c.owner.post("\(c.repository)/git/tags", wish)["sha"]
            try await c.owner.post("\(c.repository)/git/refs", ["ref": "refs/tags/v1", "sha": tag])
            let push = try #require(try await c.s.journal("push").last)["payload"]
            #expect(push["after"] == tag && push["head_commit"]["id"].string == main && push["base_ref"].string == "refs/heads/main")
        }
    }

    @Test(
        "paths with empty parts lead nowhere",
        arguments: ["/user/", "//user", "/repos/org/app/", "/repos//app", "/repos/org/app/pulls//1"])
    func emptyParts(_ path: String) async throws {
        try await simulated { s in
            _ = try await s.repository()
            #expect(try await refused(s.owner.client, "GET", path).status == 404)
            #expect(try await s.owner.client.send("GET", "/repos/org/app/contents/").status == 200)
        }
    }

    @Test(
        "orders and states that nobody has documented are not answered",
        arguments: [
            "pulls?state=banana", "pulls?sort=zzz", "pulls?direction=up", "issues?sort=zzz", "issues?since=zzz",
            "issues/comments?since=zzz",
            "issues/1/comments?since=zzz", "pulls/comments?sort=zzz", "branches?protected=maybe",
        ])
    func unknownQueries(_ path: String) async throws {
        try await conversation { c in
            #expect(try await refused(c.s.owner.client, "GET", "\(c.repository)/\(path)").status == 501)
            _ = try await c.s.owner.client.get("\(c.repository)/\(path.prefix { $0 != "?" })")
        }
    }

    @Test("nobody forks a repository of their own")
    func ownFork() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            #expect(try await refused(s.owner.client, "POST", "/repos/\(repository)/forks", ["organization": "org"]).status == 501)
        }
    }

    @Test("a page beyond all numbers is empty, and what GraphQL may have elsewhere is not denied")
    func beyond() async throws {
        try await conversation { c in
            #expect(try await c.owner.get("\(c.repository)/issues?page=99999999999999999999999").array == [])
            for query in ["{ search(query: \"x\", type: ISSUE) { issueCount } }", "mutation { addStar(input: {}) { clientMutationId } }"] {
                let answer = try await refused(c.owner, "POST", "/graphql", ["query": .string(query)])
                #expect(answer.status == 501 && answer.json["message"].string?.hasPrefix("Not simulated: the field '") == true)
            }
            #expect(try await refused(c.owner, "POST", "\(c.issue)/labels", "x").status == 400)
            #expect(try await refused(c.owner, "GET", "\(c.repository)/zipball").status == 501)
            let hook = try await refused(c.owner, "POST", "\(c.repository)/hooks", ["config": [:]])
            #expect(hook.json["errors"][0]["message"].string == "Config must contain URL for webhooks")
            let label = try await c.owner.post("\(c.repository)/labels", ["name": "red", "color": "FF0000"])
            #expect(label["color"].string == "FF0000")
        }
    }
}

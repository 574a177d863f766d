import ForgeSim
import Testing

/// The repository that the fuzzer uses.
struct FuzzStage {
    let s: Simulated
    private(set) var known: [String: [ForgeJSON]] = [:]

    init(_ s: Simulated, fresh: Bool = true) async throws {
        self.s = s
        guard fresh else { return }
        if try await s.owner.client.send("GET", "/repos/org/app").status != 200 {
            try await s.owner.createRepository("org/app")
            try await s.other.fork("org/app")
            try await s.owner.client.post("/user/repos", ["name": "scratch", "auto_init": true])
            try await s.owner.client.post("/user/repos", ["name": "secret", "private": true])
            try await s.owner.client.post("/repos/org/app/issues", ["title": "An issue"])
            try await s.owner.openPull("org/app", branch: "topic", title: "A pull request", files: ["a.txt": "1\n"])
            try await s.owner.comment("org/app", 1, "a comment")
            try await s.owner.review("org/app", 2, "COMMENT", body: "a review")
            try await s.owner.client.post("/repos/org/app/labels", ["name": "flaw", "color": "ff0000"])
            try await s.owner.addHook("org/app", url: "http://127.0.0.1:1/none")
        }
        if try await s.owner.head("org/app", "main") == nil {
            let sha = try await s.owner.client.get("/repos/org/app/commits?sha=topic&per_page=1")[0]["sha"].string
            try await s.owner.point("org/app", "main", at: sha ?? "")
        }
        known = try await values()
    }

    private func values() async throws -> [String: [ForgeJSON]] {
        let commits = try await s.owner.client.get("/repos/org/app/commits").array ?? []
        let shas = commits.map { $0["sha"] } + [commits.first?["commit"]["tree"]["sha"] ?? .null]
        let comment = try await s.owner.client.send("GET", "/repos/org/app/issues/comments").json[0]["id"]
        let hook = try await s.owner.client.send("GET", "/repos/org/app/hooks").json[0]["id"]
        let review = try await s.owner.client.send("GET", "/repos/org/app/pulls/2/reviews").json[0]["id"]
        let node = try await s.owner.client.send("GET", "/repos/org/app/pulls/2").json["node_id"]
        let tree: ForgeJSON = [["path": "x", "mode": "100644", "type": "blob", "content": "y"]]
        let person: ForgeJSON = ["name": "N", "email": "e@x", "date": "2020-01-01T00:00:00Z"]
        var known: [String: [ForgeJSON]] = ["any": ["x", "main", "topic", 1, 2] + shas]
        for name in [
            "sha", "commit_sha", "head_sha", "commit_id", "object", "file_sha", "tree_sha", "tag_sha", "base_tree", "expected_head_sha",
        ] {
            known[name] = shas
        }
        for name in ["number", "issue", "issue_number", "pull_number", "milestone", "line", "position"] { known[name] = [1, 2, 3] }
        for name in ["branch", "head", "base", "default_branch"] { known[name] = ["main", "topic", "other:main", "org:topic"] }
        for name in ["login", "user", "username", "assignee", "org", "organization"] {
            known[name] = ["owner", "other", "org", "reviewer"]
        }
        known["owner"] = ["org", "org", "org", "owner", "other"]
        known["repo"] = ["app", "app", "app", "scratch", "secret"]
        known["ref"] = ["heads/main", "refs/heads/new", "main", "heads/topic", "refs/heads/topic"] + shas
        known["id"] = [comment, hook, review, 1, 2]
        known["hook"] = [hook]
        known["tree"] = [tree] + shas
        known["parents"] = [[], .array(Array(shas.prefix(1)))]
        known["path"] = ["a.txt", "README.md", "new/file.txt"]
        known["basehead"] = ["main...topic"]
        known["range"] = ["main...topic", "main...other:main"]
        known["content"] = ["aGVsbG8=", "hello"]
        known["encoding"] = ["utf-8", "base64"]
        known["state"] = ["open", "closed", "success", "failure", "pending", "all"]
        known["event"] = ["APPROVE", "COMMENT", "REQUEST_CHANGES", "DISMISS"]
        known["labels"] = [["bug"], [["name": "new"]]]
        known["assignees"] = [["owner"], ["other", "nobody"]]
        known["config"] = [["url": "http://127.0.0.1:1/x", "content_type": "json"]]
        known["events"] = [["push"], ["*"]]
        known["status"] = ["queued", "completed", "in_progress"]
        known["conclusion"] = ["success", "failure"]
        known["content_type"] = ["json"]
        known["force"] = [true, false]
        known["variables"] = [["id": node]]
        known["query"] = [
            "mutation($id: ID!) { convertPullRequestToDraft(input: {pullRequestId: $id}) { clientMutationId } }",
            "query { viewer { login } }", "{ repository(owner: \"org\", name: \"app\") { pullRequest(number: 2) { title } } }", "{ { {",
        ]
        for name in ["author", "committer", "tagger"] { known[name] = [person] }
        for name in ["draft", "private", "active", "auto_merge", "auto_init", "maintainer_can_modify"] { known[name] = [true, false] }
        known["private"] = [false]
        known["permission"] = ["push", "admin", "pull"]
        known["side"] = ["RIGHT", "LEFT"]
        known["merge_method"] = ["merge", "squash", "rebase"]
        known["required_contexts"] = [[]]
        known["type"] = ["commit"]
        return known
    }

    /// What must hold whatever was requested.
    func checkInvariants() async throws {
        let client = s.owner.client
        for owner in ["org", "owner", "other"] {
            for repository in try await client.get("/users/\(owner)/repos?per_page=100").array ?? [] {
                let name = repository["full_name"].string ?? ""
                #expect(try await client.get("/repositories/\(repository["id"].text)")["full_name"].string == name)
                let numbers = try await pulls(of: name)
                #expect(Set(numbers).count == numbers.count)
                for branch in try await client.get("/repos/\(name)/branches?per_page=100").array ?? [] {
                    let sha = branch["commit"]["sha"].string ?? ""
                    #expect(
                        try await client.send("GET", "/repos/\(name)/git/commits/\(sha)").status == 200, "\(name) \(branch["name"].text)")
                }
            }
        }
        let tree = try WorkTree()
        let fetched = try await tree.git("clone", "-q", "--mirror", client.gitURL("org/app"), "mirror")
        #expect(fetched.status == 0, "\(fetched.text)")
    }

    /// Reads all pull requests of a repository and returns their numbers.
    private func pulls(of name: String) async throws -> [Int] {
        let client = s.owner.client
        var numbers: [Int] = []
        for pull in try await client.get("/repos/\(name)/pulls?state=all&per_page=100").array ?? [] {
            let number = pull["number"].int ?? 0
            numbers.append(number)
            let full = try await client.get("/repos/\(name)/pulls/\(number)")
            let issue = try await client.get("/repos/\(name)/issues/\(number)")
            #expect(full["state"] == issue["state"] && full["title"] == issue["title"])
            #expect(try await client.send("GET", "/repos/\(name)/git/commits/\(full["head"]["sha"].string ?? "")").status == 200)
            guard full["state"].string == "open", let source = full["head"]["repo"]["full_name"].string else { continue }
            #expect(try await s.owner.head(source, full["head"]["ref"].string ?? "") == full["head"]["sha"].string, "\(name)#\(number)")
        }
        return numbers
    }
}

import ForgeSim
import Testing

@Suite("Commits and comparisons")
struct CommitTests {
    @Test("history is filtered by path, people and time")
    func filters() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let api = s.owner.client
            let path = "/repos/\(repository)/contents"
            for (file, date) in [("a/x", "2020-01-01T00:00:00Z"), ("b", "2021-01-01T00:00:00Z"), ("a/y", "2022-01-01T00:00:00Z")] {
                try await api.put(
                    "\(path)/\(file)",
                    [
                        "message": .string(file), "content": "YQ==",
                        "committer": ["name": "Ann", "email": "ann@example.com", "date": .string(date)],
                    ])
            }
            func found(_ query: String) async throws -> [String] {
                (try await api.get("/repos/\(repository)/commits?\(query)").array ?? []).compactMap { $0["commit"]["message"].string }
            }
            #expect(try await found("path=a") == ["a/y", "a/x"])
            #expect(try await found("path=b&sha=main") == ["b"])
            #expect(try await found("since=2020-06-01T00:00:00Z&until=2021-06-01T00:00:00Z") == ["b"])
            #expect(try await found("author=ann@example.com").count == 3)
            #expect(try await found("author=owner") == ["Start"])
            #expect(try await found("author=nobody").isEmpty)
        }
    }

    @Test("a commit comes as document, id, diff and mail")
    func media() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let sha = try await s.owner.commit(repository, branch: "main", message: "Change", files: ["README.md": "hello\nthere\n"])
            let path = "/repos/\(repository)/commits/main"
            let document = try await s.owner.client.get(path)
            let file = document["files"][0]
            #expect(file["patch"].string == "@@ -1 +1,2 @@\n hello\n+there")
            #expect(file["status"].string == "modified" && file["changes"].int == 1)
            #expect(file["blob_url"].string == "\(s.sim.baseURL)/\(repository)/blob/\(sha)/README.md")
            func text(_ type: String) async throws -> String {
                try await s.owner.client.send("GET", path, headers: [("Accept", "application/vnd.github.\(type)")]).text
            }
            #expect(try await text("sha") == sha)
            #expect(try await text("diff").hasPrefix("diff --git a/README.md b/README.md\n"))
            let mail = try await text("patch")
            #expect(mail.hasPrefix("From \(sha) ") && mail.contains("Subject: [PATCH] Change"))
            let heads = try await s.owner.client.get("/repos/\(repository)/commits/\(sha)/branches-where-head")
            #expect(heads.array?.compactMap { $0["name"].string } == ["main"])
        }
    }

    @Test("two commits are compared, with renames and lines that end in carriage returns")
    func compare() async throws {
        try await simulated { s in
            let repository = try await s.repository(branches: ["main", "side"])
            let lines = (1...20).map { "line \($0)\r\n" }.joined()
            try await s.owner.commit(repository, branch: "main", message: "Old", files: ["old name": lines])
            let base = try #require(try await s.owner.head(repository, "main"))
            try await s.owner.commit(repository, branch: "main", message: "New", files: ["old name": nil, "new name": lines + "more\r\n"])
            let json = try await s.owner.client.get("/repos/\(repository)/compare/\(base)...main")
            #expect(json["status"].string == "ahead" && json["ahead_by"].int == 1 && json["total_commits"].int == 1)
            #expect(json["files"].array?.count == 1)
            let file = json["files"][0]
            #expect(file["status"].string == "renamed" && file["previous_filename"].string == "old name")
            #expect(file["patch"].string?.hasSuffix("\r\n+more\r") == true)
            #expect(json["diff_url"].string == "\(s.sim.baseURL)/\(repository)/compare/\(base)...main.diff")
            let behind = try await s.owner.client.get("/repos/\(repository)/compare/main...side")
            #expect(behind["status"].string == "behind" && behind["behind_by"].int == 2)
            #expect(try await refused(s.owner.client, "GET", "/repos/\(repository)/compare/main...none").status == 404)
        }
    }

    @Test("a commit knows the pull requests that have it")
    func pulls() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let pull = try await s.owner.openPull(repository, branch: "x", title: "X", files: ["x": "1"])
            let pulls = try await s.owner.client.get("/repos/\(repository)/commits/\(pull.head)/pulls")
            #expect(pulls.array?.compactMap { $0["number"].int } == [pull.number])
            try await s.owner.commit(repository, branch: "x", message: "More", files: ["y": "1"])
            let earlier = try await s.owner.client.get("/repos/\(repository)/commits/\(pull.head)/pulls")
            #expect(earlier.array?.compactMap { $0["number"].int } == [pull.number])
            let start = try await s.owner.client.get("/repos/\(repository)/commits/main/pulls")
            #expect(start.array?.isEmpty == true)
            try await s.owner.client.put("/repos/\(repository)/pulls/\(pull.number)/merge", ["merge_method": "squash"])
            let merged = try await s.owner.client.get("/repos/\(repository)/commits/main/pulls")
            #expect(merged.array?.compactMap { $0["number"].int } == [pull.number])
            #expect(try await s.owner.client.get("/repos/\(repository)/commits/\(pull.head)/pulls").array?.isEmpty == true)
        }
    }

    @Test("annotated tags are objects of their own")
    func tags() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let api = s.owner.client
            let head = try #require(try await s.owner.head(repository, "main"))
            let made = try await api.post(
                "/repos/\(repository)/git/tags", ["tag": "v1", "message": "One\n", "object": .string(head), "type": "commit"])
            let sha = try #require(made["sha"].string)
            try await api.post("/repos/\(repository)/git/refs", ["ref": "refs/tags/v1", "sha": .string(sha)])
            let shown = try await api.get("/repos/\(repository)/git/tags/\(sha)")
            #expect(shown["tagger"]["name"].string == "Olga Owner" && shown["object"]["sha"].string == head)
            #expect(try await api.get("/repos/\(repository)/git/ref/tags/v1")["object"]["type"].string == "tag")
            #expect(try await api.get("/repos/\(repository)/tags")[0]["commit"]["sha"].string == head)
            #expect(try await api.get("/repos/\(repository)/commits/v1")["sha"].string == head)
            let tree = try await s.clone(repository, as: s.owner)
            #expect(try await tree.git("fsck", "--strict").status == 0)
            #expect(try await tree.git("cat-file", "-t", "v1").text == "tag")
        }
    }

    @Test("objects are asked for by whole ids, trees are made of what exists")
    func objects() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let api = s.owner.client
            let short = try await refused(api, "GET", "/repos/\(repository)/git/blobs/abc")
            #expect(short.json["message"].string == "The sha parameter must be exactly 40 characters and contain only [0-9a-f].")
            let head = try #require(try await s.owner.head(repository, "main"))
            func tree(_ entry: ForgeJSON) async throws -> String? {
                try await refused(api, "POST", "/repos/\(repository)/git/trees", ["tree": [entry]]).json["message"].string
            }
            #expect(
                try await tree(["path": "x", "mode": "100644", "type": "blob", "sha": .string(head)])
                    == "tree.sha \(head) is not a valid blob")
            #expect(
                try await tree(["path": "x/../y", "mode": "100644", "type": "blob", "content": "1"])
                    == "tree.path contains a malformed path component")
            #expect(
                try await refused(api, "POST", "/repos/\(repository)/git/trees", ["tree": []]).json["message"].string == "Invalid tree info"
            )
        }
    }
}

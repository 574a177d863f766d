import ForgeSim
import Testing

@Suite("Contents")
struct ContentTests {
    /// A repository with a folder, a link and a submodule.
    private func repository(_ s: Simulated) async throws -> String {
        let repository = try await s.repository()
        let api = s.owner.client
        let head = try #require(try await s.owner.head(repository, "main"))
        let tree = try await api.post(
            "/repos/\(repository)/git/trees",
            [
                "base_tree": .string(head),
                "tree": [
                    ["path": "docs/a b.txt", "mode": "100644", "type": "blob", "content": "inside\n"],
                    ["path": "link", "mode": "120000", "type": "blob", "content": "docs/a b.txt"],
                    ["path": "away", "mode": "120000", "type": "blob", "content": "/etc/passwd"],
                    ["path": "lib", "mode": "160000", "type": "commit", "sha": .string(String(repeating: "a", count: 40))],
                    [
                        "path": ".gitmodules", "mode": "100644", "type": "blob",
                        "content": "[submodule \"lib\"]\n\tpath = lib\n\turl = https://example.com/lib.git\n",
                    ],
                ],
            ])
        let commit = try await api.post(
            "/repos/\(repository)/git/commits", ["message": "All", "tree": tree["sha"], "parents": [.string(head)]])
        try await api.patch("/repos/\(repository)/git/refs/heads/main", ["sha": commit["sha"]])
        return repository
    }

    @Test("folders are listed, links followed within the repository, submodules named")
    func kinds() async throws {
        try await simulated { s in
            let repository = try await repository(s)
            let root = try await s.owner.client.get("/repos/\(repository)/contents")
            let types = root.array?.map { "\($0["name"].string ?? "") \($0["type"].string ?? "")" }
            #expect(types == [".gitmodules file", "README.md file", "away symlink", "docs dir", "lib file", "link symlink"])
            let folder = try await s.owner.client.get("/repos/\(repository)/contents/docs?ref=main")
            #expect(folder[0]["url"].string == "\(s.sim.baseURL)/repos/\(repository)/contents/docs/a%20b.txt?ref=main")
            #expect(folder[0]["size"].int == 7)
            let link = try await s.owner.client.get("/repos/\(repository)/contents/link")
            #expect(link["type"].string == "file" && link["content"].string == "aW5zaWRlCg==\n")
            let away = try await s.owner.client.get("/repos/\(repository)/contents/away")
            #expect(away["type"].string == "symlink" && away["target"].string == "/etc/passwd")
            let module = try await s.owner.client.get("/repos/\(repository)/contents/lib")
            #expect(module["type"].string == "submodule" && module["submodule_git_url"].string == "https://example.com/lib.git")
        }
    }

    @Test("files come raw, folders as objects, the readme by itself")
    func media() async throws {
        try await simulated { s in
            let repository = try await repository(s)
            let raw = try await s.owner.client.send(
                "GET", "/repos/\(repository)/contents/docs/a%20b.txt", headers: [("Accept", "application/vnd.github.raw+json")])
            #expect(raw.text == "inside\n" && raw.header("Content-Type")?.hasPrefix("application/vnd.github.raw") == true)
            let object = try await s.owner.client.send(
                "GET", "/repos/\(repository)/contents/docs", headers: [("Accept", "application/vnd.github.object+json")])
            #expect(object.json["type"].string == "dir" && object.json["entries"].array?.count == 1)
            let readme = try await s.owner.client.get("/repos/\(repository)/readme")
            #expect(readme["path"].string == "README.md" && readme["encoding"].string == "base64")
            let link = try #require(readme["download_url"].string)
            #expect(try await s.owner.client.send("GET", link).text == "hello\n")
            #expect(try await refused(s.owner.client, "GET", "/repos/\(repository)/readme/docs").status == 404)
        }
    }

    @Test("what cannot be written is refused")
    func refusals() async throws {
        try await simulated { s in
            let repository = try await repository(s)
            let body: ForgeJSON = ["message": "M", "content": "YQ=="]
            func refusal(_ path: String, _ body: ForgeJSON) async throws -> (status: Int, json: ForgeJSON) {
                try await refused(s.owner.client, "PUT", "/repos/\(repository)/contents/\(path)", body)
            }
            #expect(try await refusal("a%2F..%2F..%2Fb", body).json["message"].string == "path contains a malformed path component")
            #expect(try await refusal(".git/config", body).status == 422)
            #expect(try await refusal("x", ["message": "M", "content": "?"]).json["message"].string == "content is not valid Base64")
            #expect(
                try await refusal("x", [:]).json["message"].string == "Invalid request.\n\n\"message\", \"content\" weren't supplied.")
            #expect(try await refusal("docs", body).status == 501)
            var elsewhere = body
            elsewhere["branch"] = "../../../evil"
            #expect(try await refusal("x", elsewhere).status == 404)
            let empty = try await s.owner.client.send("POST", "/user/repos", ["name": "void"])
            #expect(empty.status == 201)
            #expect(try await refused(s.owner.client, "PUT", "/repos/owner/void/contents/x", elsewhere).status == 404)
            let nothing = try await refused(s.owner.client, "GET", "/repos/owner/void/contents")
            #expect(nothing.status == 404 && nothing.json["message"].string == "This repository is empty.")
        }
    }
}

import ForgeSim
import Testing

@Suite("git data over the API")
struct GitDataTests {
    @Test("commits are made of blobs and trees and read back")
    func build() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let api = s.owner.client
            let head = try #require(try await s.owner.head(repository, "main"))
            let blob = try await api.post("/repos/\(repository)/git/blobs", ["content": "aGVs\nbG8", "encoding": "base64"])
            let tree = try await api.post(
                "/repos/\(repository)/git/trees",
                [
                    "base_tree": .string(head),
                    "tree": [
                        ["path": "a/b/c.txt", "mode": "100644", "type": "blob", "sha": blob["sha"]],
                        ["path": "run", "mode": "100755", "type": "blob", "content": "#!/bin/sh\n"],
                    ],
                ])
            let date = "2020-02-03T04:05:06+02:00"
            let commit = try await api.post(
                "/repos/\(repository)/git/commits",
                [
                    "message": "Build", "tree": tree["sha"], "parents": [.string(head)],
                    "author": ["name": "Ann", "email": "ann@example.com", "date": .string(date)],
                ])
            #expect(commit["author"]["date"].string == "2020-02-03T02:05:06Z")
            #expect(commit["committer"]["name"].string == "Ann")
            #expect(commit["parents"][0]["sha"].string == head)
            let sha = try #require(commit["sha"].string)
            let whole = try await api.get("/repos/\(repository)/git/trees/\(sha)?recursive=1")
            #expect(whole["tree"].array?.compactMap { $0["path"].string } == ["README.md", "a", "a/b", "a/b/c.txt", "run"])
            #expect(try await s.owner.file(repository, "a/b/c.txt", at: sha) == "hello")
            #expect(try await api.get("/repos/\(repository)/commits/\(sha)")["stats"]["additions"].int == 2)
        }
    }

    @Test("a tree without the removed path is what a null sha makes")
    func removal() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.commit(repository, branch: "main", message: "Add", files: ["d/x": "1", "d/y": "2"])
            let sha = try await s.owner.commit(repository, branch: "main", message: "Remove", files: ["d/x": nil])
            let tree = try await s.owner.client.get("/repos/\(repository)/git/trees/\(sha)?recursive=1")
            #expect(tree["tree"].array?.compactMap { $0["path"].string } == ["README.md", "d", "d/y"])
            let all = try await s.owner.commit(repository, branch: "main", message: "Remove more", files: ["d/y": nil])
            let rest = try await s.owner.client.get("/repos/\(repository)/git/trees/\(all)?recursive=1")
            #expect(rest["tree"].array?.compactMap { $0["path"].string } == ["README.md"])
        }
    }

    @Test("refs are made, moved forward, forced and removed")
    func refs() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let api = s.owner.client
            let start = try #require(try await s.owner.head(repository, "main"))
            let next = try await s.owner.commit(repository, branch: "main", message: "Next", files: ["n": "1"])
            let made = try await api.send(
                "POST", "/repos/\(repository)/git/refs", ["ref": "refs/heads/feature/one", "sha": .string(start)])
            #expect(made.status == 201)
            #expect(made.json["object"]["sha"].string == start)
            let encoded = try await api.get("/repos/\(repository)/git/ref/heads%2Ffeature%2Fone")
            #expect(encoded["ref"].string == "refs/heads/feature/one")
            try await api.patch("/repos/\(repository)/git/refs/heads/feature/one", ["sha": .string(next)])
            let back = try await refused(api, "PATCH", "/repos/\(repository)/git/refs/heads/feature/one", ["sha": .string(start)])
            #expect(back.status == 422 && back.json["message"].string == "Update is not a fast forward")
            try await api.patch("/repos/\(repository)/git/refs/heads/feature/one", ["sha": .string(start), "force": true])
            #expect(try await s.owner.head(repository, "feature/one") == start)
            try await api.delete("/repos/\(repository)/git/refs/heads/feature/one")
            #expect(
                try await refused(api, "DELETE", "/repos/\(repository)/git/refs/heads/feature/one").json["message"].string
                    == "Reference does not exist")
            try await api.post("/repos/\(repository)/git/refs", ["ref": "refs/heads/feature", "sha": .string(start)])
            #expect(try await s.owner.head(repository, "feature") == start)
        }
    }

    @Test("refs are refused in the forge's words")
    func refusals() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let api = s.owner.client
            let start = try #require(try await s.owner.head(repository, "main"))
            let missing = String(repeating: "1", count: 40)
            func message(_ ref: String, _ sha: String) async throws -> String? {
                try await refused(api, "POST", "/repos/\(repository)/git/refs", ["ref": .string(ref), "sha": .string(sha)]).json["message"]
                    .string
            }
            #expect(try await message("refs/heads/main", start) == "Reference already exists")
            #expect(try await message("refs/heads/x", missing) == "Object does not exist")
            #expect(try await message("refs/heads/a..b", start) == "refs/heads/a..b is not a valid ref name.")
            let gone = try await refused(api, "PATCH", "/repos/\(repository)/git/refs/heads/gone", ["sha": .string(start)])
            #expect(gone.json["message"].string == "Reference does not exist")
            #expect(
                try await refused(s.other.client, "POST", "/repos/\(repository)/git/refs", ["ref": "refs/heads/x", "sha": .string(start)])
                    .status == 404)
            let commit = try await refused(api, "GET", "/repos/\(repository)/commits/nothing")
            #expect(commit.status == 422 && commit.json["message"].string == "No commit found for SHA: nothing")
        }
    }

    @Test("contents are written with a commit, and only onto what one saw")
    func contents() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let made = try await s.owner.client.send(
                "PUT", "/repos/\(repository)/contents/docs/a.txt", ["message": "Add", "content": "YQ==", "branch": "main"])
            #expect(made.status == 201)
            #expect(made.json["commit"]["sha"].string == (try await s.owner.head(repository, "main")))
            let blind = try await refused(
                s.owner.client, "PUT", "/repos/\(repository)/contents/docs/a.txt", ["message": "Change", "content": "Yg=="])
            #expect(blind.status == 422)
            let changed = try await s.owner.client.send(
                "PUT", "/repos/\(repository)/contents/docs/a.txt",
                ["message": "Change", "content": "Yg==", "sha": made.json["content"]["sha"]])
            #expect(changed.status == 200)
            #expect(try await s.owner.file(repository, "docs/a.txt", at: "main") == "b")
            let nowhere = try await refused(
                s.owner.client, "PUT", "/repos/\(repository)/contents/b", ["message": "Add", "content": "YQ==", "branch": "none"])
            #expect(nowhere.status == 404)
        }
    }

    @Test("one branch is merged into another, with a conflict, or without need")
    func merges() async throws {
        try await simulated { s in
            let repository = try await s.repository(branches: ["main", "side"])
            let path = "/repos/\(repository)/merges"
            let pull = try await s.owner.openPull(repository, branch: "topic", title: "T", files: ["t": "1"])
            let merged = try await s.owner.client.send(
                "POST", path, ["base": "main", "head": .string(pull.head), "commit_message": "Together"])
            #expect(merged.status == 201)
            #expect(merged.json["parents"].array?.count == 2)
            #expect(try await s.owner.pull(repository, pull.number)["merge_commit_sha"] == merged.json["sha"])
            #expect(try await s.owner.client.send("POST", path, ["base": "main", "head": "topic"]).status == 204)
            try await s.owner.commit(repository, branch: "side", message: "Other t", files: ["t": "2"])
            #expect(try await refused(s.owner.client, "POST", path, ["base": "main", "head": "side"]).status == 409)
            #expect(try await refused(s.owner.client, "POST", path, ["base": "main", "head": "none"]).status == 404)
        }
    }

    @Test("lists of commits come newest first, in pages")
    func history() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            for index in 1...4 {
                try await s.owner.commit(repository, branch: "main", message: "Commit \(index)", files: ["f": "\(index)"])
            }
            let page = try await s.owner.client.send("GET", "/repos/\(repository)/commits?sha=main&per_page=2")
            #expect(page.json.array?.compactMap { $0["commit"]["message"].string } == ["Commit 4", "Commit 3"])
            let link = try #require(page.header("Link"))
            #expect(link.contains("sha=main&per_page=2&page=2>; rel=\"next\""))
            #expect(link.contains("rel=\"last\""))
            let last = try await s.owner.client.send("GET", "/repos/\(repository)/commits?sha=main&per_page=2&page=3")
            #expect(last.header("Link")?.contains("rel=\"next\"") == false)
            #expect(last.header("Link")?.contains("rel=\"prev\"") == true)
        }
    }
}

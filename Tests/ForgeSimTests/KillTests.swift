import ForgeSim
import Foundation
import Testing

@Suite("Killed in the middle of work", .enabled(if: forgesim != nil, "forgesim is not built"))
struct KillTests {
    /// What one caller does until the process is gone: branches, commits, pull requests, comments, forced pushes.
    private static func work(_ client: SimClient, _ name: String, _ done: AsyncStream<Void>.Continuation) async {
        let path = "/repos/ann/app"
        do {
            for round in 0..<10_000 {
                let branch = "\(name)-\(round)"
                let tip = try await client.get("\(path)/git/ref/heads/main")["object"]["sha"]
                done.yield()
                try await client.post("\(path)/git/refs", ["ref": .string("refs/heads/\(branch)"), "sha": tip])
                done.yield()
                let file = "\(path)/contents/\(branch).txt"
                let text: ForgeJSON = ["message": .string("Add \(branch)"), "content": "aGVsbG8=", "branch": .string(branch)]
                try await client.put(file, text)
                done.yield()
                let wish: ForgeJSON = ["title": .string(branch), "head": .string(branch), "base": "main"]
                let pull = try await client.post("\(path)/pulls", wish)
                done.yield()
                let more: ForgeJSON = ["message": "More", "content": "aGVsbG8K", "branch": .string(branch)]
                let head = try await client.put("\(path)/contents/\(branch)-more.txt", more)["commit"]["sha"]
                done.yield()
                try await client.post("\(path)/issues/\(pull["number"].text)/comments", ["body": "a comment"])
                done.yield()
                if round % 3 == 2 { try await client.patch("\(path)/git/refs/heads/main", ["sha": head, "force": true]) }
                done.yield()
            }
        } catch {
            // The process is gone.
        }
    }

    @Test("leaves refs, pull requests and journal in agreement", arguments: [9, 30, 47, 71])
    func agreement(calls: Int) async throws {
        let tree = try WorkTree()
        let users = tree.path + "/users.json"
        try Data(#"{"ann": {"role": "user", "token": ["secret"]}}"#.utf8).write(to: URL(fileURLWithPath: users))
        let first = try await Executable(users: users, data: tree.path + "/data")
        try await first.client("secret").post("/user/repos", ["name": "app", "auto_init": true])
        let hook: ForgeJSON = ["config": ["url": "http://127.0.0.1:1/none"], "events": ["*"]]
        try await first.client("secret").post("/repos/ann/app/hooks", hook)
        let (steps, done) = AsyncStream<Void>.makeStream()
        await withTaskGroup(of: Void.self) { group in
            for name in ["a", "b", "c"] {
                let client = first.client("secret")
                group.addTask { await Self.work(client, name, done) }
            }
            var count = 0
            for await _ in steps {
                count += 1
                if count >= calls { break }
            }
            first.kill()
        }
        let second = try await Executable(users: users, data: tree.path + "/data")
        try await check(second, tree)
        second.kill()
    }

    private func check(_ program: Executable, _ tree: WorkTree) async throws {
        let client = program.client("secret")
        _ = try await program.client(nil).get("/_sim/idle")
        var branches: [String: String] = [:]
        for branch in try await client.get("/repos/ann/app/branches?per_page=100").array ?? [] {
            branches[branch["name"].string ?? ""] = branch["commit"]["sha"].string
        }
        let pulls = try await client.get("/repos/ann/app/pulls?state=all&per_page=100").array ?? []
        for pull in pulls where pull["state"].string == "open" {
            #expect(branches[pull["head"]["ref"].string ?? ""] == pull["head"]["sha"].string, "pull request \(pull["number"].text)")
        }
        for issue in try await client.get("/repos/ann/app/issues?state=all&per_page=100").array ?? [] {
            #expect(try await client.send("GET", "/repos/ann/app/pulls/\(issue["number"].text)").status == 200)
        }
        let mirror = try await tree.git("clone", "-q", "--mirror", client.gitURL("ann/app"), "mirror")
        #expect(mirror.status == 0, "\(mirror.text)")
        for pull in pulls {
            let head = try await tree.git("-C", "mirror", "rev-parse", "refs/pull/\(pull["number"].text)/head")
            #expect(head.text == pull["head"]["sha"].string)
        }
        let states = try await program.client(nil).get("/_sim/deliveries")["items"].array ?? []
        #expect(!states.isEmpty && states.allSatisfy { $0["state"].string == "failed" })
        #expect(Set(states.map { $0["id"].text }).count == states.count)
        let issue = try await client.post("/repos/ann/app/issues", ["title": "afterwards"])
        #expect(issue["title"].string == "afterwards")
    }
}

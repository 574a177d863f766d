import ForgeSim
import Foundation
import GRDB
import Testing

@Suite("State that lasts")
struct PersistenceTests {
    @Test("a data folder may be named from where one is")
    func relativeFolder() async throws {
        let tree = try WorkTree()
        let up = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in ".." }.joined(separator: "/")
        let simulator = try await ForgeSimulator.start(
            users: [SimUser("ann", tokens: ["secret"])], dataDirectory: up + tree.path + "/data")
        let client = SimClient(baseURL: simulator.baseURL, token: "secret")
        _ = try await client.post("/user/repos", ["name": "app", "auto_init": true])
        let heads = try await tree.git("ls-remote", "--heads", client.gitURL("ann/app"))
        await simulator.stop()
        #expect(heads.status == 0 && heads.text.hasSuffix("refs/heads/main"), "\(heads.text)")
    }

    @Test("a killed process loses nothing, and what was queued goes out after the restart", .enabled(if: forgesim != nil))
    func killed() async throws {
        try await Sink.with { sink in
            let tree = try WorkTree()
            let users = tree.path + "/users.json"
            try Data(#"{"ann": {"role": "user", "token": ["secret"]}}"#.utf8).write(to: URL(fileURLWithPath: users))
            let first = try await Executable(users: users, data: tree.path + "/data")
            let ann = first.client("secret")
            try await ann.post("/user/repos", ["name": "app", "auto_init": true])
            let hook = try await ann.post("/repos/ann/app/hooks", ["config": ["url": .string(sink.url)], "events": ["issues"]])
            _ = try await first.client(nil).get("/_sim/idle")
            try await first.client(nil).patch("/_sim/hooks/\(hook["id"].text)", ["paused": true])
            let issue = try await ann.post("/repos/ann/app/issues", ["title": "Before the end"])
            let branches = try await ann.get("/repos/ann/app/branches")
            first.kill()
            #expect(sink.received.map(\.event) == ["ping"])
            let second = try await Executable(users: users, data: tree.path + "/data")
            let again = second.client("secret")
            #expect(try await again.get("/repos/ann/app/issues/1")["id"] == issue["id"])
            #expect(try await again.get("/repos/ann/app/branches")[0]["commit"]["sha"] == branches[0]["commit"]["sha"])
            try await second.client(nil).patch("/_sim/hooks/\(hook["id"].text)", ["paused": false])
            _ = try await second.client(nil).get("/_sim/idle")
            #expect(sink.received.map(\.event) == ["ping", "issues"])
            second.kill()
        }
    }

    @Test("a merge that was killed once its base had moved is a merge after the start", .enabled(if: forgesim != nil))
    func killedMerge() async throws {
        let tree = try WorkTree()
        let users = tree.path + "/users.json"
        try Data(#"{"ann": {"role": "user", "token": ["secret"]}}"#.utf8).write(to: URL(fileURLWithPath: users))
        let first = try await Executable(users: users, data: tree.path + "/data")
        let repository = try await Self.openPull(first.client("secret"))
        first.kill()
        // The state of a process that ends between the ref and the pull request: the base has moved, and a record says why.
        let git = "\(tree.path)/data/repositories/\(repository)"
        let person = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
        let base = try await tree.git("-C", git, "rev-parse", "main").text
        let squash = try await tree.git(
            "-C", git, person[0], person[1], person[2], person[3], "commit-tree", "topic^{tree}", "-p", base, "-m", "Topic (#1)"
        ).text
        #expect(try await tree.git("-C", git, "update-ref", "refs/heads/main", squash).status == 0)
        let database = try DatabaseQueue(path: tree.path + "/data/forgesim.db")
        try await database.write { db in
            let sql = """
                INSERT INTO moves SELECT repositoryID, (SELECT id FROM users WHERE login = 'ann'), 'refs/heads/main', ?, ?, 0, id FROM pulls
                """
            try db.execute(sql: sql, arguments: [base, squash])
        }
        try database.close()
        let second = try await Executable(users: users, data: tree.path + "/data")
        let pull = try await second.client("secret").get("/repos/ann/app/pulls/1")
        #expect(pull["merged"].bool == true && pull["merge_commit_sha"].string == squash && pull["merged_by"]["login"].string == "ann")
        _ = try await second.client(nil).get("/_sim/idle")
        let journal = try await second.client(nil).get("/_sim/deliveries")["items"].array ?? []
        #expect(journal.compactMap { $0["event"].string }.suffix(2).sorted() == ["pull_request", "push"])
        second.kill()
        let third = try await Executable(users: users, data: tree.path + "/data")
        _ = try await third.client(nil).get("/_sim/idle")
        #expect(try await third.client(nil).get("/_sim/deliveries")["items"].array?.count == journal.count)
        third.kill()
    }

    /// Makes a repository with a hook and a pull request; returns its id.
    private static func openPull(_ client: SimClient) async throws -> String {
        let repository = try await client.post("/user/repos", ["name": "app", "auto_init": true])
        let hook: ForgeJSON = ["config": ["url": "http://127.0.0.1:1/none"], "events": ["*"]]
        try await client.post("/repos/ann/app/hooks", hook)
        let tip = try await client.get("/repos/ann/app/git/ref/heads/main")["object"]["sha"]
        try await client.post("/repos/ann/app/git/refs", ["ref": "refs/heads/topic", "sha": tip])
        try await client.put("/repos/ann/app/contents/x.txt", ["message": "Topic", "content": "aGVsbG8=", "branch": "topic"])
        try await client.post("/repos/ann/app/pulls", ["title": "Topic", "head": "topic", "base": "main"])
        return repository["id"].text
    }

    /// Repository, fault, hook, and twelve comments, some of which are dropped at random; optionally kills the process before the fifth.
    private func story(killed: Bool) async throws -> [String] {
        let tree = try WorkTree()
        let users = tree.path + "/users.json"
        try Data(#"{"ann": {"role": "user", "token": ["secret"]}}"#.utf8).write(to: URL(fileURLWithPath: users))
        var program = try await Executable(users: users, data: tree.path + "/data")
        try await program.client("secret").post("/user/repos", ["name": "app", "auto_init": true])
        let hook: ForgeJSON = ["config": ["url": "http://127.0.0.1:1/none"], "events": ["*"]]
        try await program.client("secret").post("/repos/ann/app/hooks", hook)
        try await program.client("secret").post("/repos/ann/app/issues", ["title": "An issue"])
        try await program.client(nil).post("/_sim/faults", ["match": ["event": "issue_comment"], "effect": "drop", "probability": 0.5])
        try await program.client(nil).put("/_sim/limits", ["core": 4_000])
        var seen: [String] = []
        for number in 0..<12 {
            _ = try await program.client(nil).get("/_sim/idle")
            if killed, number == 5 {
                program.kill()
                program = try await Executable(users: users, data: tree.path + "/data")
            }
            let comment = try await program.client("secret").post("/repos/ann/app/issues/1/comments", ["body": .string("\(number)")])
            seen.append("\(comment["id"].text) \(comment["node_id"].text)")
        }
        _ = try await program.client(nil).get("/_sim/idle")
        for item in try await program.client(nil).get("/_sim/deliveries")["items"].array ?? [] {
            seen.append(["seq", "id", "hook", "event", "action", "state", "status"].map { item[$0].text }.joined(separator: " "))
        }
        seen.append(try await program.client(nil).get("/_sim/faults").text)
        seen.append(try await program.client(nil).get("/_sim/limits").text)
        program.kill()
        return seen
    }

    @Test("a kill in the middle changes no id, no delivery and no fault of what follows", .enabled(if: forgesim != nil))
    func sameAfterKill() async throws {
        let reference = try await story(killed: false)
        let seen = try await story(killed: true)
        #expect(reference.count > 25)
        #expect(seen == reference)
    }

    @Test("a folder has one simulator at a time")
    func oneAtATime() async throws {
        let tree = try WorkTree()
        let first = try await ForgeSimulator.start(users: [], dataDirectory: tree.path + "/data")
        do {
            _ = try await ForgeSimulator.start(users: [], dataDirectory: tree.path + "/data")
            Issue.record("two simulators in one folder")
        } catch let error as ForgeSimError {
            #expect(error.description.contains("another simulator keeps its state in"))
        }
        await first.stop()
        let second = try await ForgeSimulator.start(users: [], dataDirectory: tree.path + "/data")
        await second.stop()
    }

    @Test("what is queued at the end of one instance is sent by the next")
    func queued() async throws {
        try await Sink.with { sink in
            let tree = try WorkTree()
            let users = [SimUser("owner", role: "user")]
            let first = try await ForgeSimulator.start(users: users, dataDirectory: tree.path + "/data")
            let owner = try first.contributor("owner")
            try await owner.createRepository("owner/app")
            let hook = try await owner.addHook("owner/app", url: sink.url, events: ["issues"])
            try await first.idle()
            try first.control.pauseHook(hook)
            for title in ["One", "Two"] { try await owner.client.post("/repos/owner/app/issues", ["title": .string(title)]) }
            let archive = try await first.control.exportState()
            await first.stop()
            let second = try await ForgeSimulator.start(users: users)
            try await second.control.importState(archive)
            #expect(sink.received.count == 1)
            try second.control.pauseHook(hook, false)
            try await second.idle()
            #expect(sink.received.map(\.event) == ["ping", "issues", "issues"])
            await second.stop()
        }
    }

    @Test("what is not an archive is refused, and the old state stays")
    func nonsense() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            await #expect(throws: ForgeSimError.self) { try await s.sim.control.importState(Array("no tar".utf8)) }
            let answer = try await s.sim.client(nil).sendRaw("POST", "/_sim/import", Array("no tar".utf8))
            #expect(answer.status == 422 && answer.json["message"].string?.contains("not an archive") == true)
            #expect(try await s.owner.head(repository, "main") != nil)
        }
    }

    @Test("a token that left the users file opens nothing any more")
    func tokens() async throws {
        let tree = try WorkTree()
        let first = try await ForgeSimulator.start(users: [SimUser("owner", tokens: ["old"])], dataDirectory: tree.path + "/data")
        await first.stop()
        let second = try await ForgeSimulator.start(users: [SimUser("owner", tokens: ["new"])], dataDirectory: tree.path + "/data")
        #expect(try await SimClient(baseURL: second.baseURL, token: "old").send("GET", "/user").status == 401)
        #expect(try await SimClient(baseURL: second.baseURL, token: "new").send("GET", "/user").status == 200)
        await second.stop()
    }

    @Test("a users file that makes no sense is refused with the place and the remedy")
    func usersFiles() throws {
        let cases = [
            ("{\n \"a\": {,}}", "line 2, column 8"), ("[]", "JSON object"), (#"{"a": 1}"#, "'a' must be an object"),
            (#"{"a b": {}}"#, "'a b' is not a login"), (#"{"a": {"type": "Robot"}}"#, "\"User\" or \"Organization\""),
            (#"{"a": {"tokn": []}}"#, "unknown member \"tokn\""), (#"{"a": {"token": [1]}}"#, "a list of texts"),
            (#"{"a": {"token": ["x y"]}}"#, "blank"), (#"{"a": {"token": "t"}, "b": {"token": "t"}}"#, "the same token"),
            (#"{"a": {}, "A": {}}"#, "twice"),
        ]
        for (text, words) in cases {
            do {
                _ = try SimUser.parse(Array(text.utf8))
                Issue.record("\(text) was taken")
            } catch let error as ForgeSimError {
                #expect(error.description.contains(words), "\(error)")
            }
        }
    }
}

import ForgeSim
import Foundation
import Testing

@Suite("State that lasts")
struct PersistenceTests {
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

    @Test("an archive that is none is refused, and the old state stays")
    func nonsense() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            await #expect(throws: ForgeSimError.self) { try await s.sim.control.importState(Array("no tar".utf8)) }
            let answer = try await s.sim.client(nil).sendRaw("POST", "/_sim/import", Array("no tar".utf8))
            #expect(answer.status == 422 && answer.json["message"].string?.contains("no archive") == true)
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
            (#"{"a b": {}}"#, "'a b' is no login"), (#"{"a": {"type": "Robot"}}"#, "\"User\" or \"Organization\""),
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

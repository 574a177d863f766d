import PluginAPI
import PluginTesting
import Testing

@Suite("A plugin on the test host, through the C boundary")
struct TestHostTests {
    private let host: TestHost

    init() throws { host = try TestHost(SamplePlugin.self) }

    private func run(_ steps: JSON...) throws {
        try host.deliver("test.run", number: 7, document: ["steps": .array(steps)])
    }

    private func notes() throws -> [String] {
        try host.query("notes").array?.compactMap(\.string) ?? []
    }

    @Test("events come in with their document, and leave rows")
    func events() throws {
        try run(["do": "note", "text": "æ 'quoted' \u{0} zero"])
        #expect(try notes() == ["æ 'quoted' \u{0} zero"])
    }

    @Test("an event that fails leaves nothing behind: no row, effect, timer, journal line or message")
    func rollback() throws {
        let error = #expect(throws: PluginError.self) {
            try run(
                ["do": "note", "text": "gone"], ["do": "effect"], ["do": "timer", "in": 5], ["do": "journal"],
                ["do": "emit", "kind": "sample.later"], ["do": "fail"])
        }
        #expect(error?.code == .conflict)
        #expect(error?.message == "failed as asked")
        #expect(try notes().isEmpty)
        #expect(host.effects.isEmpty && host.journal.isEmpty && host.emitted.isEmpty)
        #expect(host.timers.map(\.name) == ["tick"])
    }

    @Test("emitted events arrive after the hook, first in first out, and may emit more")
    func derivedEvents() throws {
        try run(
            ["do": "emit", "kind": "sample.a", "steps": [["do": "emit", "kind": "sample.c"]]],
            ["do": "emit", "kind": "sample.b"], ["do": "note", "text": "first"])
        #expect(try notes() == ["first", "sample.a 7", "sample.b 7", "sample.c 7"])
    }

    @Test("a plugin emits its own kinds alone")
    func foreignKind() {
        let error = #expect(throws: PluginError.self) { try run(["do": "emit", "kind": "other.a"]) }
        #expect(error?.code == .forbidden)
        #expect(error?.message.contains("'sample.'") == true)
    }

    @Test("an effect keeps its identity, and its outcome brings the context back")
    func effects() throws {
        try run(["do": "effect"], ["do": "note", "text": "x"])
        let effect = try #require(host.takeEffects("comment").first)
        #expect(effect.id == "2.0")
        #expect(effect.payload == ["body": "hello"])
        try host.finish(effect, result: ["id": 5])
        try host.fail(effect, code: "stale")
        #expect(try notes() == ["x", "comment done test", "comment failed test"])
        #expect(host.effects.isEmpty)
    }

    @Test("of several times for a timer the earliest wins; a period starts it again")
    func timers() throws {
        try run(["do": "timer", "in": 30], ["do": "timer", "in": 10], ["do": "timer", "in": 20])
        let start = host.now.seconds
        try host.advance(seconds: 70)
        #expect(try notes() == ["tick at \(start)", "once at \(start + 10)", "tick at \(start + 60)"])
        #expect(host.now.seconds == start + 70)
    }

    @Test("timers and messages that the manifest does not name are refused")
    func undeclared() {
        for step in ["unknown timer", "unknown reply"] {
            let error = #expect(throws: PluginError.self) { try run(["do": .string(step)]) }
            #expect(error?.code == .notFound)
            #expect(error?.message.contains("the manifest of 'sample'") == true)
        }
    }

    @Test("a comment with several rejected commands is answered with every reason, once")
    func rejections() throws {
        let body = "@bot note \"no\"\n@bot note \"fine\"\n@bot note \"no way\""
        #expect(try host.comment(body, by: "ada", on: 1) == .rejected("no is not a note\nno way is not a note"))
        #expect(try notes().isEmpty)
    }

    @Test("help is answered with the commands that the person may use, and nothing else of the comment is carried out")
    func help() throws {
        #expect(try host.comment("@bot help\n@bot note x", by: "ada", on: 1) == .done)
        #expect(host.replies.map(\.code) == ["command.help"])
        #expect(host.replies.first?.text.contains("note") == true)
        #expect(try notes().isEmpty)
    }

    @Test("commands are answered, and undone when rejected")
    func commands() throws {
        #expect(try host.command("note", by: "ada", on: 1, arguments: ["text": "yes"]) == .done)
        #expect(try host.command("note", by: "ada", on: 1, arguments: ["text": "no"]) == .rejected("no is not a note"))
        #expect(try notes() == ["yes"])
        #expect(host.takeReplies().map(\.text) == ["Noted: yes."])
        #expect(try host.roles(of: "boss", on: 1) == ["sample.boss", "sample.reviewer"])
        #expect(try host.roles(of: "ada", on: 1).isEmpty)
    }

    @Test(
        "a query can read and nothing else",
        arguments: [["execute": "DELETE FROM sample_notes"] as JSON, ["effect": true]])
    func queriesRead(_ parameters: JSON) {
        let error = #expect(throws: PluginError.self) { try host.query("notes", parameters) }
        #expect(error?.code == .forbidden)
        #expect(error?.message.contains("in a query") == true)
    }

    @Test(
        "SQL keeps to the rules of the host",
        arguments: [
            ("execute", "DELETE FROM pull_requests", PluginError.Code.forbidden),
            ("execute", "CREATE TABLE other (a)", .forbidden), ("execute", "PRAGMA journal_mode", .forbidden),
            ("execute", "ATTACH ':memory:' AS x", .forbidden), ("query", "SELECT random()", .forbidden),
            ("query", "SELECT datetime('now')", .forbidden), ("query", "DELETE FROM sample_notes", .forbidden),
            ("execute", "SELEKT 1", .invalid), ("execute", "DELETE FROM sample_notes; SELECT 1", .invalid),
            ("execute", "", .invalid), ("execute", "DELETE FROM sample_notes WHERE id = ?", .invalid),
        ])
    func sqlRules(_ step: String, _ sql: String, _ code: PluginError.Code) {
        let error = #expect(throws: PluginError.self) { try run(["do": .string(step), "sql": .string(sql)]) }
        #expect(error?.code == code, "\(String(describing: error))")
    }

    @Test("a broken constraint is a conflict, and the mirror can be read")
    func sqlResults() throws {
        try host.addPullRequest(TestPullRequest(number: 3))
        try run(["do": "query", "sql": "SELECT * FROM pull_requests"])
        #expect(try notes() == ["1 rows"])
        let error = #expect(throws: PluginError.self) { try run(["do": "note", "text": "1 rows"]) }
        #expect(error?.code == .conflict)
    }

    @Test("services of others are found, and a circle of calls ends")
    func services() throws {
        let missing = #expect(throws: PluginError.self) { try run(["do": "call"]) }
        #expect(missing?.code == .notFound)
        host.provide("other/1") { method, argument in ["method": .string(method), "got": argument] }
        try run(["do": "call", "argument": [1, 2]])
        #expect(try notes() == [#"{"got":[1,2],"method":"echo"}"#])
        #expect(try host.call(service: "sample/1", method: "caller") == "test")
        let circle = #expect(throws: PluginError.self) { try run(["do": "recurse"]) }
        #expect(circle?.message.contains("16 deep") == true)
    }

    @Test("people are found without regard to case, with their rights")
    func people() throws {
        try host.addReviewer("Ada")
        try run(["do": "person", "login": "ADA"], ["do": "person", "login": "eve"])
        #expect(try notes() == ["Ada", "nobody"])
    }

    @Test("random bits differ within an event and repeat on another host")
    func random() throws {
        try run(["do": "random"], ["do": "random"])
        let other = try TestHost(SamplePlugin.self)
        try other.deliver("test.run", document: ["steps": [["do": "random"], ["do": "random"]]])
        #expect(try Set(notes()).count == 2)
        #expect(try notes() == other.query("notes").array?.compactMap(\.string))
    }

    @Test("tables of a newer version are not touched")
    func newerTables() throws {
        try host.sql("INSERT INTO sample_migrations VALUES ('0002_from_the_future', 0)")
        let error = #expect(throws: PluginError.self) { try host.restart() }
        #expect(error?.code == .conflict)
    }
}

@Suite("A host handle")
struct HandleTests {
    /// Keeps its host handle after the hook has returned, which is wrong.
    final class Keeper: Plugin {
        nonisolated(unsafe) static var kept: Host?
        static var manifest: Manifest { Manifest(id: "keeper", version: "1") }
        init() {}
        func resync(_ host: Host) throws { Self.kept = host }
    }

    @Test("is refused after its hook returned")
    func expired() throws {
        _ = try TestHost(Keeper.self)
        let kept = try #require(Keeper.kept)
        let error = #expect(throws: PluginError.self) { try kept.query("SELECT 1") }
        #expect(error?.code == .invalid)
        #expect(error?.message.contains("after its hook returned") == true)
        #expect(kept.random() == 0)
    }
}

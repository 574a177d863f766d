import PluginAPI
import Testing

/// What passes on PluginTesting's host passes on the real one: every row runs on both.
@Suite("The real host and the host of PluginTesting")
struct ConformanceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var play: @Sendable (any HostUnderTest) throws -> [String]
        var expected: [String]

        var testDescription: String { name }
    }

    private static func notes(_ host: any HostUnderTest) throws -> [String] {
        try host.column("SELECT text FROM probe_notes ORDER BY id")
    }

    /// Comments: what was carried out, and what the plugin recorded.
    private static func comment(_ name: String, _ body: String, by login: String = "ann", _ expected: [String]) -> Row {
        Row(
            name: name,
            play: { host in
                let isDone = try host.comment(body, by: login)
                return ["\(isDone)"] + (try notes(host)) + (try host.replies)
            }, expected: expected)
    }

    /// One event with work to do: whether it was kept, and what was recorded.
    private static func event(_ name: String, _ what: [JSON], _ expected: [String]) -> Row {
        Row(
            name: name,
            play: { host in
                let isKept = try host.deliver("test.go", ["do": .array(what)])
                return ["\(isKept)"] + (try notes(host)) + (try host.effects) + (try host.replies) + (try host.journal)
            }, expected: expected)
    }

    /// An operator's request: what is answered, and what the plugin noted.
    private static func operation(_ name: String, _ operation: String, _ body: JSON, _ answer: String, _ noted: [String]) -> Row {
        Row(name: name, play: { host in [try host.operate(operation, body)] + (try notes(host)) }, expected: [answer] + noted)
    }

    static let rows: [Row] = [
        comment("a comment without commands does nothing", "hello bot", ["true"]),
        comment("a command is run", "@bot do labels", ["true", "labels "]),
        comment("commands in code are not commands", "```\n@bot do labels\n```", ["true"]),
        comment("an unknown word makes the whole comment void", "@bot do labels\n@bot fly", ["false"]),
        comment("a missing argument makes the whole comment void", "@bot do", ["false"]),
        comment("one rejection undoes all commands of the comment", "@bot do labels\n@bot do no", ["false"]),
        comment("a command that throws undoes all commands of the comment", "@bot do labels\n@bot do throw", ["false"]),
        comment("a role of the plugin allows its command", "@bot rule", by: "queen", ["true", "rule ruler"]),
        comment("a stranger may not, whatever another plugin answers", "@bot rule", by: "stranger", ["false"]),
        comment("no plugin makes somebody the author", "@bot own", by: "stranger", ["false"]),
        comment("the author is one by the mirror", "@bot own", by: "Author", ["true", "own author"]),
        comment(
            "a reply is rendered and escaped", "@bot do say",
            ["true", "say ", "@ann said: *a* @\u{200B}b `c` in `` *a* @b `c` ``."]),
        comment("a code may be written with or without the plugin's id", "@bot do full", ["true", "full ", "Full: x"]),
        comment("a message without a value for a placeholder is not sent", "@bot do incomplete", ["false"]),
        comment("the host's messages are not a plugin's", "@bot do foreign", ["false"]),
        event("effects are asked for", ["labels"], ["true", "test.go", #"labels {"add":["a"],"remove":[]}"#]),
        event("a hook that throws is undone", ["labels", "journal", "throw"], ["false"]),
        event("an unknown timer is an error", ["no-timer"], ["false"]),
        event("derived events come first in, first out", ["emit"], ["true", "test.go", "probe.first", "probe.third", "probe.second"]),
        event("events of others cannot be emitted", ["foreign-event"], ["false"]),
        event("statements that SQLite refuses are errors", ["bad-sql"], ["false"]),
        event("foreign tables cannot be written", ["foreign-table"], ["false"]),
        event("an effect without what its kind needs is an error", ["odd-labels"], ["false"]),
        event("an effect on a pull request needs its number", ["no-number"], ["false"]),
        event(
            "settings have the defaults that the manifest declares", ["settings"],
            ["true", "test.go", "probe_limit 7", "probed true", #"probe_word "word""#, "hello"]),
        operation(
            "a body that fits its schema reaches the plugin with defaults", "note", ["id": "1", "text": "a"],
            #"{"id":"1","loud":false,"text":"a"}"#, ["note"]),
        operation(
            "a body without what is required does not", "note", ["id": "1"],
            "text: `text` is missing; add text: text", []),
        operation(
            "nor one with a member that is not known", "note", ["id": "1", "text": "a", "txt": "b"],
            "txt: unknown key `txt`; did you mean `text`? known here: loud, text", []),
        operation(
            "nor one whose text is too long", "note", ["id": "1", "text": "abcdef"],
            "text: expected text of at most 5 characters, found 6; write at most 5 characters", []),
        operation("without a schema anything reaches it", "free", ["any": [1]], #"{"any":[1]}"#, ["free"]),
        operation("an operation that throws is undone", "note", ["id": "1", "text": "throw"], "thrown", []),
        event(
            "a line of the audit trail", ["journal"], ["true", "test.go", #"pull_request acme/web#1 f 1 {"a":"b"}"#]),
        Row(
            name: "timers fire at their time, the earliest request wins, the lower sequence first",
            play: { host in
                _ = try host.deliver("test.go", ["do": ["timers"]])
                try host.advance(seconds: 29)
                let before = try notes(host).count
                try host.advance(seconds: 71)
                return ["\(before)"] + (try notes(host).dropFirst())
            }, expected: ["1", "late at 1700000030", "early at 1700000060"]),
    ]

    @Test("on the host of PluginTesting", arguments: rows)
    func testing(row: Row) throws {
        let played = try row.play(TestingHost([ProbePlugin.self, UsurperPlugin.self]))
        #expect(played == row.expected, "\(played)")
    }

    @Test("on the real host", arguments: rows)
    func real(row: Row) throws {
        let played = try row.play(RunnerHost([ProbePlugin.self, UsurperPlugin.self]))
        #expect(played == row.expected, "\(played)")
    }
}

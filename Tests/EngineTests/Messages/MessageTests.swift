import Foundation
import PluginAPI
import Testing

@testable import Engine
@testable import PluginRules

@Suite struct MessageTests {
    private let renderer = MessageRenderer(botName: "bot")

    @Test(arguments: [
        ("hello", "hello"), ("@alice", "@\u{200B}alice"), ("a @alice b", "a @\u{200B}alice b"), ("(@org/team)", "(@\u{200B}org/team)"),
        ("a@b.org", "a@b.org"), ("@ alice", "@ alice"), ("`@alice`", "`@alice`"), ("` @alice", "\\` @\u{200B}alice"),
        ("``a ` @b``", "``a ` @b``"), ("`a\\` @bob `", "\\`a\\` @\u{200B}bob \\`"), ("<!-- x -->", "&lt;!-- x -->"),
        ("&#64;alice", "&amp;#64;alice"), ("&commat;alice", "&amp;commat;alice"), ("a & b", "a & b"), ("a\\", "a\\\\"),
        ("\\\\`x`", "\\\\\\`x\\`"), ("~~~", "\\~~~"), ("```\n@alice\n```", "\\`\\`\\`\n@\u{200B}alice\n\\`\\`\\`"), ("x@", "x@\u{200B}"),
        ("*@alice*", "*@\u{200B}alice*"), ("a\r\nb", "a\nb"), ("a < b", "a &lt; b"), ("`a < b`", "`a < b`"),
        ("<a title=\"`\"> @alice <a title=\"`\">", "&lt;a title=\"`\"> @alice <a title=\"`\">"),
    ])
    func `text is escaped`(text: String, expected: String) {
        #expect(CommentEscaper.text(text) == expected)
    }

    @Test(arguments: [
        ("a", "`a`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("``", "``` `` ```"), ("", "` `"), (" ", "` `"), ("a\nb", "`a b`"),
        (" a ", "`  a  `"),
        ("@alice", "`@alice`"),
    ])
    func `code is quoted by more backticks than it has`(text: String, expected: String) {
        #expect(CommentEscaper.code(text) == expected)
    }

    @Test func `a fence is longer than any run in it`() {
        #expect(CommentEscaper.fence("a\n````\nb", language: "sh") == "`````sh\na\n````\nb\n`````")
        #expect(CommentEscaper.fence("") == "```\n```")
    }

    private static let rendered: [(String, String, [String: JSON])] = [
        ("values in text", "{ping} {a} and {b}, {c}", ["ping": "@alice @bob ", "a": "@carol", "b": 7, "c": nil]),
        ("a list of logins", "{user_ping}: hi", ["user_ping": ["alice", "bob"]]),
        ("nobody to mention", "{ping} hi", ["ping": ""]),
        ("mentions without a blank", "{ping}hi", ["ping": ["alice"]]),
        ("code", "use `@bot {command}` or `{other}`", ["command": "r+", "other": "a`b @alice"]),
        ("a list on its own line", "reasons:\n\n{reasons}\n\nend", ["reasons": ["one", "two\nlines", "@alice"]]),
        ("a list in a line", "reasons: {reasons}, `{reasons}`", ["reasons": ["one", "two"]]),
        ("lines in a quotation", "> {text}", ["text": "one\n\ntwo\nbot r+"]),
        ("lines in an item", "- {text}\n- next", ["text": "one\ntwo"]),
        ("a fence", "it said:\n\n```text\n{output}\n```", ["output": "a\n```\nbot r+\n@alice"]),
        ("an indented fence", "- it said\n  ```\n  {output}\n  ```", ["output": "a\nb"]),
        ("no value", "{a} {b}", ["a": "x"]),
        ("braces that are no placeholder", "{} {A} {a b} {{a}} `{`", ["a": "x"]),
        ("commands to the bot", "{a}\nbot r+\n@bot: {a}\nx @bot r+", ["a": "bot retry\n  #bot check"]),
        ("a forged marker", "{a}", ["a": "<!-- switchyard:x 1.0 -->"]),
        ("a value that looks like a placeholder", "{a} {b}", ["a": "{b}", "b": "{a}"]),
        ("an object", "{a}", ["a": ["k": [1, true]]]),
        ("an empty list", "a\n{a}\nb", ["a": []]),
    ]

    @Test func `messages are rendered`() throws {
        var report = ""
        for (name, template, parameters) in Self.rendered {
            let result = renderer.render(template, parameters)
            report += "== \(name)\n\(result.text)\n"
            if !result.missing.isEmpty { report += "missing: \(result.missing.joined(separator: ", "))\n" }
        }
        // Invisible characters have to be visible here.
        try Golden.check("messages-rendered.txt", report.replacing("\u{200B}", with: "⟨zwsp⟩"))
    }

    @Test func `the messages of the host are rendered`() throws {
        let table = CommandHelp.table(try SampleCommands.grammar(), roles: SampleCommands.roles(["author"]), botName: "bot")
        let values: [String: JSON] = [
            "user_ping": ["alice"], "ping": ["alice"], "problem": "unknown command `x`", "command": "r+", "reason": "the head changed",
            "reasons": ["one", "two"], "repository": "acme/server", "branch": "17.0",
        ]
        var report = ""
        for entry in try MessageCatalogue(plugins: []).entries {
            let result = renderer.render(entry.text, values, markdown: ["help": table])
            #expect(result.missing == [])
            report += "== \(entry.code)\n\(result.text)\n"
        }
        try Golden.check("messages-host.md", report)
    }

    @Test(
        arguments: [
            (["a"], 1, "command.rejected"), (["a", "a"], 2, "command.rejected"), (["a"], 2, "command.rejected_partly"),
            (["a", "b"], 2, "command.rejected_list"), (["a", "b"], 3, "command.rejected_list_partly"),
        ] as [([String], Int, String)])
    func `a rejection says what it can`(reasons: [String], commands: Int, code: String) {
        #expect(HostMessages.rejection(reasons: reasons, commands: commands, user: "alice").code == code)
    }

    @Test(arguments: ["x", "```\n", "👩‍👩‍👧", "@a ", "bot r+\n"])
    func `a comment is never too long`(piece: String) {
        let value = String(repeating: piece, count: 66_000)
        for template in ["{a}", "start\n```\n{a}\n```\nend", "`{a}` end", "> {a}\n\nend"] {
            let text = renderer.render(template, ["a": .string(value)]).text
            #expect(text.utf16.count <= 65_536 - 512)
            #expect(!template.hasSuffix("end") || text.hasSuffix("end"))
            #expect(CommandFinder(botName: "bot").find(in: text) == [])
        }
        let list = renderer.render("{a}\n\nend", ["a": .array(Array(repeating: .string(piece + "abc"), count: 20_000))]).text
        #expect(list.utf16.count <= 65_536 && list.hasSuffix("end"))
    }

    @Test func `a comment that is cut leaves no fence open`() {
        let text = CommentEscaper.comment("````\n" + String(repeating: "bot r+\n", count: 20_000), botName: "bot")
        #expect(text.utf16.count <= 65_536)
        #expect(text.hasSuffix("\n````\n\n[…]"))
    }

    @Test func `codes belong to their plugin, and are claimed once in it`() {
        let conflict = #expect(throws: MessageCatalogue.Conflict.self) {
            try MessageCatalogue(plugins: [
                .init(plugin: "one", messages: [MessageTemplate("x.y", "a"), MessageTemplate("x.y", "b"), MessageTemplate("X", "c")]),
                .init(plugin: "two", messages: [MessageTemplate("x.y", "d"), MessageTemplate("command.help", "e")]),
            ])
        }
        #expect(
            conflict?.problems == [
                "plugin `one` declares the message `one.x.y` twice",
                "plugin `one`: `one.X` is not a message code; use lower-case letters, digits, `_` and `.`",
            ])
    }

    @Test func `an operator's text replaces a plugin's and uses its values`() throws {
        let catalogue = try MessageCatalogue(
            plugins: [.init(plugin: "one", messages: [MessageTemplate("x", "{ping} was {state}")])],
            replacements: ["one.x": "{state}!", "gone": "y"])
        #expect(catalogue.entry("one.x")?.text == "{state}!")
        #expect(catalogue.entry("one.x")?.original == "{ping} was {state}")
        #expect(catalogue.entry("gone") == nil)
        #expect(catalogue.entry("x", of: "one") == catalogue.entry("one.x"))
        #expect(catalogue.entry("command.help", of: "one") == nil, "the host's messages are not a plugin's")
        #expect(catalogue.problems(replacing: "one.x", with: "`{state}`") == [])
        #expect(
            catalogue.problems(replacing: "one.x", with: "{sate}") == ["`{sate}` has no value in this message; did you mean `{state}`?"])
        #expect(catalogue.problems(replacing: "one.x", with: " ") == ["the text is empty"])
        #expect(catalogue.suggestion(for: "command.hlep", of: "host") == "command.help")
    }
}

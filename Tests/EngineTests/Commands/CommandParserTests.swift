import Foundation
import PluginAPI
import Testing

@testable import Engine
@testable import PluginRules

@Suite struct CommandParserTests {
    private func read(_ body: String) throws -> CommentReading {
        CommandParser(grammar: try SampleCommands.grammar(), botName: "bot").read(body)
    }

    private static let accepted: [(String, [String])] = [
        ("bot r+", ["approve {}"]),
        ("bot review+", ["approve {}"]),
        ("bot r +", ["approve {}"]),
        ("bot r+ rebase_ff", ["approve {}", "method_rebase_ff {}"]),
        ("@bot r=1,#2 , 3 merge", ["approve_some {\"numbers\":[1,2,3]}", "method_merge {}"]),
        ("bot r- retry", ["unapprove {}", "retry {}"]),
        ("bot review-", ["unapprove {}"]),
        ("bot override=ci/build,legal/cla", ["override {\"contexts\":[\"ci/build\",\"legal/cla\"]}"]),
        ("bot override='a: b'", ["override {\"contexts\":[\"a: b\"]}"]),
        ("bot delegate+ delegate=@alice,#bob,x[bot]", ["delegate {}", "delegate {\"logins\":[\"alice\",\"bob\",\"x[bot]\"]}"]),
        ("bot cancel r+", ["cancel {}", "approve {}"]),
        ("bot cancel=Staging", ["cancel {}"]),
        ("bot NOW", ["now {}"]),
        ("bot NOW!!!", ["alone_now {\"bangs\":3}"]),
        ("bot NOW ! r+", ["alone_now {\"bangs\":1}", "approve {}"]),
        ("bot up to 17.0", ["limit {\"branch\":\"17.0\"}"]),
        ("bot up to \"a+b\"", ["limit {\"branch\":\"a+b\"}"]),
        ("bot fw=SkipCI", ["fw_skipci {}"]),
        ("bot remindme:17.0='see: \\'this\\'!'", ["remindme {\"branch\":\"17.0\",\"text\":\"see: 'this'!\"}"]),
        ("bot r+\ntext\nbot up to 17.0", ["approve {}", "limit {\"branch\":\"17.0\"}"]),
        ("bot help", ["help {}"]),
        ("bot up to help", ["limit {\"branch\":\"help\"}"]),
        ("bot", []), ("bot:", []), ("nothing here", []), ("```\nbot r+\n```", []),
    ]

    @Test(arguments: accepted)
    func `commands are read with their arguments`(body: String, expected: [String]) throws {
        switch try read(body) {
        case .nothing: #expect(expected == [])
        case .commands(let commands): #expect(commands.map { "\($0.id) \($0.arguments.text)" } == expected)
        case .problem(let problem): Issue.record("\(problem)")
        }
    }

    @Test func `a command knows its plugin, its text and its line`() throws {
        let reading = try read("hello\n@bot: r+   up  to 'a b'  ")
        #expect(
            reading
                == .commands([
                    ParsedCommand(plugin: "mergebot", id: "approve", text: "r+", arguments: [:], line: 2),
                    ParsedCommand(plugin: "forwardport", id: "limit", text: "up  to 'a b'", arguments: ["branch": "a b"], line: 2),
                ]))
    }

    private static let refused = [
        "bot rety", "bot R+", "bot r", "bot r*", "bot r=", "bot r=x", "bot r=1,", "bot r=1,,2", "bot r=99999999999999999999",
        "bot override", "bot override=", "bot override ci", "bot delegate=", "bot delegate=a/b", "bot up", "bot up to",
        "bot up 17.0", "bot upto 17.0", "bot fw=skipeverything", "bot fw", "bot cancel=", "bot cancel=foo", "bot retry!", "bot foo!",
        "bot NOWNOW", "bot NOW!x", "bot retry +", "bot + r", "bot r+, retry", "bot rebase-merge", "bot please", "bot 'r' +",
        "bot up to 'x", "bot : r+", "bot r+ do it", "bot merge\nbot nonsense `x` @alice", "bot <!-- -->", "bot remindme:17.0",
        "bot " + String(repeating: "x", count: 200), "bot " + String(repeating: "r+ ", count: 51), "bot r=``", "bot NO",
    ]

    @Test func `a problem is told in words that help`() throws {
        var report = ""
        for body in Self.refused {
            guard case .problem(let problem) = try read(body) else {
                Issue.record("\(body) was accepted")
                continue
            }
            let shown = body.count > 80 ? body.prefix(80) + "…" : body[...]
            report +=
                "\(shown.split(separator: "\n").joined(separator: " ⏎ "))\n    \(problem.kind.rawValue), line \(problem.line): \(problem.message)\n"
        }
        try Golden.check("command-problems.txt", report)
    }

    @Test func `one problem makes the whole comment void`() throws {
        guard case .problem(let problem) = try read("bot r+\nbot retry\nbot nonsense\nbot more nonsense") else {
            Issue.record("accepted")
            return
        }
        #expect(problem.kind == .unknownCommand)
        #expect(problem.line == 3)
        #expect(problem.message.contains("`nonsense`"))
    }

    @Test func `the table of commands depends on roles`() throws {
        let grammar = try SampleCommands.grammar()
        var report = ""
        for roles in [[], ["author"], ["reviewer", "override"], ["admin"]] {
            report += "== \(roles.joined(separator: ", "))\n"
            report += CommandHelp.table(grammar, roles: SampleCommands.roles(roles), botName: "bot") + "\n"
        }
        try Golden.check("command-help.md", report)
    }
}

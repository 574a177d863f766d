import PluginAPI
import Testing

@testable import Engine
@testable import PluginRules

@Suite("Random comments and messages")
struct CommentFuzz {
    private static let pieces = [
        "bot", "Bot", "@bot", "#bot", "bot:", "bot r+", "@alice", "alice@example.org", "r+", "r-", "override ci/build", "squash", "plaese",
        " ",
        "  ", "\t", "\u{A0}", "\n", "\n\n", "\r\n", "\r", "\u{2028}", "\u{85}", "\u{B}", "```", "``", "`", "~~~", "~~~~", "````", "> ",
        "- ", "* ", "1. ",
        "    ", "\\", "\\`", "<!--", "-->", "<details>", "</b>", "&#64;", "&commat;", "&#x40;alice", "\u{200B}", "\u{FEFF}", "\"", "'", "=",
        ",", "!",
        "up to", "é", "\u{301}", "\u{1F600}", "{pr}", "{", "}", "{name}", "{ping}",
    ]

    private static func comment(_ dice: inout Dice) -> String {
        var text = ""
        for _ in 0..<dice.below(30) { text += dice.once(in: 10) ? dice.text() : dice.pick(pieces) }
        return text
    }

    private static let grammar = try? CommandGrammar(plugins: [
        CommandGrammar.Claim(
            plugin: "queue",
            commands: [
                CommandDeclaration("approve", patterns: ["r+", "r+ <list:int>,..."]),
                CommandDeclaration("priority", patterns: ["p = <level:int>"]),
                CommandDeclaration("squash", patterns: ["squash"]), CommandDeclaration("check", patterns: ["check!..."]),
                CommandDeclaration("override", patterns: ["override <context:string>"]),
                CommandDeclaration("limit", patterns: ["up to <branch:word>", "ignore"]),
            ])
    ])

    @Test("commands come from lines that are addressed to the bot, and from nowhere else")
    func parser() async throws {
        let parser = CommandParser(grammar: try #require(Self.grammar), botName: "bot")
        try await Fuzz.rounds(2_000, part: "comment-parser") { dice in
            let text = Self.comment(&dice)
            guard case .commands(let commands) = parser.read(text) else { return }
            let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
            for command in commands {
                guard text.contains(command.text), (1...lines.count).contains(command.line) else {
                    throw Fuzz.Failure("the command \(command.text) is not on line \(command.line)", text)
                }
                let line = lines[command.line - 1].lowercased()
                guard line.contains("bot"), !line.hasPrefix(">") else { throw Fuzz.Failure("line \(command.line) is not a command", text) }
            }
            // The same text inside a quote or a code fence is not a command.
            let fenced = CommentEscaper.fence(text)
            guard parser.read(fenced) == .nothing else { throw Fuzz.Failure("a command within a fence", fenced) }
        }
    }

    @Test("a comment of the bot is not a command, is not too long, and stays as it is when it is made safe again")
    func escaped() async throws {
        let finder = CommandFinder(botName: "bot")
        try await Fuzz.rounds(1_200, part: "comment-escaper") { dice in
            var text = Self.comment(&dice)
            if dice.once(in: 200) { text = String(repeating: text + "\n", count: 70_000 / (text.utf16.count + 1) + 1) }
            let safe = CommentEscaper.comment(text, botName: "bot")
            guard finder.find(in: safe).isEmpty else { throw Fuzz.Failure("a command: \(finder.find(in: safe))", text) }
            guard safe.utf16.count <= CommentEscaper.lengthLimit else { throw Fuzz.Failure("\(safe.utf16.count) characters", text) }
            guard CommentEscaper.comment(safe, botName: "bot") == safe else {
                throw Fuzz.Failure("it changes when it is made safe again", text)
            }
        }
    }

    @Test("escaped text mentions nobody and has no tags; code and fences hold what they were given")
    func parts() async throws {
        try await Fuzz.rounds(1_200, part: "comment-parts") { dice in
            let text = Self.comment(&dice)
            let escaped = CommentEscaper.text(String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "`" })))
            guard !escaped.contains(/(^|[^A-Za-z0-9])@[A-Za-z0-9]/), !escaped.contains("<"), !escaped.contains("&#") else {
                throw Fuzz.Failure("a mention or a tag in \(escaped.debugDescription)", text)
            }
            let code = CommentEscaper.code(text)
            guard Self.isOneCode(Array(code.unicodeScalars)) else {
                throw Fuzz.Failure("code that ends early: \(code.debugDescription)", text)
            }
            let lines = CommentEscaper.lines(of: CommentEscaper.fence(text))
            var fences = FenceTracker()
            for line in lines {
                guard fences.isCode(line.unicodeScalars) else {
                    throw Fuzz.Failure("a fence that ends before \(line.debugDescription)", text)
                }
            }
            guard fences.closingLine == nil else { throw Fuzz.Failure("a fence that does not end", text) }
        }
    }

    /// Whether there are as many quotes at the start as at the end, and fewer within.
    private static func isOneCode(_ code: [Unicode.Scalar]) -> Bool {
        let quotes = code.prefix { $0 == "`" }.count
        guard !code.contains(where: { $0.properties.isWhitespace && $0 != " " && String($0).contains(where: \.isNewline) }) else {
            return false
        }
        let runs = code.split(omittingEmptySubsequences: true) { $0 != "`" }.map(\.count)
        return runs.first == quotes && runs.last == quotes && runs.count(where: { $0 == quotes }) == 2
    }

    @Test("a message is not a command and not too long, whatever its values are, and mentions only whom it means to")
    func messages() async throws {
        let finder = CommandFinder(botName: "bot")
        let renderer = MessageRenderer(botName: "bot")
        try await Fuzz.rounds(800, part: "messages") { dice in
            let template = dice.pick([
                "{name}: {value}", "Hello {name},\n{value}", "- {name}\n- `{value}`", "```\n{value}\n```\n{name}", "> {name} {value}",
                "{value}",
                "{other}, {name}", Self.comment(&dice),
            ])
            let value: JSON =
                dice.once(in: 4) ? .array((0..<dice.below(4)).map { _ in .string(Self.comment(&dice)) }) : .string(Self.comment(&dice))
            let long = dice.once(in: 150)
            let values: [String: JSON] = [
                "name": long ? .string(String(repeating: Self.comment(&dice) + "x", count: 5_000)) : .string(Self.comment(&dice)),
                "value": value,
            ]
            let rendered = renderer.render(template, values)
            guard finder.find(in: rendered.text).isEmpty else {
                throw Fuzz.Failure("a command in \(rendered.text.prefix(500).debugDescription)", "\(template) \(values)")
            }
            guard rendered.text.utf16.count <= CommentEscaper.lengthLimit - 512 else {
                throw Fuzz.Failure("\(rendered.text.utf16.count) characters", "\(template) \(values)".prefix(500).description)
            }
        }
    }
}

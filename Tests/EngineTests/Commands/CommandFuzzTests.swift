import Foundation
import PluginAPI
import Testing

@testable import Engine
@testable import PluginRules

@Suite struct CommandFuzzTests {
    private static let pieces = [
        "bot", "@bot", "#bot ", " ", "\n", "\r\n", "\t", "r", "+", "-", "=", ",", ":", "r+", "up to ", "override=", "delegate=",
        "NOW!!!", "!", "'", "\"", "\\", "`", "```", "~~~", "> ", "- ", "1. ", "17.0", "99999999999999999999999", "é", "\u{200B}",
        "\u{A0}", "👩‍👩‍👧", "\u{301}", "@alice", "<!--", "&#64;", "{ping}", "remindme:", "|", "fw=no", "help", "\u{2028}", "x\u{0}",
    ]

    private func body(_ generator: inout SeededGenerator, length: Int) -> String {
        (0..<length).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `no comment makes the parser fail`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let parser = CommandParser(grammar: try SampleCommands.grammar(), botName: "bot")
        for _ in 0..<100 {
            let body = body(&generator, length: Int.random(in: 1...60, using: &generator))
            let reading = parser.read(body)
            #expect(reading == parser.read(body))
            if case .commands(let commands) = reading {
                for command in commands { #expect(body.contains(command.text)) }
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `no value makes a message dangerous`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let renderer = MessageRenderer(botName: "bot")
        let finder = CommandFinder(botName: "bot")
        let template = "{ping} hello {value}\n\n{value}\n> {value}\n- `{value}` and {other}{value}\n\n```\n{value}\n```\n\nend"
        for _ in 0..<50 {
            let value = body(&generator, length: Int.random(in: 1...30, using: &generator))
            let other = body(&generator, length: 5)
            let text = renderer.render(template, ["ping": ["carol"], "value": .string(value), "other": .string(other)]).text
            #expect(finder.find(in: text) == [])
            #expect(text.hasPrefix("@carol "))
            let escaped = CommentEscaper.text(value.replacing("`", with: ""))
            #expect(!escaped.contains("&#") && !escaped.contains("<"))
            // Within a word, as in an address, the forge sees no mention.
            #expect(try Regex("(^|[^A-Za-z0-9])@[A-Za-z0-9]").firstMatch(in: escaped) == nil)
        }
    }

    @Test(arguments: [
        "bot r+ ", "bot ", "bot\n", "@", "`", "```\n", "'", "bot '", "a", "\n", " ", "bot x!", "bot r=1,", "~~~", "`a", "``a`", "\\`",
        "@a ",
        "&#", "<!--",
    ])
    func `long comments take time in proportion`(piece: String) throws {
        let parser = CommandParser(grammar: try SampleCommands.grammar(), botName: "bot")
        let body = String(String(repeating: piece, count: 65_536 / piece.count + 1).prefix(65_536))
        let duration = ContinuousClock().measure {
            _ = parser.read(body)
            _ = MessageRenderer(botName: "bot").render("{a} `{a}`\n```\n{a}\n```", ["a": .string(body)])
        }
        // Quadratic behaviour would take minutes.
        #expect(duration < .seconds(20))
    }
}

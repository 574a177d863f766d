import Testing

@testable import Engine
@testable import PluginRules

@Suite struct CommandTokenizerTests {
    @Test(
        arguments: [
            ("r+", ["r", "+"]), ("r+ rebase-ff", ["r", "+", "rebase-ff"]), ("r=1,2", ["r", "=", "1", ",", "2"]),
            ("r- -x", ["r-", "-", "x"]), ("remindme:17.0=hi", ["remindme", ":", "17.0", "=", "hi"]), ("NOW!!!", ["NOW!!!"]),
            ("a 'b c' d", ["a", "b c", "d"]), ("a=\"b, c\"", ["a", "=", "b, c"]), ("don't", ["don't"]),
            ("'a\\'b\\c'", ["a'b\\c"]), ("\"a\\'b\"", ["a\\'b"]), ("''", [""]), ("'a'b", ["a", "b"]), ("", []), ("  ", []),
            ("é\u{A0}ü", ["é", "ü"]), ("--", ["-", "-"]),
        ] as [(String, [String])])
    func `a line is cut into words and symbols`(line: String, expected: [String]) throws {
        #expect(try CommandTokenizer.tokens(of: line).map(\.text) == expected)
    }

    @Test(arguments: ["'", "a 'b", "\"a\\\"", "a='b c", "'a\\'"])
    func `a quote has to be closed`(line: String) {
        #expect(throws: CommandTokenizer.OpenQuote.self) { try CommandTokenizer.tokens(of: line) }
    }
}

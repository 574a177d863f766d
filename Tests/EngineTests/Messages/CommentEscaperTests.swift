import Testing

@testable import Engine
@testable import PluginRules

@Suite("Text made safe, seen as Markdown sees it")
struct CommentEscaperTests {
    // Swift joins the accent to the character before it; a Markdown parser does not.
    @Test(
        "backticks and blanks at the ends of code are kept apart from its quotes",
        arguments: [
            ("a", "`a`"), ("`", "`` ` ``"), ("`\u{301}x", "`` `\u{301}x ``"), ("x\u{600}`", "`` x\u{600}` ``"), (" a ", "`  a  `"),
            (" \u{301}a ", "`  \u{301}a  `"), (" a", "` a`"), ("", "` `"), ("a\nb", "`a b`"),
        ])
    func code(_ text: String, _ expected: String) {
        #expect(Array(CommentEscaper.code(text).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test("no line of a text opens a fence", arguments: ["~~~", "  ~~~~ x", "~~~\u{301}", "\t~~~"])
    func fence(_ text: String) {
        #expect(CommentEscaper.text(text).unicodeScalars.contains("\\"))
    }
}

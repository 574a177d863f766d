import PluginAPI
import Testing

@testable import Engine

@Suite("What an event says of a pull request")
struct PullRequestFactsTests {
    @Test(
        "lines of its text end with a line feed, and nothing else of it changes",
        arguments: [
            ("a\r\nb\r\n", "a\nb\n"), ("\r\n", "\n"), ("a\rb", "a\rb"), ("\r", "\r"), ("\r\r\n", "\r\n"), ("é\r\n👩‍👩‍👧\r\n", "é\n👩‍👩‍👧\n"),
            ("", ""),
            ("a\nb", "a\nb"),
        ])
    func lines(_ text: String, _ expected: String) throws {
        let document: JSON = [
            "number": 1, "title": .string(text), "body": .string(text), "head": ["sha": "abc"], "base": ["ref": "main"],
        ]
        let facts = try #require(PullRequestFacts(document))
        #expect(Array(facts.body.utf8) == Array(expected.utf8) && Array(facts.title.utf8) == Array(expected.utf8))
    }
}

import PluginAPI
import Testing

@testable import Engine
@testable import PluginRules

@Suite struct CommandGrammarTests {
    private func conflict(_ claims: [(String, [CommandDeclaration])]) -> [String] {
        do throws(CommandGrammar.Conflict) {
            _ = try CommandGrammar(plugins: claims.map { CommandGrammar.Claim(plugin: $0.0, commands: $0.1) })
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `the commands of the sample plugins go together`() throws {
        #expect(try SampleCommands.grammar().words.contains("help"))
    }

    @Test func `two plugins that claim one word are refused by name`() {
        let found = conflict([
            ("one", [CommandDeclaration("a", patterns: ["fw = no"])]), ("two", [CommandDeclaration("b", patterns: ["fw = yes"])]),
        ])
        #expect(found == ["plugins `one` and `two` both claim the word `fw`; load one of them only"])
    }

    @Test func `dashes and underscores do not tell words apart`() {
        let found = conflict([
            ("one", [CommandDeclaration("a", patterns: ["x-y"])]), ("two", [CommandDeclaration("b", patterns: ["x_y"])]),
        ])
        #expect(found.count == 1)
    }

    @Test func `the host keeps its own words`() {
        #expect(
            conflict([("one", [CommandDeclaration("a", patterns: ["help me"])])])
                == ["plugin `one` claims the word `help`, which is the host's own"])
    }

    @Test(
        arguments: [
            (["a b", "a b"], false), (["a <x:int>", "a <y:word>"], false), (["a <x:int>", "a <y:int>,..."], false),
            (["a <x:word>", "a b"], true), (["a", "a b"], true), (["a = b", "a = c"], true), (["a", "a !..."], true),
        ] as [([String], Bool)])
    func `patterns of one plugin may share a word but no line`(patterns: [String], accepted: Bool) {
        let commands = patterns.enumerated().map { CommandDeclaration("c\($0.offset)", patterns: [$0.element]) }
        #expect(conflict([("one", commands)]).isEmpty == accepted)
    }

    @Test(arguments: [
        "", "<x:int>", "+ a", "a <x>", "a <x:date>", "a <:int>", "a <x:int", "a ,...", "a ! b", "!...", "a <x:int> <x:int>",
        "a 'b", "a <x y:int>",
    ])
    func `a pattern that cannot be read is refused with its plugin`(pattern: String) {
        let found = conflict([("one", [CommandDeclaration("a", patterns: [pattern])])])
        #expect(found.first?.hasPrefix("plugin `one`, command `a`: pattern `\(pattern)`: ") == true)
    }

    @Test func `all conflicts are told at once`() {
        let found = conflict([
            ("one", [CommandDeclaration("a", patterns: ["x", "<", "help"]), CommandDeclaration("a", patterns: ["y"])]),
            ("two", [CommandDeclaration("a", patterns: ["x"])]),
        ])
        #expect(found.count == 4)
    }
}

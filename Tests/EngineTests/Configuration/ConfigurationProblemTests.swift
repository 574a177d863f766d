import Foundation
import PluginAPI
import PluginRules
import Testing

@testable import HostConfiguration

@Suite struct ConfigurationProblemTests {
    /// The errors and warnings for a text, one line each.
    private func problems(_ yaml: String) -> [String] {
        do throws(ConfigurationError) {
            return try SampleKeys.load(yaml).warnings.map(\.description)
        } catch {
            return error.problems.map(\.description)
        }
    }

    private static let merge = "identities: {merge: {token_env: T}}"

    private static let cases: [(String, String)] = [
        ("unknown key", "lissen: 127.0.0.1:1"),
        ("unknown key far from any", "zzzzzz: 1"),
        ("unknown nested key", "log: {levl: info}"),
        ("wrong type", "insecure: maybe"),
        ("number for text", "\(merge)\nprojects:\n  - name: a\n    branches: [{name: 17.0}]"),
        ("whole number for text", "data: 7"),
        ("text for number", "\(merge)\nprojects:\n  - name: a\n    batch_limit: many"),
        ("number too small", "\(merge)\nprojects: [{name: a, batch_limit: 0}]"),
        ("list for text", "data: [a]"),
        ("text for list", "projects: acme"),
        ("list for table", "log: [human]"),
        ("unknown choice", "log: {level: inof}"),
        ("missing name", "\(merge)\nprojects:\n  - active: true"),
        ("null for required", "people:\n  - login:"),
        ("bad repository", "sources: [{repository: acme, secret_files: [s]}]"),
        ("repository with .git", "sources: [{repository: acme/server.git, secret_files: [s]}]"),
        ("bad branch", "\(merge)\nprojects: [{name: a, branches: [refs/heads/x, a..b]}]"),
        ("duplicate branch", "\(merge)\nprojects:\n  - name: a\n    branches:\n      - m\n      - n\n      - m"),
        ("duplicate repository in one project", "\(merge)\nprojects: [{name: a, repositories: [{name: x/y}, {name: X/Y}]}]"),
        (
            "duplicate repository in two projects",
            "\(merge)\nprojects:\n  - {name: a, repositories: [{name: x/y}]}\n  - {name: b, repositories: [{name: x/y}]}"
        ),
        ("duplicate project", "\(merge)\nprojects: [{name: a}, {name: a}]"),
        ("duplicate person", "people: [{login: alice}, {login: Alice}]"),
        ("duplicate identity", "identities:\n  a: {token_env: T}\n  a: {token_env: U}"),
        ("duplicate plugin", "plugins: {load: [{id: a}, {id: a}]}"),
        (
            "duplicate in a list of a plugin",
            "\(merge)\nprojects: [{name: a, repositories: [{name: x/y, checks: \"a, a\"}]}]"
        ),
        ("unknown identity", "\(merge)\nprojects: [{name: a, identities: {merge: mergee}}]"),
        ("no identity at all", "projects: [{name: a}]"),
        ("another identity than the one that a plugin asks for", "identities: {bot: {token_env: T}}\nprojects: [{name: a}]"),
        ("identity that no plugin asks for", "\(merge)\nprojects: [{name: a, identities: {merg: merge}}]"),
        ("unknown identity of the host", "\(merge)\nprojects: [{name: a, identity: mergee}]"),
        (
            "unknown identity in a grant",
            "\(merge)\nplugins: {load: [{id: a, grants: [{identity: x, effects: [push], repositories: [\"*\"]}]}]}"
        ),
        ("two credentials", "identities:\n  merge: {token_env: T, token_file: f}"),
        ("no credential", "identities:\n  merge: {}"),
        ("app without key", "identities:\n  merge: {app: {id: 1, installation: 2}}"),
        ("unknown key of a project", "\(merge)\nprojects: [{name: a, batch_limits: 3}]"),
        ("unknown key of a branch", "\(merge)\nprojects: [{name: a, branches: [{name: m, watchd: true}]}]"),
        ("unknown key of a repository", "\(merge)\nprojects: [{name: a, repositories: [{name: x/y, check: a}]}]"),
        ("unknown key of a person", "people: [{login: a, nicknam: b}]"),
        ("unknown key of a plugin", "plugins:\n  load:\n    - id: queue\n      configuration: {lod: true}"),
        ("wrong value of a plugin's key", "plugins:\n  load:\n    - id: queue\n      configuration: {loud: perhaps, base: x}"),
        ("app without installation", "identities:\n  merge: {app: {id: 1, key_file: f}}"),
        (
            "bad substitution",
            "\(merge)\nprojects: [{name: a, repositories: [{name: x/y, label_substitutions: [\"/a/b\", \"/(/b/\", \"/a/b/q\", \"abc\", '/a/\\1/']}]}]"
        ),
        (
            "unknown effect",
            "\(merge)\nplugins: {load: [{id: a, grants: [{identity: merge, effects: [pussh], repositories: [a/b]}]}]}"
        ),
        (
            "bad pattern in a grant",
            "\(merge)\nplugins: {load: [{id: a, grants: [{identity: merge, effects: [push], repositories: [acme]}]}]}"
        ),
        ("public listener without secret", "listen: 0.0.0.0:80\nsources:\n  - {repository: a/b}"),
        ("public address without secret", "public_url: https://bot.example.org\nsources:\n  - {repository: a/b}"),
        ("insecure public listener", "listen: 0.0.0.0:80\ninsecure: true\nsources:\n  - {repository: a/b}"),
        ("local listener without secret", "sources:\n  - {repository: a/b}"),
        ("bad address", "listen: 8080"),
        ("bad port", "listen: localhost:99999"),
        ("bad url", "public_url: ftp://x"),
        ("url with a password", "forge: {api_url: \"https://u:p@x\"}"),
        ("bot name with @", "\(merge)\nprojects: [{name: a, bot_name: \"@bot\"}]"),
        ("plugin id with a capital", "plugins: {load: [{id: mergeBot}]}"),
        ("managed repository without source", "\(merge)\nprojects: [{name: a, repositories: [{name: x/y}]}]"),
        ("right in an unknown repository", "people: [{login: a, review: [{repository: x/y}]}]"),
        ("not YAML", "log: {format: human"),
        ("tabs", "log:\n\tformat: human"),
        ("not a table", "- a\n- b"),
        ("several at once", "lissen: x\ndata: 7\nlog: {level: loud}\npeople: [{nme: x}]"),
    ]

    @Test func `every problem has a place and a remedy`() throws {
        var report = ""
        for (name, yaml) in Self.cases {
            report += "== \(name)\n"
            for line in problems(yaml) {
                report += line + "\n"
                #expect(line.hasPrefix("f:"))
                #expect(!line.contains("\n"))
            }
        }
        try Golden.check("configuration-problems.txt", report)
    }

    @Test func `only the harmless cases are accepted`() {
        let accepted = Self.cases.filter { (try? SampleKeys.load($0.1)) != nil }.map(\.0)
        #expect(
            accepted == [
                "insecure public listener", "local listener without secret", "managed repository without source",
                "right in an unknown repository",
            ])
    }

    @Test func `a file that is not there is one problem`() {
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationLoader.text(of: "/nowhere/x.yaml") }
        #expect(error?.description.hasPrefix("/nowhere/x.yaml: cannot be read; ") == true)
    }

    @Test func `aliases that multiply do not fill the memory`() {
        var text = "a0: &a0 {x: 1}\n"
        for level in 1..<40 { text += "a\(level): &a\(level) {x: *a\(level - 1)}\n" }
        #expect(problems(text).first?.contains("levels deep") == true)
        text = "a0: &a0 [x]\n"
        for level in 1..<9 { text += "a\(level): &a\(level) [\((0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ", "))]\n" }
        #expect(problems(text).first?.contains("counting what aliases repeat") == true)
    }
}

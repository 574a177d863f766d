import Foundation
import PluginAPI
import Testing

@testable import Engine

@Suite struct ConfigurationProblemTests {
    /// The errors and warnings for a text, one line each.
    private func problems(_ yaml: String) -> [String] {
        do throws(ConfigurationError) {
            return try ConfigurationLoader.load(yaml: yaml, source: "f").warnings.map(\.description)
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
            "duplicate required status",
            "\(merge)\nprojects: [{name: a, repositories: [{name: x/y, required_statuses: \"a, a\"}]}]"
        ),
        ("unknown identity", "\(merge)\nprojects: [{name: a, identities: {merge: mergee}}]"),
        ("no identity at all", "projects: [{name: a}]"),
        (
            "unknown identity in a grant",
            "\(merge)\nplugins: {load: [{id: a, grants: [{identity: x, effects: [push], repositories: [\"*\"]}]}]}"
        ),
        ("two credentials", "identities:\n  merge: {token_env: T, token_file: f}"),
        ("no credential", "identities:\n  merge: {}"),
        ("app without key", "identities:\n  merge: {app: {id: 1, installation: 2}}"),
        ("not supported yet", "projects:\n  - name: acme\n    uniquifier: true\n    lateness_limit: 3"),
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
        (
            "fork of itself",
            "\(merge)\nsources: [{repository: x/y}]\nprojects: [{name: a, repositories: [{name: x/y, fork: x/y}]}]"
        ),
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
        let accepted = Self.cases.filter { (try? ConfigurationLoader.load(yaml: $0.1, source: "f")) != nil }.map(\.0)
        #expect(
            accepted == [
                "insecure public listener", "local listener without secret", "managed repository without source",
                "right in an unknown repository",
            ])
    }

    @Test func `each key of the example that is misspelt is found on its line`() throws {
        let text = try String(contentsOf: ProjectFiles.example, encoding: .utf8)
        let lines = text.components(separatedBy: "\n")
        var tried = 0
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            guard let colon = content.firstIndex(of: ":") else { continue }
            let start = content[..<colon].lastIndex { " {-".contains($0) }.map { content.index(after: $0) }
            let key = String(content[(start ?? content.startIndex)..<colon])
            // Names chosen by the file's author are not keys.
            guard !key.isEmpty, !["merge", "forwardport", "https"].contains(key) else { continue }
            var altered = lines
            altered[index] = line.replacing("\(key):", with: "\(key)x:", maxReplacements: 1)
            let found = problems(altered.joined(separator: "\n"))
            #expect(
                found.contains { $0.hasPrefix("f:\(index + 1): ") && $0.contains("did you mean `\(key)`?") },
                "\(altered[index]): \(found)")
            tried += 1
        }
        #expect(tried > 45)
    }

    @Test func `a file that is not there is one problem`() {
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationLoader.load(path: "/nowhere/x.yaml") }
        #expect(error?.description.hasPrefix("/nowhere/x.yaml: cannot be read; ") == true)
    }

    @Test func `aliases that multiply do not fill the memory`() {
        var text = "a0: &a0 {x: 1}\n"
        for level in 1..<40 { text += "a\(level): &a\(level) {x: *a\(level - 1)}\n" }
        #expect(problems(text).first?.contains("levels deep") == true)
    }
}

import Foundation
import PluginAPI
import Testing

@testable import Engine
@testable import HostConfiguration
@testable import PluginRules

@Suite("Random configuration files, manifests and lock files")
struct ConfigurationFuzz {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// What the shipped plugins add to the configuration.
    private static func declared() throws -> DeclaredKeys {
        let libraries = ["MergeBot", "ForwardPort"].map { "\(root)/Plugins/\($0)/.build/debug/lib\($0).so" }
        return DeclaredKeys(try libraries.map { try JSON(parsing: PluginLibrary.manifest(of: $0)).decode(as: Manifest.self) })
    }

    @Test("a file loads, and its document loads the same; or every problem has its place and its remedy")
    func files() async throws {
        let example = try String(contentsOfFile: "\(Self.root)/switchyard.example.yaml", encoding: .utf8)
        let declared = try Self.declared()
        try await Fuzz.rounds(150, part: "configuration") { dice in
            let text = Self.mutated(example, &dice)
            do throws(ConfigurationError) {
                let loaded = try ConfigurationLoader.load(yaml: text, source: "fuzz.yaml", declared: declared).configuration
                let again = try ConfigurationLoader.load(document: loaded.document, declared: declared).configuration
                guard again.document.bytes == loaded.document.bytes else { throw Self.different }
            } catch {
                let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
                for problem in error.problems where problem.severity == .error {
                    guard !problem.message.isEmpty, !problem.remedy.isEmpty, problem.source == "fuzz.yaml",
                        problem.line.map({ (1...lines + 1).contains($0) }) ?? true, !problem.message.contains("cannot be used")
                    else {
                        throw Fuzz.Failure("a problem without place or remedy: \(problem) (line \(problem.line ?? 0) of \(lines))", text)
                    }
                }
                guard !error.problems.isEmpty else { throw Fuzz.Failure("refused without a reason", text) }
            }
        }
    }

    private static let different = ConfigurationError(problems: [
        DocumentProblem(source: "the document", line: nil, path: "", message: "loads otherwise", remedy: "")
    ])

    private static func mutated(_ text: String, _ dice: inout Dice) -> String {
        if dice.once(in: 5) { return String(decoding: dice.mutated(Array(text.utf8)), as: UTF8.self) }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0...dice.below(3) {
            let place = dice.below(lines.count)
            switch dice.below(8) {
            case 0: lines.remove(at: place)
            case 1: lines.insert(lines[place], at: dice.below(lines.count))
            case 2: lines[place] = "  " + lines[place]
            case 3: lines[place] = String(lines[place].dropFirst(2))
            case 4, 5:
                guard let colon = lines[place].firstIndex(of: ":") else { continue }
                let value = dice.pick(
                    [
                        "", "[]", "{}", "null", "true", "-1", "1e99", "99999999999999999999", "'x'", "[[[]]]", "&a [*a]", "*b", "!!int x",
                        "|", "? x", "\"\\u0000\"", "0x10", "1:30",
                    ] + Hostile.texts.filter { !$0.contains("\n") })
                lines[place] = lines[place][...colon] + " " + value
            case 6:
                lines[place] = lines[place].replacing(
                    dice.pick(["acme", "server", "name", "merge", "master", "-", "{", "]"]), with: dice.pick(Hostile.texts))
            default: lines[place] = String(decoding: dice.mutated(Array(lines[place].utf8)), as: UTF8.self)
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test("a document of a request loads, or is refused")
    func documents() async throws {
        let declared = try Self.declared()
        let text = try String(contentsOfFile: "\(Self.root)/switchyard.example.yaml", encoding: .utf8)
        let example = try ConfigurationLoader.load(yaml: text, source: "example", declared: declared).configuration.document
        try await Fuzz.rounds(150, part: "configuration-document") { dice in
            let document = dice.mutated(dice.mutated(example))
            guard let loaded = try? ConfigurationLoader.load(document: document, declared: declared).configuration else { return }
            let again = try ConfigurationLoader.load(document: loaded.document, declared: declared).configuration
            guard again.document.bytes == loaded.document.bytes else { throw Fuzz.Failure("it loads otherwise", document.text) }
        }
    }

    @Test("a manifest is refused, or is one that rules can be asked about and that reads the same")
    func manifests() async throws {
        let manifest = Manifest(
            id: "a", version: "1.0.0", events: ["pull_request.*"], timers: [TimerDeclaration("t", periodSeconds: 60)],
            commands: [CommandDeclaration("c", patterns: ["go <number:int>,...", "go !..."], roles: ["reviewer"])],
            messages: [MessageTemplate("m", "{x}")],
            services: ["s/1"], needs: ["t/1"], effects: ["comment"], identities: ["merge"], resources: [.query("/a/{b}", "q")],
            pages: [PageDeclaration("/p", query: "q", template: "p.mustache", title: "P")], configurationSchema: ["type": "object"])
        let document = try JSON(encoding: manifest)
        try await Fuzz.rounds(600, part: "manifest") { dice in
            let mutated = dice.mutated(dice.mutated(document))
            guard let read: Manifest = try? mutated.decode() else { return }
            let sentences = ManifestRules.problems(read) + ManifestRules.clashes([read, manifest])
            guard sentences.allSatisfy({ !$0.isEmpty }) else { throw Fuzz.Failure("an empty reason", mutated.text) }
            guard let again: Manifest = try? JSON(encoding: read).decode(), again == read else {
                throw Fuzz.Failure("it reads otherwise", mutated.text)
            }
        }
    }

    @Test("a lock file is refused with its name, or reads the same")
    func lockFiles() async throws {
        let entry = PluginLockFile.Entry(
            id: "a", version: "1.0.0", library: "liba.so", sha256: String(repeating: "a", count: 64), effects: ["comment"], identities: [])
        let document = try JSON(encoding: PluginLockFile(plugins: [entry]))
        let path = NSTemporaryDirectory() + "switchyard-fuzz-\(UUID().uuidString).lock"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await Fuzz.rounds(200, part: "lock-file") { dice in
            let bytes = dice.once(in: 2) ? dice.mutated(document).bytes : dice.mutated(document.bytes)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            do {
                let read = try PluginLockFile(readingFrom: path)
                try read.write(to: path)
                guard try PluginLockFile(readingFrom: path).plugins.map(\.id).sorted() == read.plugins.map(\.id).sorted() else {
                    throw Fuzz.Failure("it reads otherwise", bytes: bytes)
                }
            } catch let error as PluginLoadError {
                guard error.message.contains(path), error.message.contains("switchyard plugin lock") else {
                    throw Fuzz.Failure("no file or remedy in: \(error)", bytes: bytes)
                }
            }
        }
    }
}

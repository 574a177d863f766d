import Contract
import Foundation
import PluginAPI
import PluginRules
import Testing

@testable import Engine
@testable import HostConfiguration

/// The shipped example, read with the keys that the shipped plugins declare.
@Suite("The example of a configuration")
struct ExampleConfigurationTests {
    private static let path = "\(Project.root)/switchyard.example.yaml"

    private static func declared() throws -> DeclaredKeys {
        let libraries = try [Project.mergeBot(), Project.forwardPort()]
        return DeclaredKeys(try libraries.map { try JSON(parsing: PluginLibrary.manifest(of: $0)).decode(as: Manifest.self) })
    }

    private static func load(_ text: String) throws -> LoadedConfiguration {
        try ConfigurationLoader.load(yaml: text, source: "f", declared: declared())
    }

    @Test("loads without a warning, and its document loads to the same document")
    func loads() throws {
        let loaded = try Self.load(String(contentsOfFile: Self.path, encoding: .utf8))
        #expect(loaded.warnings == [])
        let again = try ConfigurationLoader.load(document: loaded.configuration.document, declared: Self.declared()).configuration
        #expect(again.document.bytes == loaded.configuration.document.bytes)
        #expect(again.projects == loaded.configuration.projects)
    }

    @Test("names every key that the host and the plugins know")
    func complete() throws {
        let text = try String(contentsOfFile: Self.path, encoding: .utf8)
        for library in try [Project.mergeBot(), Project.forwardPort()] {
            let manifest = try JSON(parsing: PluginLibrary.manifest(of: library)).decode(as: Manifest.self)
            let own = manifest.configurationSchema["properties"].object?.keys.sorted() ?? []
            for key in own + ConfigurationScope.allCases.flatMap({ $0.schemas(of: manifest).keys.sorted() }) {
                #expect(text.contains("\(key):"), "the example does not show the key \(key) of \(manifest.id)")
            }
        }
        for key in ConfigurationScope.allCases.flatMap(\.hostKeys) { #expect(text.contains("\(key):"), "the example does not show \(key)") }
    }

    @Test("has no key that can be misspelt without being found on its line")
    func misspelt() throws {
        let lines = try String(contentsOfFile: Self.path, encoding: .utf8).components(separatedBy: "\n")
        let declared = try Self.declared()
        var tried = 0
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            guard let colon = content.firstIndex(of: ":") else { continue }
            let start = content[..<colon].lastIndex { " {-".contains($0) }.map { content.index(after: $0) }
            let key = String(content[(start ?? content.startIndex)..<colon])
            // Names that the file's author chooses are not keys.
            guard !key.isEmpty, !["merge", "forwardport", "https"].contains(key) else { continue }
            var altered = lines
            altered[index] = line.replacing("\(key):", with: "\(key)x:", maxReplacements: 1)
            var found: [String] = []
            do throws(ConfigurationError) {
                let text = altered.joined(separator: "\n")
                found = try ConfigurationLoader.load(yaml: text, source: "f", declared: declared).warnings.map(\.description)
            } catch {
                found = error.problems.map(\.description)
            }
            #expect(
                found.contains { $0.hasPrefix("f:\(index + 1): ") && $0.contains("did you mean `\(key)`?") },
                "\(altered[index]): \(found)")
            tried += 1
        }
        #expect(tried > 45)
    }
}

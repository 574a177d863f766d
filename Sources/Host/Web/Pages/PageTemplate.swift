import Engine
import Mustache
import PluginAPI

/// A Mustache template in which nothing can be output unescaped.
struct PageTemplate: Sendable {
    private let template: MustacheTemplate

    /// - Parameter name: its name in messages.
    /// - Throws: ``RuntimeError`` for a syntax error, and for triple braces.
    init(_ text: String, named name: String) throws {
        guard !text.contains("{{{"), text.firstMatch(of: #/{{\s*&/#) == nil else {
            throw RuntimeError("\(name) writes a value unescaped, which pages must not; use two braces")
        }
        do { template = try MustacheTemplate(string: text) } catch {
            throw RuntimeError("\(name) is not a valid template: \(error)")
        }
    }

    func render(_ document: JSON) -> String { template.render(MustacheValue.make(document)) }
}

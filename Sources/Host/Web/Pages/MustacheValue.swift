import Mustache
import PluginAPI

/// A document as the template engine expects it.
enum MustacheValue {
    /// A null that hides a member of the same name in an outer scope.
    struct Null: MustacheCustomRenderable {
        var renderText: String { "" }
        var isNull: Bool { true }
    }

    static func make(_ document: JSON) -> Any {
        switch document {
        case .null: Null()
        case .bool(let value): value
        case .int(let value): value
        case .double(let value): value
        case .string(let value): value
        case .array(let elements): elements.map(make)
        case .object(let members): members.mapValues(make)
        }
    }
}

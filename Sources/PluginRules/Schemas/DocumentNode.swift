package import Contract

/// A value of a document together with the line that it was written on.
///
/// YAML text and JSON values are both turned into this tree, so that one reader serves the configuration file, the operator API, the
/// log and the bodies of requests.
package struct DocumentNode: Sendable {
    /// What was written.
    package indirect enum Value: Sendable {
        case null
        case bool(Bool)
        case int(Int64)
        case double(String)
        case string(String)
        case list([DocumentNode])
        case map([Entry])
    }

    /// One key of a mapping.
    package struct Entry: Sendable {
        package var key: String
        package var line: Int?
        package var value: DocumentNode

        /// Makes an entry.
        package init(key: String, line: Int?, value: DocumentNode) {
            self.key = key
            self.line = line
            self.value = value
        }
    }

    package var value: Value
    package var line: Int?

    package init(_ value: Value, line: Int?) {
        self.value = value
        self.line = line
    }

    /// A node from a JSON value, which has no lines of its own.
    ///
    /// - Parameter line: The line to blame, when the value stands in for something that was written.
    package init(_ json: JSON, line: Int? = nil) {
        self.line = line
        switch json {
        case .null: value = .null
        case .bool(let flag): value = .bool(flag)
        case .int(let number): value = .int(number)
        case .double(let number): value = .double("\(number)")
        case .string(let text): value = .string(text)
        case .array(let items): value = .list(items.map { DocumentNode($0, line: line) })
        case .object(let members):
            value = .map(
                members.sorted { $0.key < $1.key }.map {
                    Entry(key: $0.key, line: line, value: DocumentNode($0.value, line: line))
                })
        }
    }

    /// The value as JSON, for parts whose shape is the plugin's business.
    package var json: JSON {
        switch value {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .double(let text): Double(text).map { .double($0) } ?? .string(text)
        case .string(let text): .string(text)
        case .list(let items): .array(items.map(\.json))
        case .map(let entries):
            .object(Dictionary(entries.map { ($0.key, $0.value.json) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// What stands there, in words: `the number 17.0`.
    package var summary: String {
        switch value {
        case .null: "nothing"
        case .bool(let flag): "\(flag)"
        case .int(let number): "the number \(number)"
        case .double(let text): "the number \(text)"
        case .string(let text): "`\(text.prefix(60))`"
        case .list: "a list"
        case .map: "a table of keys"
        }
    }
}

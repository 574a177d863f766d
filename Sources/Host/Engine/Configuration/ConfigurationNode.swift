import PluginAPI

/// A value of a configuration document together with the line on which it was written.
///
/// YAML text and JSON values are both turned into this tree, so that one reader serves the file, the operator API and
/// the log.
struct ConfigurationNode: Sendable {
    /// What was written.
    indirect enum Value: Sendable {
        case null
        case bool(Bool)
        case int(Int64)
        case double(String)
        case string(String)
        case list([ConfigurationNode])
        case map([Entry])
    }

    /// One key of a mapping.
    struct Entry: Sendable {
        var key: String
        var line: Int?
        var value: ConfigurationNode
    }

    var value: Value
    var line: Int?

    init(_ value: Value, line: Int?) {
        self.value = value
        self.line = line
    }

    /// A node from a JSON value, which has no lines of its own.
    ///
    /// - Parameter line: The line to report, if the value stands in for something that was written.
    init(_ json: JSON, line: Int? = nil) {
        self.line = line
        switch json {
        case .null: value = .null
        case .bool(let flag): value = .bool(flag)
        case .int(let number): value = .int(number)
        case .double(let number): value = .double("\(number)")
        case .string(let text): value = .string(text)
        case .array(let items): value = .list(items.map { ConfigurationNode($0, line: line) })
        case .object(let members):
            value = .map(
                members.sorted { $0.key < $1.key }.map {
                    Entry(key: $0.key, line: line, value: ConfigurationNode($0.value, line: line))
                })
        }
    }

    /// The value as JSON, for parts whose shape only the plugin knows.
    var json: JSON {
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

    /// What is written there, in words: `the number 17.0`.
    var summary: String {
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

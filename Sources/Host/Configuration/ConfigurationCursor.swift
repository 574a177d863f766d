import Contract

/// A place in a document that was read: the value and its path, for checks that look at several keys.
struct ConfigurationCursor {
    let value: JSON
    let path: String

    init(_ value: JSON, path: String = "") {
        self.value = value
        self.path = path
    }

    /// The value of a key.
    subscript(key: String) -> ConfigurationCursor {
        ConfigurationCursor(value[key], path: path.isEmpty ? key : "\(path).\(key)")
    }

    /// The elements of a list, none if it is not a list.
    var items: [ConfigurationCursor] {
        (value.array ?? []).enumerated().map { ConfigurationCursor($0.element, path: "\(path)[\($0.offset)]") }
    }

    /// The entries of a table by name, none if it is not a table.
    var entries: [(name: String, value: ConfigurationCursor)] {
        (value.object ?? [:]).keys.sorted().map { ($0, self[$0]) }
    }

    /// The text, if it is text.
    var text: String? { value.string }
}

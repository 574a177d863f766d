import PluginAPI

/// The merge queue's tables and its view of the mirror. Holds no state: everything is read from the transaction.
struct Store {
    let host: Host

    var now: Int64 { host.now.milliseconds }
}

extension Identifier: SQLConvertible {
    var sqlValue: SQLValue { .integer(value) }
}

extension Row {
    func id<Entity>(_ name: String) throws -> Identifier<Entity> {
        Identifier(try int64(name))
    }

    func optionalID<Entity>(_ name: String) -> Identifier<Entity>? {
        optionalInt64(name).map { Identifier($0) }
    }

    /// A commit or tree of one of the plugin's own columns; nil for NULL.
    func objectID(_ name: String) -> ObjectID? { optionalString(name).flatMap { ObjectID($0) } }

    /// A value of one of the plugin's own columns, which the schema restricts to known words.
    func word<Value: RawRepresentable>(_ name: String) throws -> Value where Value.RawValue == String {
        let text = try string(name)
        guard let value = Value(rawValue: text) else {
            throw PluginError(.invalid, "the column '\(name)' holds the unknown word '\(text)'")
        }
        return value
    }
}

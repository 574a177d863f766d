/// A row that a query answered.
public struct Row: Sendable {
    /// Names of the columns and where they stand; one for all rows of a query.
    package final class Columns: Sendable {
        package let names: [String]
        private let places: [String: Int]

        package init(names: [String]) {
            self.names = names
            places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }

        func place(_ name: String) -> Int? { places[name] }
    }

    private let columns: Columns
    private let values: [SQLValue]

    package init(columns: Columns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// Names of the columns, in the order of the query.
    public var columnNames: [String] { columns.names }

    /// The value of the column; ``SQLValue/null`` if the query has no such column.
    public subscript(name: String) -> SQLValue { columns.place(name).map { values[$0] } ?? .null }

    /// The value of the column at that place, from 0; ``SQLValue/null`` if there is none.
    public subscript(index: Int) -> SQLValue { values.indices.contains(index) ? values[index] : .null }

    /// The text of the column.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if it holds anything else.
    public func string(_ name: String) throws -> String { try require(name, "text", self[name].string) }

    /// The whole number of the column.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if it holds anything else.
    public func int(_ name: String) throws -> Int { try require(name, "a whole number", self[name].int) }

    /// The whole number of the column.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if it holds anything else.
    public func int64(_ name: String) throws -> Int64 { try require(name, "a whole number", self[name].int64) }

    /// The truth value of the column: 0 is false.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if it holds no whole number.
    public func bool(_ name: String) throws -> Bool { try require(name, "0 or 1", self[name].bool) }

    /// The moment of the column, which holds milliseconds.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if it holds no whole number.
    public func time(_ name: String) throws -> Timestamp { Timestamp(milliseconds: try int64(name)) }

    /// The document of the column, which holds its text.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if it holds no text, or text that is not JSON.
    public func json(_ name: String) throws -> JSON {
        do { return try JSON(parsing: try string(name)) } catch let error as JSONError {
            throw PluginError(.invalid, "the column '\(name)' holds no JSON document", cause: error)
        }
    }

    /// The text of the column, nil for NULL.
    public func optionalString(_ name: String) -> String? { self[name].string }
    /// The whole number of the column, nil for NULL.
    public func optionalInt(_ name: String) -> Int? { self[name].int }
    /// The whole number of the column, nil for NULL.
    public func optionalInt64(_ name: String) -> Int64? { self[name].int64 }
    /// The truth value of the column, nil for NULL.
    public func optionalBool(_ name: String) -> Bool? { self[name].bool }
    /// The moment of the column, nil for NULL.
    public func optionalTime(_ name: String) -> Timestamp? { self[name].int64.map(Timestamp.init(milliseconds:)) }

    private func require<Value>(_ name: String, _ expected: String, _ value: Value?) throws -> Value {
        if let value { return value }
        let found = columns.place(name) == nil ? "the query has no such column" : "it holds \(self[name])"
        throw PluginError(.invalid, "the column '\(name)' is read as \(expected), but \(found)")
    }
}

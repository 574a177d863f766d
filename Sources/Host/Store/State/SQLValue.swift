import Foundation
internal import GRDB

/// One value of a row or a parameter.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .blob(let value): Data(value).databaseValue
        }
    }

    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .real(value)
        case .string(let value): self = .text(value)
        case .blob(let value): self = .blob([UInt8](value))
        }
    }
}

/// The answer to a statement: column names once, then the rows.
package struct SQLResult: Sendable, Hashable {
    package var columns: [String]
    package var rows: [[SQLValue]]
    /// Rows changed by the statement.
    package var changes: Int
    /// The id of the row inserted last on this connection.
    package var lastInsertedID: Int64

    package init(columns: [String] = [], rows: [[SQLValue]] = [], changes: Int = 0, lastInsertedID: Int64 = 0) {
        self.columns = columns
        self.rows = rows
        self.changes = changes
        self.lastInsertedID = lastInsertedID
    }
}

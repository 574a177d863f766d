internal import CSQLite
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

    /// The value of a column of the row that a statement has stepped to.
    init(_ statement: OpaquePointer, column: Int32) {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: self = .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: self = .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            let text = sqlite3_column_text(statement, column)
            let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column)))
            self = .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let blob = sqlite3_column_blob(statement, column)
            self = .blob([UInt8](UnsafeRawBufferPointer(start: blob, count: Int(sqlite3_column_bytes(statement, column)))))
        default: self = .null
        }
    }
}

/// The result of a statement: column names once, then the rows.
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

internal import GRDB

/// Why a database could not do what was asked, and what to do about it.
package struct StoreError: Error, CustomStringConvertible, Sendable {
    /// What kind of failure it was.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String { case cannotOpen, newerSchema, misuse, invalidSQL, storage }
        private let value: Value

        /// The file cannot be opened, created or locked.
        package static let cannotOpen = Code(value: .cannotOpen)
        /// The file was written by a newer version of Switchyard.
        package static let newerSchema = Code(value: .newerSchema)
        /// The caller broke a rule of this module.
        package static let misuse = Code(value: .misuse)
        /// SQLite refused a statement.
        package static let invalidSQL = Code(value: .invalidSQL)

        /// The disk is full, or a file is locked, damaged or read-only: the request itself is not at fault.
        package static let storage = Code(value: .storage)

        package var description: String { value.rawValue }
    }

    package var code: Code
    package var message: String
    package var cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String {
        guard let cause else { return message }
        return "\(message) (\(cause))"
    }
}

extension StoreError {
    /// This error as a storage failure, or nil if it is something else.
    package init?(trouble error: any Error) {
        guard let error = error as? DatabaseError else { return nil }
        let remedy: String
        switch error.resultCode {
        case .SQLITE_FULL: remedy = "the disk is full: make room"
        case .SQLITE_IOERR: remedy = "the disk reports an error: look at the system's log"
        case .SQLITE_BUSY, .SQLITE_LOCKED: remedy = "another program holds a lock on the file: end it"
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            remedy = "the file cannot be written: check its permissions and those of its folder"
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: remedy = "the file is damaged: restore a backup"
        case .SQLITE_NOMEM: remedy = "the process has no memory left"
        default: return nil
        }
        self.init(.storage, remedy, cause: error)
    }
}

internal import GRDB

/// `state.db`: the mirror, the plugins' tables, requested effects, timers, journal. Only the runner writes it.
///
/// `synchronous=NORMAL` is enough here: what a power cut takes away is computed again from the log in `host.db`.
package final class StateStore: Sendable {
    let queue: DatabaseQueue
    package let path: String

    /// Opens or creates the file and brings its schema up to date.
    package init(path: String) throws {
        self.path = path
        try SQLiteFile.create(path)
        queue = try SQLiteFile.openWriter(path, durability: .normal, label: "state.db")
        try SQLiteFile.migrate(StateMigrations.migrator, queue, path: path)
    }

    /// Runs the whole application of one event as one transaction, on the calling thread.
    ///
    /// The value that the closure receives must not leave it: it is the database itself.
    package func apply<Value>(_ body: (StateTransaction) throws -> Value) throws -> Value {
        var result: Result<Value, any Error>?
        try queue.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                let value = Result { try body(StateTransaction(database: database, isReadOnly: false)) }
                result = value
                if case .failure = value { return .rollback }
                return .commit
            }
        }
        guard let result else { throw StoreError(.misuse, "the transaction on \(path) ended without a result") }
        return try result.get()
    }
}

/// `state.db` for readers: pages, the API, the executor. Each read sees one consistent state.
package final class StateReader: Sendable {
    private let pool: DatabasePool

    /// Opens a file that a ``StateStore`` has created.
    package init(path: String) throws {
        pool = try SQLiteFile.openReader(path, label: "state.db reader")
    }

    /// Reads a consistent state on a connection of its own.
    package func read<Value>(_ body: (StateTransaction) throws -> Value) throws -> Value {
        try pool.read { try body(StateTransaction(database: $0, isReadOnly: true)) }
    }
}

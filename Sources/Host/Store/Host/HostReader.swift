internal import GRDB

/// `host.db` for readers: lists of pages and API, and tokens. Each read sees one consistent state, with all that was committed before.
///
/// Readers have connections of their own: deliveries are not kept waiting by a list that takes long, and lists not by the disk.
package final class HostReader: Sendable {
    private let pool: DatabasePool

    /// Opens a file that a ``HostStore`` has created.
    init(path: String) throws {
        pool = try SQLiteFile.openReader(path, label: "host.db reader")
    }

    /// Reads a consistent state on a connection of its own; waits while all of them are in use. Whatever writes is refused.
    package func read<Value>(_ body: (HostTransaction) throws -> Value) throws -> Value {
        try pool.read { try body(HostTransaction(database: $0)) }
    }

    func close() { try? pool.close() }
}

internal import GRDB

/// `host.db` for readers: the lists of pages and API, and tokens. Each read sees one consistent state, including all earlier commits.
///
/// Readers have connections of their own: a slow list does not delay deliveries, and a slow disk does not delay lists.
package final class HostReader: Sendable {
    private let pool: DatabasePool

    /// Opens a file that a ``HostStore`` has created.
    init(path: String) throws {
        pool = try SQLiteFile.openReader(path, label: "host.db reader")
    }

    /// Reads a consistent state on a connection of its own; waits while all of them are in use. Writes are refused.
    package func read<Value>(_ body: (HostTransaction) throws -> Value) throws -> Value {
        try pool.read { try body(HostTransaction(database: $0)) }
    }

    func close() { try? pool.close() }
}

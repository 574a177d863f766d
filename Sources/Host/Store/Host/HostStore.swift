internal import GRDB

/// `host.db`: what arrived, in order, and what came of the effects.
///
/// One process writes it. `synchronous=FULL`: what was answered "stored" survives a power cut.
package final class HostStore: Sendable {
    let queue: DatabaseQueue
    let path: String

    /// Opens or creates the file, readable by its owner alone, and brings its schema up to date.
    /// - Throws: ``StoreError`` `cannotOpen` or `newerSchema`, naming the file.
    package init(path: String) throws {
        self.path = path
        try SQLiteFile.create(path)
        queue = try SQLiteFile.openWriter(path, durability: .full, label: "host.db")
        try SQLiteFile.migrate(HostMigrations.migrator, queue, path: path)
    }

    /// Runs several writes as one durable transaction.
    package func write<Value: Sendable>(_ body: (HostTransaction) throws -> Value) throws -> Value {
        try queue.write { try body(HostTransaction(database: $0)) }
    }

    /// Reads a consistent state.
    package func read<Value>(_ body: (HostTransaction) throws -> Value) throws -> Value {
        try queue.read { try body(HostTransaction(database: $0)) }
    }

    /// What SQLite says of a setting, for tests and `status`.
    package func pragma(_ name: String) throws -> String {
        try queue.read { try String.fetchOne($0, sql: "PRAGMA \(name)") ?? "" }
    }
}

/// One transaction on `host.db`; valid inside the closure that received it.
package struct HostTransaction {
    let database: Database

    /// A stored value of the host, or nil.
    package func setting(_ key: String) throws -> String? {
        try String.fetchOne(database, sql: "SELECT value FROM settings WHERE key = ?", arguments: [key])
    }

    /// Stores a value of the host.
    package func setSetting(_ key: String, _ value: String) throws {
        try database.execute(
            sql: "INSERT INTO settings(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            arguments: [key, value])
    }
}

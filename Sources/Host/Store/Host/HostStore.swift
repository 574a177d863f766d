internal import GRDB
import Synchronization

/// `host.db`: what arrived, in order, and the receipts of effects.
///
/// One process writes it. With `synchronous=FULL` what was acknowledged as stored survives a power cut.
package final class HostStore: Sendable {
    let queue: DatabaseQueue
    /// For reads that need not wait for writes, such as lists.
    package let reader: HostReader
    let path: String
    /// Why the last write failed, if the cause was the disk or a lock.
    private let lastTrouble = Mutex<String?>(nil)

    /// Opens or creates the file, readable only by its owner, and brings its schema up to date.
    /// - Throws: ``StoreError`` `cannotOpen` or `newerSchema`, naming the file.
    package init(path: String) throws {
        self.path = path
        try SQLiteFile.create(path)
        let queue = try SQLiteFile.openWriter(path, durability: .full, label: "host.db")
        try SQLiteFile.migrate(HostMigrations.migrator, queue, path: path)
        self.queue = queue
        reader = try HostReader(path: path)
    }

    // The writer must be the last to close the file: only it can checkpoint the WAL.
    deinit { reader.close() }

    /// Runs several writes as one durable transaction.
    package func write<Value: Sendable>(_ body: (HostTransaction) throws -> Value) throws -> Value {
        do {
            let value = try queue.write { try body(HostTransaction(database: $0)) }
            lastTrouble.withLock { $0 = nil }
            return value
        } catch {
            if let trouble = StoreError(trouble: error) { lastTrouble.withLock { $0 = trouble.description } }
            throw error
        }
    }

    /// Why nothing can be stored at the moment, or nil. If the last write failed, this tries another one, which may take as long as the
    /// lock timeout.
    package func trouble() -> String? {
        guard lastTrouble.withLock({ $0 }) != nil else { return nil }
        // A transaction without a write would succeed on a full disk.
        try? write { transaction in
            try transaction.setSetting("store.probe", transaction.setting("store.probe") == "1" ? "2" : "1")
        }
        return lastTrouble.withLock { $0 }
    }

    /// Reads a consistent state on the writer's connection, in turn with the writes: for lookups that precede a write.
    /// Lists use ``reader``.
    package func read<Value>(_ body: (HostTransaction) throws -> Value) throws -> Value {
        try queue.read { try body(HostTransaction(database: $0)) }
    }

    /// SQLite's value of a setting, for tests and `status`.
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

internal import GRDB
import Synchronization

/// `host.db`: what arrived, in order, and what came of the effects.
///
/// One process writes it. `synchronous=FULL`: what was answered "stored" survives a power cut.
package final class HostStore: Sendable {
    let queue: DatabaseQueue
    /// For what need not wait for writes, such as lists.
    package let reader: HostReader
    let path: String
    /// Why the last write failed, if that was the disk's or a lock's doing.
    private let lastTrouble = Mutex<String?>(nil)

    /// Opens or creates the file, readable by its owner alone, and brings its schema up to date.
    /// - Throws: ``StoreError`` `cannotOpen` or `newerSchema`, naming the file.
    package init(path: String) throws {
        self.path = path
        try SQLiteFile.create(path)
        let queue = try SQLiteFile.openWriter(path, durability: .full, label: "host.db")
        try SQLiteFile.migrate(HostMigrations.migrator, queue, path: path)
        self.queue = queue
        reader = try HostReader(path: path)
    }

    // The writer is to be the last that closes the file: it alone can bring the WAL into it.
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

    /// Why nothing can be stored at the moment, or nil. Where it was so, it is tried again, which may take as long as the wait for a
    /// lock.
    package func trouble() -> String? {
        guard lastTrouble.withLock({ $0 }) != nil else { return nil }
        // A transaction without a write would work on a full disk, too.
        try? write { transaction in
            try transaction.setSetting("store.probe", transaction.setting("store.probe") == "1" ? "2" : "1")
        }
        return lastTrouble.withLock { $0 }
    }

    /// Reads a consistent state on the writer's connection, in turn with the writes: for what is looked up on the way to a write.
    /// Lists are read with ``reader``.
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

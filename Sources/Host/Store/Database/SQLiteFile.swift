import Foundation
internal import GRDB

/// How the files are opened. The settings that durability depends on are written out, because GRDB's own defaults lose
/// the last transactions at a power cut (`synchronous=NORMAL`) and fail at once when the file is locked.
enum SQLiteFile {
    enum Durability: String { case full = "FULL", normal = "NORMAL" }

    static func configuration(readonly: Bool = false, label: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = label
        configuration.readonly = readonly
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.journalMode = readonly ? .default : .wal
        // A confined process has no folder for temporary files.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA temp_store = MEMORY") }
        return configuration
    }

    /// Creates an empty file that only its owner can read; leaves an existing one as it is.
    static func create(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw StoreError(.cannotOpen, "cannot create \(path): check that its folder exists and is writable")
        }
    }

    /// Opens a file for its only writer.
    static func openWriter(_ path: String, durability: Durability, label: String) throws -> DatabaseQueue {
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration(label: label))
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
                try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
            return queue
        } catch {
            throw StoreError(
                .cannotOpen, "cannot open \(path): check that its folder exists, is writable and has room", cause: error)
        }
    }

    /// Opens a file for reading beside its writer.
    static func openReader(_ path: String, label: String) throws -> DatabasePool {
        do {
            return try DatabasePool(path: path, configuration: configuration(readonly: true, label: label))
        } catch {
            throw StoreError(.cannotOpen, "cannot read \(path): is it there, and readable?", cause: error)
        }
    }

    /// Applies all pending migrations; refuses a file that a newer version has written.
    static func migrate(_ migrator: DatabaseMigrator, _ queue: DatabaseQueue, path: String) throws {
        let isNewer = try queue.read { try migrator.hasBeenSuperseded($0) }
        guard !isNewer else {
            throw StoreError(
                .newerSchema, "\(path) was written by a newer version of switchyard: start that version, or restore a backup")
        }
        let wait = try queue.writeWithoutTransaction { try waitLessIfEmpty($0) }
        let migrated = Result { try migrator.migrate(queue) }
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = \(wait)") }
        try migrated.get()
    }

    /// A file without tables has nothing to lose, so the migrations need not wait for the disk one by one. They stay in the WAL
    /// until the first durable commit flushes all of it; whatever a power cut leaves is a consistent prefix.
    /// - Returns: the value of `synchronous` to restore afterwards.
    private static func waitLessIfEmpty(_ database: Database) throws -> Int {
        let wait = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? 2
        guard try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0 else { return wait }
        try database.execute(sql: "PRAGMA synchronous = OFF")
        return wait
    }
}

import CSQLite
import Foundation

/// Writes to a database as a runner does, with everything that makes SQLite want another file.
struct Database {
    let path: String

    /// "ok", or SQLite's message.
    func use() -> String {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else { return message(connection) }
        let rows =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO thing SELECT NULL, hex(randomblob(40)) FROM n"
        let statements = [
            // The runner's setting: overflow stays in memory, because there is no folder for temporary files.
            "PRAGMA temp_store = MEMORY", "PRAGMA synchronous = FULL",
            "BEGIN IMMEDIATE", "CREATE TABLE IF NOT EXISTS thing (id INTEGER PRIMARY KEY, text TEXT)",
            // A savepoint that rolls back far more than SQLite keeps in memory on its own.
            "SAVEPOINT a", rows, "SAVEPOINT b", "UPDATE thing SET text = text || 'x'", "ROLLBACK TO b", "RELEASE a", "COMMIT",
            "CREATE INDEX IF NOT EXISTS by_text ON thing (text)",
            "SELECT text FROM thing ORDER BY text || 'y' DESC",
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "DELETE FROM thing",
        ]
        for statement in statements where sqlite3_exec(connection, statement, nil, nil, nil) != SQLITE_OK {
            return "\(statement): \(message(connection))"
        }
        return "ok"
    }

    private func message(_ connection: OpaquePointer?) -> String { String(cString: sqlite3_errmsg(connection)) }
}

import GRDB

/// What the control API has set: fault rules, scripted CI, limits, and their random state.
///
/// It is stored in the tables, so that it survives a restart and travels with an export. Nobody may be in a transaction when it is saved.
struct Settings: Sendable {
    let database: DatabaseQueue

    static let table = "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)"

    func load(_ name: String) throws -> ForgeJSON {
        let text = try database.read {
            try String.fetchOne(cached: $0, sql: "SELECT value FROM settings WHERE name = ?", arguments: [name])
        }
        return try text.map { try ForgeJSON(parsing: $0) } ?? .null
    }

    /// Stores a value; if that fails, it still holds in this process.
    func save(_ name: String, _ value: ForgeJSON) {
        try? database.write { db in
            try db.execute(sql: "INSERT OR REPLACE INTO settings VALUES (?, ?)", arguments: [name, value.text])
        }
    }
}

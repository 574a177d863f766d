import PluginAPI

/// A numbered, immutable step of the plugin's own schema.
struct Migration: Sendable {
    let name: String
    let statements: [String]

    /// Applies what is not applied yet, in order.
    static func apply(_ migrations: [Migration], to host: Host) throws {
        try host.execute("CREATE TABLE IF NOT EXISTS mergebot_migrations(name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL)")
        for migration in migrations {
            if try host.first("SELECT name FROM mergebot_migrations WHERE name = ?", .text(migration.name)) != nil { continue }
            for statement in migration.statements { try host.execute(statement) }
            try host.execute(
                "INSERT INTO mergebot_migrations(name, applied_at) VALUES (?, ?)", .text(migration.name), .integer(host.now.milliseconds))
        }
    }
}

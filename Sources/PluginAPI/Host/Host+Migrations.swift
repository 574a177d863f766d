/// A step in the history of a plugin's tables. Once released it never changes.
public struct Migration: Sendable {
    /// Name, `NNNN_verb_noun`: `0001_create_greetings`.
    public let name: String
    /// The statements, in order.
    public let statements: [String]

    /// Makes a step of single statements.
    public init(_ name: String, _ statements: String...) {
        self.name = name
        self.statements = statements
    }

    /// Makes a step of a list of statements.
    public init(_ name: String, statements: [String]) {
        self.name = name
        self.statements = statements
    }
}

extension Host {
    /// Runs the steps that have not run yet, in order, and remembers them in the table `<id>_migrations`. For ``Plugin/start(_:)``.
    ///
    /// - Throws: ``PluginError`` with code `conflict` if the database has a step that the plugin does not know: it was
    ///   written by a newer version.
    public func migrate(_ migrations: [Migration]) throws {
        let table = "\(prefix)_migrations"
        try execute("CREATE TABLE IF NOT EXISTS \(table) (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT")
        let done = Set(try query("SELECT name FROM \(table) ORDER BY name").map { try $0.string("name") })
        if let unknown = done.subtracting(migrations.map(\.name)).min() {
            throw PluginError(
                .conflict, "the tables were made by a newer version of the plugin (step '\(unknown)'); install that one")
        }
        for migration in migrations where !done.contains(migration.name) {
            for statement in migration.statements { try execute(statement) }
            try execute("INSERT INTO \(table) (name, applied_at) VALUES (?, ?)", migration.name, now)
        }
    }
}

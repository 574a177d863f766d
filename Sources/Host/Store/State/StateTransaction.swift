internal import GRDB

/// One transaction (or one read) on `state.db`; valid inside the closure that received it, on its thread.
package struct StateTransaction {
    let database: Database
    let isReadOnly: Bool

    /// The sequence number of the last applied event; 0 before the first.
    package func appliedSeq() throws -> Int64 {
        Int64(try setting("applied_seq") ?? "") ?? 0
    }

    /// Records that an event has been applied.
    package func setAppliedSeq(_ seq: Int64) throws {
        try setSetting("applied_seq", String(seq))
    }

    /// A stored value, or nil.
    package func setting(_ key: String) throws -> String? {
        try String.fetchOne(database.cachedStatement(sql: "SELECT value FROM settings WHERE key = ?"), arguments: [key])
    }

    /// The stored values whose keys start with a prefix, in the order of the keys.
    package func settings(prefix: String) throws -> [String] {
        try String.fetchAll(
            database.cachedStatement(sql: "SELECT value FROM settings WHERE substr(key, 1, ?) = ? ORDER BY key"),
            arguments: [prefix.count, prefix])
    }

    /// What follows the prefix in the keys that start with it, in order.
    package func settingNames(prefix: String) throws -> [String] {
        try String.fetchAll(
            database.cachedStatement(sql: "SELECT substr(key, ?1 + 1) FROM settings WHERE substr(key, 1, ?1) = ?2 ORDER BY key"),
            arguments: [prefix.count, prefix])
    }

    /// Stores a value.
    package func setSetting(_ key: String, _ value: String) throws {
        try run("INSERT INTO settings(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", [key, value])
    }

    /// Runs the body; rolls back whatever it wrote if it throws or returns false.
    package func savepoint(_ body: () throws -> Bool) throws {
        try database.inSavepoint { try body() ? .commit : .rollback }
    }

    /// Records the result of an event that was not simply applied.
    package func recordResult(seq: Int64, state: String, note: String) throws {
        try run("INSERT OR REPLACE INTO event_results(seq, state, note) VALUES (?, ?, ?)", [seq, state, note])
    }

    /// The recorded result of an event, if there is one.
    package func result(seq: Int64) throws -> (state: String, note: String)? {
        try Row.fetchOne(database, sql: "SELECT state, note FROM event_results WHERE seq = ?", arguments: [seq])
            .map { ($0["state"], $0["note"]) }
    }

    /// Runs one statement whose text has been checked.
    package func sql(_ text: String, _ arguments: [SQLValue]) throws -> SQLResult {
        // Statements are cached by text, and Swift considers texts equal that SQLite does not.
        let statement = try text.isASCII ? database.cachedStatement(sql: text) : database.makeStatement(sql: text)
        guard !isReadOnly || statement.isReadonly else {
            throw StoreError(.invalidSQL, "a query may only read, and this statement writes: \(text)")
        }
        let values = StatementArguments(arguments.map { $0.databaseValue as (any DatabaseValueConvertible)? })
        guard statement.columnCount > 0 else {
            let before = database.totalChangesCount
            try statement.execute(arguments: values)
            return SQLResult(
                changes: database.totalChangesCount - before, lastInsertedID: database.lastInsertedRowID)
        }
        // The cursor only steps; the values are read from SQLite directly, since GRDB's rows are made for lookups by name.
        let cursor = try DatabaseValue.fetchCursor(statement, arguments: values)
        var rows: [[SQLValue]] = []
        while try cursor.next() != nil {
            rows.append((0..<Int32(statement.columnCount)).map { SQLValue(statement.sqliteStatement, column: $0) })
        }
        return SQLResult(
            columns: statement.columnNames, rows: rows, changes: database.changesCount,
            lastInsertedID: database.lastInsertedRowID)
    }

    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

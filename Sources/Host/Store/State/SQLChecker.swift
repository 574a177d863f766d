internal import CSQLite
import Synchronization

/// Decides which statements a plugin may run: it reads the mirror and its own tables and writes its own tables alone.
///
/// Each distinct text is prepared once on a connection of its own that holds nothing but the schema and carries SQLite's
/// authorizer; the verdict is remembered. A statement cannot see more than it was checked for, since names of tables and
/// functions are part of its text.
package final class SQLChecker: @unchecked Sendable {  // The handle is used under the lock alone.
    private struct Verdicts {
        var allowed: Set<String> = []
        var handle: OpaquePointer?
    }

    private let prefix: String
    private let verdicts = Mutex(Verdicts())
    private let rules: UnsafeMutablePointer<Rules>

    /// - Parameter prefix: what the names of the plugin's tables start with, such as `mergebot_`.
    package init(prefix: String) {
        self.prefix = prefix
        rules = .allocate(capacity: 1)
        rules.initialize(to: Rules(prefix: prefix))
    }

    deinit {
        verdicts.withLock { _ = sqlite3_close_v2($0.handle) }
        rules.deinitialize(count: 1)
        rules.deallocate()
    }

    /// Checks a statement.
    /// - Parameters:
    ///   - mustRead: whether only reading is allowed at this moment.
    ///   - schema: the statements that make the present schema; asked for when the statement names something unknown.
    /// - Throws: ``StoreError`` `invalidSQL` with SQLite's words or with what is not allowed.
    package func check(_ sql: String, mustRead: Bool, schema: () throws -> [String]) throws {
        let key = mustRead ? "r\(sql)" : "w\(sql)"
        let problem = try verdicts.withLock { verdicts -> String? in
            guard !verdicts.allowed.contains(key) else { return nil }
            var problem = verdicts.handle == nil ? "no schema" : prepare(sql, verdicts.handle, mustRead: mustRead)
            if problem != nil {
                try reload(&verdicts.handle, schema())
                problem = prepare(sql, verdicts.handle, mustRead: mustRead)
            }
            if problem == nil { verdicts.allowed.insert(key) }
            return problem
        }
        guard let problem else { return }
        throw StoreError(.invalidSQL, "\(problem), in: \(sql)")
    }

    private func prepare(_ sql: String, _ handle: OpaquePointer?, mustRead: Bool) -> String? {
        let upper = sql.uppercased()
        guard !upper.contains("ROLLBACK"), !upper.contains("DEFERRABLE") else {
            return "a statement may not end the transaction of its event"
        }
        rules.pointee.mustRead = mustRead
        rules.pointee.denied = nil
        sqlite3_set_authorizer(handle, authorize, rules)
        defer { sqlite3_set_authorizer(handle, nil, nil) }
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        return sql.withCString { text -> String? in
            var tail: UnsafePointer<CChar>?
            guard sqlite3_prepare_v2(handle, text, -1, &statement, &tail) == SQLITE_OK else {
                return rules.pointee.denied ?? String(cString: sqlite3_errmsg(handle))
            }
            guard statement != nil else { return "there is no statement" }
            let rest = tail.map { String(cString: $0) } ?? ""
            return rest.allSatisfy { $0.isWhitespace || $0 == ";" } ? nil : "only one statement at a time"
        }
    }

    private func reload(_ handle: inout OpaquePointer?, _ schema: [String]) throws {
        sqlite3_close_v2(handle)
        handle = nil
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK else {
            throw StoreError(.cannotOpen, "SQLite cannot open a database in memory to check statements with")
        }
        for sql in schema { sqlite3_exec(handle, sql, nil, nil, nil) }
    }
}

/// What is allowed while one statement is prepared.
private struct Rules {
    let prefix: String
    var mustRead = false
    var denied: String?

    /// Tables of the engine that are no business of plugins.
    static let hidden: Set<String> = ["settings", "effects", "timers", "event_results", "dead_letters", "adoptions", "grdb_migrations"]
    /// Functions whose answers are not in the log.
    static let impure: Set<String> = [
        "random", "randomblob", "date", "time", "datetime", "julianday", "strftime", "unixepoch", "timediff", "load_extension",
        "current_timestamp", "current_date", "current_time", "changes", "total_changes", "last_insert_rowid", "sqlite_version",
        "sqlite_source_id",
    ]

    mutating func verdict(_ action: Int32, _ first: String, _ second: String) -> String? {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: nil
        case SQLITE_READ: Self.hidden.contains(first) ? "\(first) is the engine's own" : nil
        case SQLITE_FUNCTION:
            Self.impure.contains(second.lowercased()) ? "\(second)() is not deterministic: use the event's time and random numbers" : nil
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE: write(first)
        case SQLITE_CREATE_TABLE, SQLITE_DROP_TABLE: write(first)
        case SQLITE_CREATE_INDEX, SQLITE_DROP_INDEX: write(second)
        // What they do is checked when they are made and not when they run.
        case SQLITE_CREATE_TRIGGER, SQLITE_CREATE_VIEW, SQLITE_CREATE_TEMP_TRIGGER, SQLITE_CREATE_TEMP_VIEW:
            "triggers and views are not for plugins"
        case SQLITE_ALTER_TABLE: write(second)
        case SQLITE_ANALYZE, SQLITE_REINDEX: nil
        default: "statements of this kind are not for plugins"
        }
    }

    private func write(_ table: String) -> String? {
        if mustRead { return "only reading is possible here" }
        if table.hasPrefix(prefix) || table.hasPrefix("sqlite_") { return nil }
        return "\(table) is not a table of this plugin: its tables are named \(prefix)…"
    }
}

private func authorize(
    _ context: UnsafeMutableRawPointer?, _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?,
    _ database: UnsafePointer<CChar>?, _ trigger: UnsafePointer<CChar>?
) -> Int32 {
    guard let rules = context?.assumingMemoryBound(to: Rules.self) else { return SQLITE_DENY }
    let denied = rules.pointee.verdict(action, first.map { String(cString: $0) } ?? "", second.map { String(cString: $0) } ?? "")
    guard let denied else { return SQLITE_OK }
    if rules.pointee.denied == nil { rules.pointee.denied = denied }
    return SQLITE_DENY
}

extension StateTransaction {
    /// The statements that make the present schema, in an order in which they can be run.
    package func schema() throws -> [String] {
        try sql(
            """
            SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
            ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'view' THEN 1 ELSE 2 END, rowid
            """, []
        ).rows.compactMap { row in
            if case .text(let text) = row[0] { text } else { nil }
        }
    }
}

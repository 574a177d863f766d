internal import CSQLite
internal import PluginAPI

/// SQLite in memory, with the host's rules: a plugin writes its own tables and reads those and the mirror.
final class MemoryDatabase {
    private let handle: OpaquePointer
    private let rules: UnsafeMutablePointer<AccessRules>
    private static let isTransient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init() throws {
        var opened: OpaquePointer?
        guard sqlite3_open(":memory:", &opened) == SQLITE_OK, let handle = opened else {
            throw PluginError(.failed, "SQLite cannot open a database in memory")
        }
        self.handle = handle
        rules = .allocate(capacity: 1)
        rules.initialize(to: AccessRules())
        try run(mirrorSchema)
        sqlite3_set_authorizer(handle, authorizeStatement, rules)
    }

    deinit {
        sqlite3_close_v2(handle)
        rules.deinitialize(count: 1)
        rules.deallocate()
    }

    var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Runs a script of the host's own.
    func run(_ script: String) throws {
        rules.pointee.prefix = nil
        guard sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else { throw failure(script) }
    }

    /// Runs one statement, and returns its rows and how many rows it changed.
    ///
    /// - Parameters:
    ///   - prefix: what the names of the plugin's tables start with; nil: no rules.
    ///   - mustRead: refuses statements that write.
    func run(
        _ sql: String, _ arguments: [SQLValue], prefix: String?, mustRead: Bool
    ) throws -> (columns: [String], values: [SQLValue], changes: Int) {
        rules.pointee = AccessRules(prefix: prefix)
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        if mustRead, sqlite3_stmt_readonly(statement) == 0 {
            throw PluginError(.forbidden, "the statement writes, where only reading is possible: \(sql)")
        }
        let expected = Int(sqlite3_bind_parameter_count(statement))
        guard expected == arguments.count else {
            throw PluginError(.invalid, "the statement takes \(expected) arguments and got \(arguments.count): \(sql)")
        }
        for (index, argument) in arguments.enumerated() { bind(argument, Int32(index + 1), statement) }
        let columns = (0..<sqlite3_column_count(statement)).map { String(cString: sqlite3_column_name(statement, $0)) }
        let before = sqlite3_total_changes64(handle)
        var values: [SQLValue] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: values += (0..<Int32(columns.count)).map { value($0, statement) }
            case SQLITE_DONE: return (columns, values, Int(sqlite3_total_changes64(handle) - before))
            default: throw failure(sql)
            }
        }
    }

    private func prepare(_ sql: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        let rest: String? = try sql.withCString { text in
            var tail: UnsafePointer<CChar>?
            guard sqlite3_prepare_v2(handle, text, -1, &statement, &tail) == SQLITE_OK else { throw failure(sql) }
            return tail.map { String(cString: $0) }
        }
        guard let statement else { throw PluginError(.invalid, "there is no statement in: \(sql)") }
        guard (rest ?? "").allSatisfy({ $0.isWhitespace || $0 == ";" }) else {
            sqlite3_finalize(statement)
            throw PluginError(.invalid, "only one statement at a time: \(sql)")
        }
        return statement
    }

    private func bind(_ value: SQLValue, _ place: Int32, _ statement: OpaquePointer) {
        switch value {
        case .null: sqlite3_bind_null(statement, place)
        case .integer(let number): sqlite3_bind_int64(statement, place, number)
        case .real(let number): sqlite3_bind_double(statement, place, number)
        case .text(let text): sqlite3_bind_text(statement, place, text, Int32(text.utf8.count), Self.isTransient)
        case .blob(let bytes): sqlite3_bind_blob(statement, place, bytes, Int32(bytes.count), Self.isTransient)
        }
    }

    private func value(_ column: Int32, _ statement: OpaquePointer) -> SQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            let count = Int(sqlite3_column_bytes(statement, column))
            let start = sqlite3_column_text(statement, column)
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let count = Int(sqlite3_column_bytes(statement, column))
            return .blob(Array(UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count)))
        default: return .null
        }
    }

    private func failure(_ sql: String) -> PluginError {
        let message = String(cString: sqlite3_errmsg(handle))
        if let denied = rules.pointee.denied { return PluginError(.forbidden, "\(denied), in: \(sql)") }
        switch sqlite3_errcode(handle) & 0xFF {
        case SQLITE_CONSTRAINT: return PluginError(.conflict, "\(message), in: \(sql)")
        default: return PluginError(.invalid, "\(message), in: \(sql)")
        }
    }
}

/// What a statement may do while it is prepared.
private struct AccessRules {
    var prefix: String?
    var denied: String?

    /// Functions whose results are not determined by the log.
    static let impure: Set<String> = [
        "random", "randomblob", "date", "time", "datetime", "julianday", "strftime", "unixepoch", "current_timestamp",
        "current_date", "current_time", "load_extension",
    ]

    func problem(_ action: Int32, _ first: String, _ second: String, prefix: String) -> String? {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE, SQLITE_READ, SQLITE_ANALYZE, SQLITE_REINDEX: return nil
        case SQLITE_FUNCTION:
            return Self.impure.contains(second.lowercased())
                ? "\(second)() is not deterministic: use the event's time and random numbers" : nil
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE, SQLITE_CREATE_TABLE, SQLITE_DROP_TABLE, SQLITE_CREATE_VIEW,
            SQLITE_DROP_VIEW:
            return foreign(first, prefix)
        case SQLITE_CREATE_INDEX, SQLITE_DROP_INDEX, SQLITE_CREATE_TRIGGER, SQLITE_DROP_TRIGGER, SQLITE_ALTER_TABLE:
            return foreign(second, prefix)
        default: return "statements of this kind are not for plugins"
        }
    }

    private func foreign(_ table: String, _ prefix: String) -> String? {
        if table.hasPrefix(prefix) || table.hasPrefix("sqlite_") { return nil }
        return "\(table) is not a table of this plugin: its tables are named \(prefix)…"
    }
}

private func authorizeStatement(
    _ context: UnsafeMutableRawPointer?, _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?,
    _ database: UnsafePointer<CChar>?, _ trigger: UnsafePointer<CChar>?
) -> Int32 {
    guard let rules = context?.assumingMemoryBound(to: AccessRules.self) else { return SQLITE_DENY }
    guard let prefix = rules.pointee.prefix else { return SQLITE_OK }
    let names = [first, second].map { name in name.map { String(cString: $0) } ?? "" }
    guard let problem = rules.pointee.problem(action, names[0], names[1], prefix: prefix) else { return SQLITE_OK }
    rules.pointee.denied = rules.pointee.denied ?? problem
    return SQLITE_DENY
}

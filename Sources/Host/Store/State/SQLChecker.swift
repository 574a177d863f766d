internal import CSQLite
import Synchronization

/// Decides which statements a plugin may run: it may read the mirror and its own tables, and write only its own tables.
///
/// Each distinct text is prepared on a connection of its own that holds nothing but the schema and carries SQLite's authorizer. The
/// verdict on a statement that reads or writes rows is cached until the next definition, since a table's defaults and checks count, too.
///
/// A definition is executed on that connection, because the authorizer does not see new names and foreign keys, and stays there;
/// ``forget()`` is for when it is rolled back. A definition that depends on what exists is checked against the present schema every
/// time: where there is nothing to do, SQLite does not even parse the rest of it.
package final class SQLChecker: @unchecked Sendable {  // The copy is used only under the lock.
    private struct Verdicts {
        var reading: Set<String> = []
        var writing: Set<String> = []
        /// The present schema; nil until it is needed.
        var copy: SchemaCopy?

        mutating func forget() {
            reading = []
            writing = []
        }
    }

    private let prefix: String
    private let verdicts = Mutex(Verdicts())
    private let rules: UnsafeMutablePointer<Rules>

    /// The longest statement, in bytes of UTF-8.
    package static let sizeLimit = 1 << 20
    /// How many verdicts are cached: a plugin that puts values into its text must not fill the memory.
    private static let memory = 4_096

    /// - Parameter prefix: what the names of the plugin's tables start with, such as `counter_`.
    package init(prefix: String) {
        self.prefix = prefix
        rules = .allocate(capacity: 1)
        rules.initialize(to: Rules(prefix: prefix))
    }

    deinit {
        rules.deinitialize(count: 1)
        rules.deallocate()
    }

    /// Checks a statement.
    /// - Parameters:
    ///   - mustRead: whether only reads are allowed at the moment.
    ///   - schema: the statements that create the present schema; called when the statement names something unknown.
    /// - Throws: ``StoreError`` `invalidSQL` with SQLite's message or with what is not allowed.
    package func check(_ sql: String, mustRead: Bool, schema: () throws -> [String]) throws {
        guard sql.utf8.count <= Self.sizeLimit else {
            throw StoreError(
                .invalidSQL, "a statement may have \(Self.sizeLimit) bytes, this one has \(sql.utf8.count): pass values as arguments")
        }
        let problem = try verdicts.withLock { verdicts -> String? in
            // Swift compares strings by canonical equivalence and SQLite by bytes; for ASCII the two agree.
            let isPlain = sql.isASCII
            if isPlain, (mustRead ? verdicts.reading : verdicts.writing).contains(sql) { return nil }
            let isAboutRows = isPlain && Self.isAboutRows(sql)
            let isKnown = isAboutRows || !Capitals(sql).contain("EXISTS")
            if !isKnown || verdicts.copy.map({ prepare(sql, $0, mustRead: mustRead) != nil }) ?? true {
                let copy = try SchemaCopy(of: schema())
                verdicts.copy = copy
                if let problem = prepare(sql, copy, mustRead: mustRead) { return problem }
            }
            if rules.pointee.isDefinition { verdicts.forget() }
            guard isAboutRows else { return nil }
            let kind = mustRead ? \Verdicts.reading : \Verdicts.writing
            if verdicts[keyPath: kind].count >= Self.memory { verdicts[keyPath: kind] = [] }
            verdicts[keyPath: kind].insert(sql)
            return nil
        }
        guard let problem else { return }
        throw StoreError(.invalidSQL, "\(problem), in: \(sql.prefix(500))\(sql.count > 500 ? "…" : "")")
    }

    /// Forgets the definitions: the event, or a part of it, was rolled back. The copy may have been made when there was more.
    package func forget() {
        verdicts.withLock { $0 = Verdicts() }
    }

    /// Whether a statement in ASCII certainly does not change the schema.
    private static func isAboutRows(_ sql: String) -> Bool {
        let word = sql.drop { $0.isWhitespace }.prefix { $0.isLetter }
        return ["SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"].contains(word.uppercased())
    }

    private func prepare(_ sql: String, _ copy: SchemaCopy, mustRead: Bool) -> String? {
        let handle = copy.handle
        let capitals = Capitals(sql)
        guard !capitals.contain("ROLLBACK"), !capitals.contain("DEFERRABLE") else {
            return "a statement may not end the transaction of its event"
        }
        // SQLite stops at a zero byte, and whatever runs the statement later may not.
        guard !sql.utf8.contains(0) else { return "there is a NUL in the statement" }
        rules.pointee.mustRead = mustRead
        rules.pointee.denied = nil
        rules.pointee.isDefinition = false
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
            guard rest.allSatisfy({ $0.isWhitespace || $0 == ";" }) else { return "only one statement at a time" }
            sqlite3_set_authorizer(handle, nil, nil)
            guard rules.pointee.isDefinition else { return nil }
            return tryOut(statement, copy, of: capitals)
        }
    }

    /// Runs a statement that changes the schema and checks the result; a forbidden change is rolled back.
    private func tryOut(_ statement: OpaquePointer?, _ copy: SchemaCopy, of capitals: Capitals) -> String? {
        let handle = copy.handle
        guard sqlite3_exec(handle, "BEGIN", nil, nil, nil) == SQLITE_OK else { return copy.message }
        var after = copy.objects
        let problem = problem(after: statement, copy, of: capitals, &after)
        sqlite3_reset(statement)
        guard sqlite3_exec(handle, problem == nil ? "COMMIT" : "ROLLBACK", nil, nil, nil) == SQLITE_OK else {
            copy.objects = nil
            return problem ?? copy.message
        }
        if problem == nil { copy.objects = after }
        return problem
    }

    /// - Parameter objects: those from before; afterwards those that the statement has left.
    private func problem(
        after statement: OpaquePointer?, _ copy: SchemaCopy, of capitals: Capitals, _ objects: inout SchemaCopy.Objects?
    ) -> String? {
        guard let before = objects ?? copy.read() else { return Self.unseen }
        let result = sqlite3_step(statement)
        guard result == SQLITE_DONE || result == SQLITE_ROW else { return copy.message }
        sqlite3_reset(statement)
        // Existing objects were checked when they were created; but a definition may change those of other tables.
        guard let after = copy.read() else { return Self.unseen }
        objects = after
        for (name, definition) in after where before[name] != definition && !name.starts(with: "sqlite_".utf8) {
            let text = String(decoding: name, as: UTF8.self)
            guard name.starts(with: prefix.utf8) else {
                if before[name] == nil { return rules.pointee.notOwn(text) }
                continue
            }
            if capitals.contain("REFERENCES"), let parent = foreignParent(of: text, copy) {
                return "a foreign key on \(parent), which is not a table of this plugin, could keep its owner from deleting rows"
            }
            if capitals.contain("DEFAULT"), let denied = impureDefault(of: text, copy) { return denied }
        }
        return nil
    }

    private static let unseen = "SQLite does not say what a definition has changed"

    /// The authorizer is not called for the functions of a default, neither when it is defined nor when it is used.
    private func impureDefault(of table: String, _ copy: SchemaCopy) -> String? {
        let handle = copy.handle
        let query = "SELECT dflt_value FROM pragma_table_xinfo(?) WHERE dflt_value IS NOT NULL"
        guard let defaults = copy.texts(query, [table]) else { return Self.unseen }
        rules.pointee.denied = nil
        sqlite3_set_authorizer(handle, authorize, rules)
        defer { sqlite3_set_authorizer(handle, nil, nil) }
        for value in defaults {
            var statement: OpaquePointer?
            sqlite3_prepare_v2(handle, "SELECT \(value)", -1, &statement, nil)
            sqlite3_finalize(statement)
        }
        return rules.pointee.denied
    }

    /// The tables outside the plugin that a table's foreign keys refer to.
    private func foreignParent(of table: String, _ copy: SchemaCopy) -> String? {
        guard let parents = copy.texts("SELECT \"table\" FROM pragma_foreign_key_list(?)", [table]) else { return "any table" }
        return parents.first { !$0.utf8.starts(with: prefix.utf8) }
    }
}

/// A statement in upper case, as bytes, since SQLite folds keywords in ASCII.
private struct Capitals {
    private let bytes: [UInt8]

    init(_ sql: String) {
        bytes = sql.utf8.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 - 32 : $0 }
    }

    func contain(_ word: String) -> Bool {
        let word = Array(word.utf8)
        guard bytes.count >= word.count else { return false }
        return (0...(bytes.count - word.count)).contains { bytes[$0] == word[0] && bytes[$0..<($0 + word.count)].elementsEqual(word) }
    }
}

/// What is allowed while one statement is prepared.
private struct Rules {
    let prefix: String
    var mustRead = false
    var denied: String?
    /// The statement creates, changes or drops one of the plugin's own tables or indices.
    var isDefinition = false

    /// Tables of the engine that plugins must not see.
    static let hidden: Set<String> = ["settings", "effects", "timers", "event_results", "dead_letters", "adoptions", "grdb_migrations"]
    /// Functions whose results are not determined by the log.
    static let impure: Set<String> = [
        "random", "randomblob", "date", "time", "datetime", "julianday", "strftime", "unixepoch", "timediff", "load_extension",
        "current_timestamp", "current_date", "current_time", "changes", "total_changes", "last_insert_rowid", "sqlite_version",
        "sqlite_source_id",
    ]

    mutating func verdict(_ action: Int32, _ first: String, _ second: String) -> String? {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: nil
        case SQLITE_READ: Self.isHidden(first) ? "\(first) is the engine's own" : nil
        case SQLITE_FUNCTION:
            Self.impure.contains(second.lowercased()) ? "\(second)() is not deterministic: use the event's time and random numbers" : nil
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE: write(first)
        case SQLITE_CREATE_TABLE, SQLITE_DROP_TABLE: define(first)
        // SQLite names a constraint's index itself.
        case SQLITE_CREATE_INDEX where !first.hasPrefix(prefix) && !first.hasPrefix("sqlite_autoindex_"): notOwn(first)
        case SQLITE_CREATE_INDEX, SQLITE_DROP_INDEX: define(second)
        // A new index on an existing table is filled at once.
        case SQLITE_REINDEX where isDefinition: nil
        // These are checked when they are created, not when they run.
        case SQLITE_CREATE_TRIGGER, SQLITE_CREATE_VIEW, SQLITE_CREATE_TEMP_TRIGGER, SQLITE_CREATE_TEMP_VIEW:
            "triggers and views are not for plugins"
        case SQLITE_ALTER_TABLE: define(second)
        default: "statements of this kind are not for plugins"
        }
    }

    private static func isHidden(_ table: String) -> Bool {
        hidden.contains(table) || table.hasPrefix("pragma_") || table == "dbstat"
    }

    private mutating func define(_ table: String) -> String? {
        // The table of sequences is created along with the first table that needs it.
        let problem = isDefinition && table == "sqlite_sequence" ? nil : write(table)
        if problem == nil { isDefinition = true }
        return problem
    }

    private func write(_ table: String) -> String? {
        // SQLite reports a write there when a table is created or dropped (handled above), and when a table-valued function such as
        // json_each is first used. It refuses statements that write there themselves.
        if table == "sqlite_master" { return nil }
        if mustRead { return "only reading is possible here" }
        if table.hasPrefix(prefix) || (isDefinition && table.hasPrefix("sqlite_")) { return nil }
        return notOwn(table)
    }

    func notOwn(_ name: String) -> String {
        "\(name) is not a table of this plugin: its tables and indices are named \(prefix)…"
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
    /// The statements that create the present schema, in an order in which they can be run.
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

internal import PluginABI

extension Host {
    /// Runs one statement that writes the plugin's own tables; `?` stand for the arguments.
    ///
    /// - Returns: the number of rows it changed.
    /// - Throws: ``PluginError``: `invalid` if SQLite refuses the text, `forbidden` on foreign tables and in a query,
    ///   `conflict` on a constraint.
    @discardableResult
    public func execute(_ sql: String, _ arguments: (any SQLConvertible)?...) throws -> Int {
        try execute(sql, arguments: arguments.map { $0?.sqlValue ?? .null })
    }

    /// Runs one statement with a list of arguments.
    ///
    /// - Returns: the number of rows it changed.
    /// - Throws: ``PluginError``, as the form with single arguments.
    @discardableResult
    public func execute(_ sql: String, arguments: [SQLValue]) throws -> Int {
        let arena = Arena()
        defer { arena.end() }
        let values = arena.values(arguments)
        var changes: Int64 = 0
        try check(
            services.store.execute?(call, arena.bytes(sql), values.baseAddress, UInt64(values.count), &changes))
        return Int(changes)
    }

    /// Answers the rows of a statement that reads the plugin's own tables or the mirror. Order them: `ORDER BY` is what makes
    /// the same event give the same result again.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if SQLite refuses the text.
    public func query(_ sql: String, _ arguments: (any SQLConvertible)?...) throws -> [Row] {
        try query(sql, arguments: arguments.map { $0?.sqlValue ?? .null })
    }

    /// Answers the rows of a statement with a list of arguments.
    ///
    /// - Throws: ``PluginError``, as the form with single arguments.
    public func query(_ sql: String, arguments: [SQLValue]) throws -> [Row] {
        let arena = Arena()
        defer { arena.end() }
        let values = arena.values(arguments)
        var answer: UnsafePointer<sy_rows>?
        try check(
            services.store.query?(call, arena.bytes(sql), values.baseAddress, UInt64(values.count), &answer))
        guard let answer else { return [] }
        let rows = Self.rows(answer.pointee)
        _ = try services.store.release?(call, answer)
        return rows
    }

    /// Answers the first row of a statement, or nil if it has none.
    ///
    /// - Throws: ``PluginError``, as ``query(_:_:)``.
    public func first(_ sql: String, _ arguments: (any SQLConvertible)?...) throws -> Row? {
        try query(sql, arguments: arguments.map { $0?.sqlValue ?? .null }).first
    }

    /// The rowid of the last insert in this transaction.
    public var lastInsertedID: Int64 {
        get throws {
            var id: Int64 = 0
            try check(services.store.last_inserted_id?(call, &id))
            return id
        }
    }

    private static func rows(_ answer: sy_rows) -> [Row] {
        // Nobody asks for the names of columns that have no rows.
        guard answer.row_count > 0 else { return [] }
        let names = UnsafeBufferPointer(start: answer.columns, count: Int(answer.column_count)).map { $0.text ?? "" }
        let columns = Row.Columns(names: names)
        let values = UnsafeBufferPointer(start: answer.values, count: names.count * Int(answer.row_count))
        return (0..<Int(answer.row_count)).map { index in
            let start = index * names.count
            return Row(columns: columns, values: values[start..<start + names.count].map(\.value))
        }
    }
}

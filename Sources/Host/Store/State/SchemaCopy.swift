import CSQLite

/// An in-memory database that has the tables of another one and no rows. Used by one thread at a time.
final class SchemaCopy {
    /// Names and definitions; the definition is empty where SQLite made an object itself. As bytes, since SQLite distinguishes names that
    /// Swift considers equal.
    typealias Objects = [[UInt8]: [UInt8]]

    let handle: OpaquePointer?
    /// All tables, indices and the like, as last read; nil if they are not known.
    var objects: Objects?

    /// SQLite's message for the last failure.
    var message: String { String(cString: sqlite3_errmsg(handle)) }

    /// - Parameter schema: the statements that create it, in an order in which they can be run.
    init(of schema: [String]) throws {
        var handle: OpaquePointer?
        let result = sqlite3_open(":memory:", &handle)
        self.handle = handle
        guard result == SQLITE_OK else {
            throw StoreError(.cannotOpen, "SQLite cannot open a database in memory to check statements with")
        }
        for sql in schema { sqlite3_exec(handle, sql, nil, nil, nil) }
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// Reads ``objects`` as they are now; nil if SQLite fails to say.
    func read() -> Objects? {
        var objects: Objects = [:]
        let isRead = step("SELECT name, sql FROM sqlite_master", []) { statement in
            objects[Self.bytes(statement, 0)] = Self.bytes(statement, 1)
        }
        return isRead ? objects : nil
    }

    /// The first column of a query as texts, empty for NULL; nil if SQLite refuses the query.
    func texts(_ query: String, _ arguments: [String]) -> [String]? {
        var texts: [String] = []
        return step(query, arguments) { texts.append(String(decoding: Self.bytes($0, 0), as: UTF8.self)) } ? texts : nil
    }

    private func step(_ query: String, _ arguments: [String], _ row: (OpaquePointer?) -> Void) -> Bool {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, query, -1, &statement, nil) == SQLITE_OK else { return false }
        // Copied, because SQLite reads them later.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (index, argument) in arguments.enumerated() { sqlite3_bind_text(statement, Int32(index + 1), argument, -1, copied) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: row(statement)
            case SQLITE_DONE: return true
            default: return false
            }
        }
    }

    private static func bytes(_ statement: OpaquePointer?, _ column: Int32) -> [UInt8] {
        guard let text = sqlite3_column_text(statement, column) else { return [] }
        return Array(UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column))))
    }
}

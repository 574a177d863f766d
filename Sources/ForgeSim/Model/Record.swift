import GRDB

/// A row with a numeric id that the simulator assigns itself.
protocol Record: Codable, FetchableRecord, PersistableRecord, Sendable {
    var id: Int64 { get }
}

/// Fetches with a cached statement: compiling one costs more than running it.
extension FetchableRecord {
    static func fetchOne(cached db: Database, sql: String, arguments: StatementArguments = []) throws -> Self? {
        try fetchOne(try db.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchAll(cached db: Database, sql: String, arguments: StatementArguments = []) throws -> [Self] {
        try fetchAll(try db.cachedStatement(sql: sql), arguments: arguments)
    }
}

extension FetchableRecord where Self: TableRecord {
    static func fetchOne(cached db: Database, key: Int64) throws -> Self? {
        let column = Self.self == Delivery.self ? "seq" : "id"
        return try fetchOne(cached: db, sql: "SELECT * FROM \(databaseTableName) WHERE \(column) = ?", arguments: [key])
    }
}

extension DatabaseValueConvertible {
    static func fetchOne(cached db: Database, sql: String, arguments: StatementArguments = []) throws -> Self? {
        try fetchOne(try db.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchAll(cached db: Database, sql: String, arguments: StatementArguments = []) throws -> [Self] {
        try fetchAll(try db.cachedStatement(sql: sql), arguments: arguments)
    }
}

extension Database {
    /// Runs a cached statement.
    func execute(cached sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// The next id for a kind of row; ids depend only on the order of calls and the seed.
    func nextID(_ kind: String) throws -> Int64 {
        let sql =
            "INSERT INTO counters VALUES (?, (SELECT value FROM counters WHERE kind = 'seed') + 1) "
            + "ON CONFLICT (kind) DO UPDATE SET value = value + 1 RETURNING value"
        guard let value = try Int64.fetchOne(cached: self, sql: sql, arguments: [kind]) else {
            throw DatabaseError(message: "no counter \(kind)")
        }
        return value
    }
}

/// The id under which GraphQL and webhooks know a row, in the forge's older form.
func nodeID(_ type: String, _ id: Int64) -> String {
    base64(Array("0\(type.utf8.count):\(type)\(id)".utf8))
}

/// Parses a node id.
func rowID(_ type: String, node: String) -> Int64? {
    guard let text = unbase64(node).map({ String(decoding: $0, as: UTF8.self) }) else { return nil }
    let prefix = "0\(type.utf8.count):\(type)"
    return text.hasPrefix(prefix) ? Int64(text.dropFirst(prefix.count)) : nil
}

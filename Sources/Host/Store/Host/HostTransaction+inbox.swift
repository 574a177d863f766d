import Foundation
internal import GRDB

extension HostTransaction {
    /// Appends to the log, unless the source has delivered this id before.
    /// - Returns: the sequence number, or nil for a duplicate.
    package func append(_ entry: InboxEntry) throws -> Int64? {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO inbox(source, delivery, kind, time, repository, number, actor, sha, document, raw, ignored)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """)
        try statement.execute(arguments: [
            entry.source, entry.delivery, entry.kind, entry.time, entry.repository, entry.number, entry.actor, entry.sha,
            entry.document, entry.raw.map { Data($0) }, entry.ignored,
        ])
        return database.changesCount == 0 ? nil : database.lastInsertedRowID
    }

    /// The entries after a sequence number that have to be applied, oldest first.
    ///
    /// Served from an index, so that SQLite reads neither ignored entries nor the raw bytes, which are stored before `ignored`.
    package func events(after seq: Int64, limit: Int) throws -> [LoggedEvent] {
        let rows = try Row.fetchAll(
            database,
            cached: """
                SELECT seq, source, delivery, kind, time, repository, number, actor, sha, document, NULL AS ignored FROM inbox
                WHERE seq > ? AND ignored IS NULL ORDER BY seq LIMIT ?
                """, arguments: [seq, limit])
        return rows.map(Self.loggedEvent)
    }

    /// A page of the log, newest first, including ignored entries.
    /// - Parameters:
    ///   - before: only entries with a smaller sequence number.
    ///   - source: only entries whose source starts with this, such as `forge:`.
    package func page(
        before: Int64?, limit: Int, kind: String? = nil, repository: String? = nil, number: Int? = nil, source: String? = nil
    ) throws -> [LoggedEvent] {
        var conditions = Conditions()
        conditions.add("seq < ?", before)
        conditions.add("kind = ?", kind)
        conditions.add("repository = ?", repository)
        conditions.add("number = ?", number)
        conditions.add("substr(source, 1, \(source?.count ?? 0)) = ?", source)
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT seq, source, delivery, kind, time, repository, number, actor, sha, document, ignored FROM inbox
                WHERE \(conditions.sql) ORDER BY seq DESC LIMIT ?
                """, arguments: conditions.arguments + [limit])
        return rows.map(Self.loggedEvent)
    }

    /// One entry of the log.
    package func event(seq: Int64) throws -> LoggedEvent? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT seq, source, delivery, kind, time, repository, number, actor, sha, document, ignored FROM inbox
                WHERE seq = ?
                """, arguments: [seq])
        return row.map(Self.loggedEvent)
    }

    /// The highest sequence number so far; 0 for an empty log.
    package func lastSeq() throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(seq) FROM inbox") ?? 0
    }

    /// The sequence number of the last entry that has to be applied; 0 if there is none.
    package func lastSeqToApply() throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT seq FROM inbox WHERE ignored IS NULL ORDER BY seq DESC LIMIT 1") ?? 0
    }

    /// Drops the raw bodies of what arrived before a time, in milliseconds. The reduced events stay.
    package func dropRawBodies(before time: Int64) throws {
        try database.execute(sql: "UPDATE inbox SET raw = NULL WHERE raw IS NOT NULL AND time < ?", arguments: [time])
    }

    private static func loggedEvent(_ row: Row) -> LoggedEvent {
        LoggedEvent(
            seq: row["seq"],
            entry: InboxEntry(
                source: row["source"], delivery: row["delivery"], kind: row["kind"], time: row["time"],
                repository: row["repository"], number: row["number"], actor: row["actor"], sha: row["sha"],
                document: row["document"], ignored: row["ignored"]))
    }
}

extension Row {
    static func fetchAll(_ database: Database, cached sql: String, arguments: StatementArguments) throws -> [Row] {
        try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
    }
}

internal import GRDB

/// One line of the audit trail: who changed what, when and why.
package struct JournalEntry: Sendable, Hashable {
    package var id: Int64 = 0
    package var event: Int64
    package var time: Int64
    /// A login, `token:NAME` or `bot`.
    package var actor: String
    /// `delivery`, `command`, `trigger`, `operator` or `effect`.
    package var causeKind: String
    package var causeID: String
    package var plugin: String
    /// `pull_request`, `batch`, `staging` …
    package var entity: String
    package var entityID: String
    package var repository: String?
    package var number: Int?
    package var field: String
    /// JSON.
    package var old: String
    /// JSON.
    package var new: String
    package var note: String?

    package init(
        event: Int64, time: Int64, actor: String, causeKind: String, causeID: String, plugin: String, entity: String,
        entityID: String, repository: String?, number: Int?, field: String, old: String, new: String, note: String?
    ) {
        self.event = event
        self.time = time
        self.actor = actor
        self.causeKind = causeKind
        self.causeID = causeID
        self.plugin = plugin
        self.entity = entity
        self.entityID = entityID
        self.repository = repository
        self.number = number
        self.field = field
        self.old = old
        self.new = new
        self.note = note
    }
}

extension StateTransaction {
    /// Adds a line to the audit trail.
    package func insert(_ entry: JournalEntry) throws {
        try run(
            """
            INSERT INTO journal(event, time, actor, cause_kind, cause_id, plugin, entity, entity_id, repository, number, field, old, new, note)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                entry.event, entry.time, entry.actor, entry.causeKind, entry.causeID, entry.plugin, entry.entity,
                entry.entityID, entry.repository, entry.number, entry.field, entry.old, entry.new, entry.note,
            ])
    }

    /// The newest lines, newest first, optionally of one pull request or one entity.
    package func journal(
        repository: String? = nil, number: Int? = nil, entity: String? = nil, entityID: String? = nil,
        since: Int64 = 0, limit: Int
    ) throws -> [JournalEntry] {
        var conditions = Conditions()
        conditions.add("id > ?", since)
        conditions.add("repository = ?", repository)
        conditions.add("number = ?", number)
        conditions.add("entity = ?", entity)
        conditions.add("entity_id = ?", entityID)
        return try Row.fetchAll(
            database, sql: "SELECT * FROM journal WHERE \(conditions.sql) ORDER BY id DESC LIMIT ?",
            arguments: conditions.arguments + [limit]
        ).map { row in
            var entry = JournalEntry(
                event: row["event"], time: row["time"], actor: row["actor"], causeKind: row["cause_kind"],
                causeID: row["cause_id"], plugin: row["plugin"], entity: row["entity"], entityID: row["entity_id"],
                repository: row["repository"], number: row["number"], field: row["field"], old: row["old"], new: row["new"],
                note: row["note"])
            entry.id = row["id"]
            return entry
        }
    }
}

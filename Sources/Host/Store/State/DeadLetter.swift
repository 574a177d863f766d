internal import GRDB

/// A delivery that a plugin could not handle: set aside for that plugin alone, and visible to operators, who can have it retried.
package struct DeadLetter: Sendable, Hashable {
    /// What became of it.
    package enum State: String, Sendable { case open, retried, dropped }

    package var id: Int64
    /// The event in whose application it failed.
    package var event: Int64
    package var plugin: String
    /// The hook, with the kind of event or the name of the timer.
    package var hook: String
    /// The event's time in milliseconds.
    package var time: Int64
    /// Why it failed.
    package var message: String
    /// What was to be delivered: a JSON object; nil where it is unknown, in which case it cannot be retried.
    package var delivery: String?
    package var state: State
    /// The event by which an operator closed it.
    package var closedBy: Int64?
}

extension StateTransaction {
    /// Sets a delivery aside for a plugin that could not handle it.
    /// - Parameter delivery: what was to be delivered, for a retry.
    package func recordDeadLetter(event: Int64, plugin: String, hook: String, time: Int64, message: String, delivery: String?) throws {
        try run(
            "INSERT INTO dead_letters(event, plugin, hook, time, message, delivery) VALUES (?, ?, ?, ?, ?, ?)",
            [event, plugin, hook, time, message, delivery])
    }

    /// A dead letter, or nil.
    package func deadLetter(_ id: Int64) throws -> DeadLetter? {
        try Row.fetchOne(database, sql: "SELECT * FROM dead_letters WHERE id = ?", arguments: [id]).map(Self.deadLetter)
    }

    /// The dead letters, newest first; with `before` only those with a lower id.
    package func deadLetters(
        state: DeadLetter.State?, plugin: String?, before: Int64? = nil, limit: Int
    ) throws -> [DeadLetter] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM dead_letters
                WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR plugin = ?2) AND (?3 IS NULL OR id < ?3)
                ORDER BY id DESC LIMIT ?4
                """, arguments: [state?.rawValue, plugin, before, limit]
        ).map(Self.deadLetter)
    }

    /// How many dead letters are open.
    package func openDeadLetters() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM dead_letters WHERE state = 'open'") ?? 0
    }

    /// Closes a dead letter.
    package func close(deadLetter id: Int64, as state: DeadLetter.State, by event: Int64) throws {
        try run("UPDATE dead_letters SET state = ?, closed_by = ? WHERE id = ?", [state.rawValue, event, id])
    }

    private static func deadLetter(_ row: Row) -> DeadLetter {
        DeadLetter(
            id: row["id"], event: row["event"], plugin: row["plugin"], hook: row["hook"], time: row["time"], message: row["message"],
            delivery: row["delivery"], state: DeadLetter.State(rawValue: row["state"]) ?? .open, closedBy: row["closed_by"])
    }
}

internal import GRDB

/// A plugin's periodic work, and when it is next due.
package struct TimerRow: Sendable, Hashable {
    package var plugin: String
    package var name: String
    /// Among timers that are due, the lowest sequence runs first.
    package var sequence: Int
    package var periodMs: Int64?
    package var isPaused: Bool
    /// Milliseconds since 1970; nil if no run is scheduled.
    package var dueAt: Int64?
    package var lastRunAt: Int64?
    /// How often it has run: part of the identity of a run.
    package var runs: Int64

    package init(
        plugin: String, name: String, sequence: Int, periodMs: Int64?, isPaused: Bool = false, dueAt: Int64? = nil,
        lastRunAt: Int64? = nil, runs: Int64 = 0
    ) {
        self.plugin = plugin
        self.name = name
        self.sequence = sequence
        self.periodMs = periodMs
        self.isPaused = isPaused
        self.dueAt = dueAt
        self.lastRunAt = lastRunAt
        self.runs = runs
    }
}

extension StateTransaction {
    /// Registers a declared timer, keeping what is already known about it.
    /// - Parameter firstDueAt: when it is due if it is new, or was stopped; milliseconds.
    package func declareTimer(plugin: String, name: String, sequence: Int, periodMs: Int64?, firstDueAt: Int64?) throws {
        try run(
            """
            INSERT INTO timers(plugin, name, sequence, period_ms, due_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT(plugin, name) DO UPDATE SET sequence = excluded.sequence, period_ms = excluded.period_ms,
              due_at = coalesce(timers.due_at, excluded.due_at)
            """, [plugin, name, sequence, periodMs, firstDueAt])
    }

    /// Stops a timer that no plugin declares any more, until it is declared again.
    ///
    /// Its row stays, because the number of its runs is part of their ids in the log, which must not repeat.
    package func stopTimer(plugin: String, name: String) throws {
        try run("UPDATE timers SET period_ms = NULL, due_at = NULL WHERE plugin = ? AND name = ?", [plugin, name])
    }

    /// Lets no periodic timer wait longer than its period from the given time: a clock that was ahead has put it off.
    package func capTimers(at time: Int64) throws {
        try run("UPDATE timers SET due_at = ? + period_ms WHERE due_at > ? + period_ms", [time, time])
    }

    /// Requests a run at a time; the earliest request wins.
    /// - Returns: false if the plugin has no such timer.
    package func requestTimer(plugin: String, name: String, at time: Int64) throws -> Bool {
        try run(
            """
            UPDATE timers SET due_at = CASE WHEN due_at IS NULL OR due_at > ? THEN ? ELSE due_at END
            WHERE plugin = ? AND name = ?
            """, [time, time, plugin, name])
        return database.changesCount > 0
    }

    /// Records a run of a timer: later requests count for the next run.
    package func startTimer(plugin: String, name: String, at time: Int64) throws {
        try run(
            """
            UPDATE timers SET due_at = CASE WHEN period_ms IS NULL THEN NULL ELSE ? + period_ms END, last_run_at = ?, runs = runs + 1
            WHERE plugin = ? AND name = ?
            """, [time, time, plugin, name])
    }

    /// Pauses or resumes a timer. A paused timer remembers requests.
    package func setTimerPaused(_ name: String, _ paused: Bool) throws -> Bool {
        try run("UPDATE timers SET paused = ? WHERE name = ?", [paused, name])
        return database.changesCount > 0
    }

    /// All timers, by sequence.
    package func timers() throws -> [TimerRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM timers ORDER BY sequence, plugin, name").map { row in
            TimerRow(
                plugin: row["plugin"], name: row["name"], sequence: row["sequence"], periodMs: row["period_ms"],
                isPaused: row["paused"], dueAt: row["due_at"], lastRunAt: row["last_run_at"], runs: row["runs"])
        }
    }
}

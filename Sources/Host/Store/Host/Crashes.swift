internal import GRDB

/// An abnormal end of the runner.
package struct Crash: Sendable, Hashable {
    /// Milliseconds since 1970.
    package var time: Int64
    /// The event that was being applied; nil while a plugin was being loaded or started, or a query ran.
    package var event: Int64?
    /// The plugin whose hook was running, if any.
    package var plugin: String?
    package var hook: String?
    /// What happened: the signal, the exit code, or the deadline.
    package var reason: String
    /// An operator has released the plugin since, so it no longer counts.
    package var isForgiven = false

    package init(time: Int64, event: Int64?, plugin: String?, hook: String?, reason: String) {
        self.time = time
        self.event = event
        self.plugin = plugin
        self.hook = hook
        self.reason = reason
    }

    /// Whether the plugin was answering a query, for a page or the API.
    package var isInQuery: Bool { hook.map(Self.isQuery) ?? false }

    /// Whether this is the name of a hook that answers queries.
    package static func isQuery(_ hook: String) -> Bool { hook == "query" || hook.hasPrefix("query ") }
}

/// A plugin that is not loaded because it crashed too often.
package struct Quarantine: Sendable, Hashable {
    package var plugin: String
    /// The library that crashed; another version of the same plugin is not affected.
    package var sha256: String
    /// Since when, in milliseconds.
    package var time: Int64
    package var reason: String

    package init(plugin: String, sha256: String, time: Int64, reason: String) {
        self.plugin = plugin
        self.sha256 = sha256
        self.time = time
        self.reason = reason
    }
}

extension HostTransaction {
    /// Adds a crash to the record.
    package func record(_ crash: Crash) throws {
        try database.execute(
            sql: "INSERT INTO crashes(time, event, plugin, hook, reason) VALUES (?, ?, ?, ?, ?)",
            arguments: [crash.time, crash.event, crash.plugin, crash.hook, crash.reason])
    }

    /// The crashes since a time, oldest first.
    package func crashes(since time: Int64, limit: Int = 200) throws -> [Crash] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM (SELECT * FROM crashes WHERE time >= ? ORDER BY id DESC LIMIT ?) ORDER BY id",
            arguments: [time, limit]
        ).map { row in
            var crash = Crash(
                time: row["time"], event: row["event"], plugin: row["plugin"], hook: row["hook"], reason: row["reason"])
            crash.isForgiven = row["forgiven"]
            return crash
        }
    }

    /// Sets an event aside for a plugin: it will be applied without that plugin.
    package func setAside(event: Int64, plugin: String, reason: String) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO set_aside(event, plugin, reason) VALUES (?, ?, ?)", arguments: [event, plugin, reason])
    }

    /// All events that are set aside, with the plugins and reasons.
    package func allSetAside() throws -> [Int64: [String: String]] {
        var found: [Int64: [String: String]] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT event, plugin, reason FROM set_aside") {
            found[row["event"], default: [:]][row["plugin"]] = row["reason"]
        }
        return found
    }

    /// Puts a plugin into quarantine.
    package func save(_ quarantine: Quarantine) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO quarantines(plugin, sha256, time, reason) VALUES (?, ?, ?, ?)",
            arguments: [quarantine.plugin, quarantine.sha256, quarantine.time, quarantine.reason])
    }

    /// The plugins in quarantine, by id.
    package func quarantines() throws -> [Quarantine] {
        try Row.fetchAll(database, sql: "SELECT * FROM quarantines ORDER BY plugin").map {
            Quarantine(plugin: $0["plugin"], sha256: $0["sha256"], time: $0["time"], reason: $0["reason"])
        }
    }

    /// Ends a quarantine, and forgives the crashes that led to it.
    /// - Returns: whether the plugin was in quarantine.
    package func release(plugin: String) throws -> Bool {
        try database.execute(sql: "DELETE FROM quarantines WHERE plugin = ?", arguments: [plugin])
        let isReleased = database.changesCount > 0
        try database.execute(sql: "UPDATE crashes SET forgiven = 1 WHERE plugin = ?", arguments: [plugin])
        return isReleased
    }

    /// Forgives the crashes of a plugin in queries, those with ``Crash/isInQuery``.
    package func forgiveQueries(of plugin: String) throws {
        try database.execute(
            sql: "UPDATE crashes SET forgiven = 1 WHERE plugin = ? AND (hook = 'query' OR hook LIKE 'query %')", arguments: [plugin])
    }
}

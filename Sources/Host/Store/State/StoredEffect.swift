internal import GRDB

/// An action on the outside world that a plugin, or the host itself, asked for while an event was applied.
package struct StoredEffect: Sendable, Hashable {
    /// The event that requested it, and its place among that event's effects: together its id. An event that is applied
    /// again requests the same effect under the same id.
    package var event: Int64
    package var position: Int
    /// Who requested it: a plugin's id, or `host`.
    package var plugin: String
    /// `comment`, `push`, `compose` …
    package var kind: String
    /// The identity under which it runs.
    package var identity: String
    /// `owner/name`.
    package var repository: String
    package var number: Int?
    /// Effects with the same key run one after another, in the order of their ids.
    package var orderKey: String
    /// What to do: a JSON object whose shape depends on the kind.
    package var payload: String
    /// What the requester wants back with the outcome: a JSON value.
    package var context: String
    package var createdAt: Int64

    /// `SEQ.INDEX`.
    package var id: String { "\(event).\(position)" }

    package init(
        event: Int64, position: Int, plugin: String, kind: String, identity: String, repository: String, number: Int?,
        orderKey: String, payload: String, context: String, createdAt: Int64
    ) {
        self.event = event
        self.position = position
        self.plugin = plugin
        self.kind = kind
        self.identity = identity
        self.repository = repository
        self.number = number
        self.orderKey = orderKey
        self.payload = payload
        self.context = context
        self.createdAt = createdAt
    }
}

extension StateTransaction {
    /// Stores an effect.
    /// - Parameter chain: how many effects of its plugin led to it, each requested because of the outcome of the one before.
    package func insert(_ effect: StoredEffect, chain: Int = 0) throws {
        try run(
            """
            INSERT INTO effects(event, position, plugin, kind, identity, repository, number, order_key, payload, context, created_at, chain)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                effect.event, effect.position, effect.plugin, effect.kind, effect.identity, effect.repository, effect.number,
                effect.orderKey, effect.payload, effect.context, effect.createdAt, chain,
            ])
    }

    /// How many effects led to an effect; 0 if it does not exist.
    package func chain(ofEffect id: String) throws -> Int {
        guard let (event, position) = Self.split(id) else { return 0 }
        return try Int.fetchOne(
            database, sql: "SELECT chain FROM effects WHERE event = ? AND position = ?", arguments: [event, position]) ?? 0
    }

    /// Records that the outcome of an effect has been applied.
    package func closeEffect(id: String, outcome: Int64) throws {
        guard let (event, position) = Self.split(id) else { return }
        try run("UPDATE effects SET outcome = ? WHERE event = ? AND position = ?", [outcome, event, position])
    }

    /// An effect by its id, `SEQ.INDEX`.
    package func effect(id: String) throws -> StoredEffect? {
        guard let (event, position) = Self.split(id) else { return nil }
        return try Row.fetchOne(
            database, sql: "SELECT * FROM effects WHERE event = ? AND position = ?", arguments: [event, position]
        ).map(Self.effect)
    }

    /// The effects whose outcome has not been applied, in the order in which they were requested.
    package func openEffects() throws -> [StoredEffect] {
        try Row.fetchAll(database, sql: "SELECT * FROM effects WHERE outcome IS NULL ORDER BY event, position").map(Self.effect)
    }

    /// The newest effects, newest first.
    package func recentEffects(limit: Int) throws -> [StoredEffect] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM effects ORDER BY event DESC, position DESC LIMIT ?", arguments: [limit]
        ).map(Self.effect)
    }

    private static func split(_ id: String) -> (event: Int64, position: Int)? {
        let parts = id.split(separator: ".")
        guard parts.count == 2, let event = Int64(parts[0]), let position = Int(parts[1]) else { return nil }
        return (event, position)
    }

    private static func effect(_ row: Row) -> StoredEffect {
        StoredEffect(
            event: row["event"], position: row["position"], plugin: row["plugin"], kind: row["kind"],
            identity: row["identity"], repository: row["repository"], number: row["number"], orderKey: row["order_key"],
            payload: row["payload"], context: row["context"], createdAt: row["created_at"])
    }
}

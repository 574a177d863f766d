internal import GRDB

/// How far the execution of an effect has come.
package struct Receipt: Sendable, Hashable {
    /// The stages of an execution.
    package enum State: String, Sendable {
        /// About to be called: after a crash, nobody knows whether it ran.
        case started
        /// To be tried again at ``Receipt/nextAttemptAt``.
        case waiting
        /// Its work is done.
        case done
        /// It failed for good.
        case failed
        /// It was not granted.
        case refused

        /// Whether nothing more will happen to it.
        package var isFinal: Bool { self == .done || self == .failed || self == .refused }
    }

    /// The effect's id, `SEQ.INDEX`.
    package var effect: String
    package var event: Int64
    package var position: Int
    package var state: State
    package var attempts: Int
    /// Milliseconds since 1970.
    package var nextAttemptAt: Int64?
    package var startedAt: Int64?
    package var finishedAt: Int64?
    package var code: String?
    package var message: String?
    /// When an operator last had it tried again after it failed for good, and how many attempts there had been by then. The retry policy
    /// counts from there.
    package var retriedAt: Int64?
    package var retriedAfter: Int?

    package init(
        effect: String, event: Int64, position: Int, state: State, attempts: Int, nextAttemptAt: Int64? = nil,
        startedAt: Int64? = nil, finishedAt: Int64? = nil, code: String? = nil, message: String? = nil, retriedAt: Int64? = nil,
        retriedAfter: Int? = nil
    ) {
        self.effect = effect
        self.event = event
        self.position = position
        self.state = state
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.code = code
        self.message = message
        self.retriedAt = retriedAt
        self.retriedAfter = retriedAfter
    }
}

extension HostTransaction {
    /// Stores how far an effect has come. Keeps what is stored about a retry until there is another one, because attempts do not carry it.
    package func save(_ receipt: Receipt) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO receipts(effect, event, position, state, attempts, next_attempt_at, started_at, finished_at, code, message,
                  retried_at, retried_after)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT(effect) DO UPDATE SET state = excluded.state, attempts = excluded.attempts,
                  next_attempt_at = excluded.next_attempt_at, started_at = excluded.started_at,
                  finished_at = excluded.finished_at, code = excluded.code, message = excluded.message,
                  retried_at = coalesce(excluded.retried_at, retried_at),
                  retried_after = coalesce(excluded.retried_after, retried_after)
                """
        ).execute(arguments: [
            receipt.effect, receipt.event, receipt.position, receipt.state.rawValue, receipt.attempts,
            receipt.nextAttemptAt, receipt.startedAt, receipt.finishedAt, receipt.code, receipt.message, receipt.retriedAt,
            receipt.retriedAfter,
        ])
    }

    /// The receipt of an effect, or nil if it was never tried.
    package func receipt(_ effect: String) throws -> Receipt? {
        try Row.fetchOne(database, sql: "SELECT * FROM receipts WHERE effect = ?", arguments: [effect]).flatMap(Self.receipt)
    }

    /// The receipts in the given states, in the order of their effects.
    package func receipts(in states: [Receipt.State], limit: Int) throws -> [Receipt] {
        let list = states.map { "'\($0.rawValue)'" }.joined(separator: ",")
        return try Row.fetchAll(
            database, sql: "SELECT * FROM receipts WHERE state IN (\(list)) ORDER BY event, position LIMIT ?", arguments: [limit]
        ).compactMap(Self.receipt)
    }

    /// The receipts of the effects that failed for good, newest first.
    package func failures(limit: Int) throws -> [Receipt] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM receipts WHERE state = 'failed' ORDER BY event DESC, position DESC LIMIT ?", arguments: [limit]
        ).compactMap(Self.receipt)
    }

    private static func receipt(_ row: Row) -> Receipt? {
        guard let state = Receipt.State(rawValue: row["state"]) else { return nil }
        return Receipt(
            effect: row["effect"], event: row["event"], position: row["position"], state: state, attempts: row["attempts"],
            nextAttemptAt: row["next_attempt_at"], startedAt: row["started_at"], finishedAt: row["finished_at"],
            code: row["code"], message: row["message"], retriedAt: row["retried_at"], retriedAfter: row["retried_after"])
    }
}

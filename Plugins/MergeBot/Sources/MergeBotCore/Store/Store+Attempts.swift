import PluginAPI

/// A staging attempt as stored.
struct Attempt {
    let id: AttemptID
    let project: ProjectID
    let target: String
    let machine: AttemptMachine
    let origin: String
    let split: SplitID?
    let round: Int
    /// How many outcomes of this state are still to come.
    let waiting: Int
    /// What went wrong in one of several outcomes that belong together; judged when all are in.
    let trouble: Trouble?

    struct Trouble {
        /// The forge said no; otherwise it did not answer.
        let isRefusal: Bool
        let reason: String
    }
}

/// A batch in an attempt.
struct AttemptBatch {
    enum State: String {
        /// Taken, not yet looked at.
        case reserved
        /// Its pull requests were found as expected, and can be composed.
        case planned
        case staged, failed, skipped
        /// The limit was reached before it.
        case left
    }

    let batch: BatchID
    let position: Int
    let round: Int
    let state: State
    /// The picks, as the compose effect takes them.
    let plan: JSON
}

/// A repository in an attempt.
struct AttemptRepository {
    let repository: String
    let sequence: Int
    let base: String?
    let head: String?
    let tree: String?
    let inspection: JSON
}

extension Store {
    func attempt(_ id: AttemptID) throws -> Attempt? {
        try host.first("SELECT * FROM mergebot_attempts WHERE id = ?", id).map(Self.attempt)
    }

    func activeAttempt(project: ProjectID, target: String) throws -> Attempt? {
        try host.first(
            "SELECT * FROM mergebot_attempts WHERE project = ? AND target = ? AND state IN ('inspecting', 'composing', 'pushing')", project,
            target
        ).map(Self.attempt)
    }

    /// The active attempts that were begun before a time.
    func activeAttempts(startedBefore time: Int64) throws -> [Attempt] {
        try host.query(
            "SELECT * FROM mergebot_attempts WHERE state IN ('inspecting', 'composing', 'pushing') AND started_at <= ? ORDER BY id", time
        ).map(Self.attempt)
    }

    /// The attempt that holds the batch now.
    func activeAttempt(holding batch: BatchID) throws -> Attempt? {
        try host.first(
            """
            SELECT a.* FROM mergebot_attempts a JOIN mergebot_attempt_batches b ON b.attempt = a.id
            WHERE b.batch = ? AND a.state IN ('inspecting', 'composing', 'pushing') AND b.state IN ('reserved', 'planned', 'staged')
            ORDER BY a.id LIMIT 1
            """, batch
        ).map(Self.attempt)
    }

    private static func attempt(_ row: Row) throws -> Attempt {
        let trouble = row.optionalString("trouble").map { text in
            Attempt.Trouble(isRefusal: text.hasPrefix("refused:"), reason: String(text.drop { $0 != ":" }.dropFirst()))
        }
        return Attempt(
            id: try row.id("id"), project: try row.id("project"), target: try row.string("target"),
            machine: AttemptMachine(state: try row.word("state"), staleReason: row.optionalString("stale")),
            origin: try row.string("origin"), split: row.optionalID("split"), round: try row.int("round"),
            waiting: try row.int("waiting"), trouble: trouble)
    }

    func insertAttempt(project: ProjectID, target: String, origin: String, split: SplitID?) throws -> AttemptID {
        try host.execute(
            "INSERT INTO mergebot_attempts(project, target, state, origin, split, started_at) VALUES (?, ?, 'inspecting', ?, ?, ?)",
            project,
            target, origin, split, now)
        return AttemptID(try host.lastInsertedID)
    }

    /// Staleness is not written back: it may have been noted while the machine was stepped.
    func save(_ machine: AttemptMachine, of attempt: AttemptID, reason: String? = nil) throws {
        let ended = machine.state.isActive ? nil : now
        try host.execute(
            "UPDATE mergebot_attempts SET state = ?, reason = coalesce(?, reason), ended_at = ? WHERE id = ?", machine.state.rawValue,
            reason, ended, attempt)
    }

    func markStale(_ attempt: AttemptID, reason: String) throws {
        try host.execute("UPDATE mergebot_attempts SET stale = coalesce(stale, ?) WHERE id = ?", reason, attempt)
    }

    /// Starts to wait for so many outcomes.
    func expect(_ count: Int, round: Int, of attempt: AttemptID) throws {
        try host.execute("UPDATE mergebot_attempts SET waiting = ?, round = ?, trouble = NULL WHERE id = ?", count, round, attempt)
    }

    /// Notes that one outcome arrived; the attempt that comes back says how many are left.
    func arrived(_ attempt: AttemptID, trouble: Attempt.Trouble?) throws -> Attempt? {
        let text = trouble.map { ($0.isRefusal ? "refused:" : "unavailable:") + $0.reason }
        try host.execute(
            "UPDATE mergebot_attempts SET waiting = waiting - 1, trouble = coalesce(trouble, ?) WHERE id = ?", text, attempt)
        return try self.attempt(attempt)
    }

    // MARK: Batches of an attempt

    func addBatches(_ batches: [BatchID], to attempt: AttemptID, round: Int) throws {
        let count = try attemptBatches(attempt).count
        for (index, batch) in batches.enumerated() {
            try host.execute(
                "INSERT INTO mergebot_attempt_batches(attempt, position, batch, round, state) VALUES (?, ?, ?, ?, 'reserved')", attempt,
                count + index, batch, round)
        }
    }

    func attemptBatches(_ attempt: AttemptID) throws -> [AttemptBatch] {
        try host.query("SELECT * FROM mergebot_attempt_batches WHERE attempt = ? ORDER BY position", attempt).map { row in
            AttemptBatch(
                batch: try row.id("batch"), position: try row.int("position"), round: try row.int("round"), state: try row.word("state"),
                plan: row["plan"].isNull ? .null : try row.json("plan"))
        }
    }

    func set(_ state: AttemptBatch.State, plan: JSON? = nil, reason: String? = nil, of batch: BatchID, in attempt: AttemptID) throws {
        try host.execute(
            """
            UPDATE mergebot_attempt_batches SET state = ?, plan = coalesce(?, plan), reason = coalesce(?, reason)
            WHERE attempt = ? AND batch = ?
            """, state.rawValue, plan, reason, attempt, batch)
    }

    // MARK: Repositories of an attempt

    func addRepository(_ repository: Repository, sequence: Int, to attempt: AttemptID) throws {
        try host.execute(
            "INSERT INTO mergebot_attempt_repositories(attempt, repository, sequence) VALUES (?, ?, ?)", attempt, repository.name, sequence)
    }

    func attemptRepositories(_ attempt: AttemptID) throws -> [AttemptRepository] {
        try host.query("SELECT * FROM mergebot_attempt_repositories WHERE attempt = ? ORDER BY sequence", attempt).map { row in
            AttemptRepository(
                repository: try row.string("repository"), sequence: try row.int("sequence"), base: row.optionalString("base"),
                head: row.optionalString("head"), tree: row.optionalString("tree"),
                inspection: row["inspection"].isNull ? .null : try row.json("inspection"))
        }
    }

    /// Keeps what an inspection answered; of several rounds the first says where the target is.
    func saveInspection(_ result: JSON, of repository: String, in attempt: AttemptID) throws {
        try host.execute(
            "UPDATE mergebot_attempt_repositories SET inspection = ?, base = coalesce(base, ?) WHERE attempt = ? AND repository = ?",
            result,
            result["target_head"].string, attempt, repository)
    }

    func saveHeads(_ heads: JSON, trees: JSON, in attempt: AttemptID) throws {
        for repository in try attemptRepositories(attempt) {
            try host.execute(
                "UPDATE mergebot_attempt_repositories SET head = ?, tree = ? WHERE attempt = ? AND repository = ?",
                heads[repository.repository].string ?? repository.base, trees[repository.repository].string, attempt, repository.repository)
        }
    }

    func saveComposed(_ result: JSON, in attempt: AttemptID) throws {
        try host.execute("UPDATE mergebot_attempts SET composed = ? WHERE id = ?", result, attempt)
    }

    func composed(_ attempt: AttemptID) throws -> JSON {
        guard let row = try host.first("SELECT composed FROM mergebot_attempts WHERE id = ?", attempt), !row["composed"].isNull else {
            return .null
        }
        return try row.json("composed")
    }
}

import PluginAPI

/// A staging attempt as stored.
struct Attempt {
    let id: AttemptID
    let project: ProjectID
    let target: String
    let origin: Selection.Origin
    private(set) var machine: AttemptMachine

    /// The attempt with a machine that has gone on.
    func with(_ machine: AttemptMachine) -> Attempt {
        var copy = self
        copy.machine = machine
        return copy
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
    /// How its pull requests are taken; empty until they were inspected.
    let picks: [Compose.Pick]
}

/// A repository in an attempt.
struct AttemptRepository {
    let repository: String
    let sequence: Int
    /// Where the target was when the attempt began.
    let base: ObjectID?
    /// What was composed on it.
    let head: ObjectID?
    let tree: ObjectID?
    /// What the last inspection found.
    let inspection: Inspect.Result?
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
        let origin: Selection.Origin
        if let split: SplitID = row.optionalID("split") {
            origin = .split(split)
        } else {
            origin = try row.string("origin") == "alone" ? .alone : .ready
        }
        return Attempt(
            id: try row.id("id"), project: try row.id("project"), target: try row.string("target"), origin: origin,
            machine: AttemptMachine(
                state: try row.word("state"), round: try row.int("round"), waiting: try row.int("waiting"), trouble: trouble(row),
                staleReason: row.optionalString("stale")))
    }

    private static func trouble(_ row: Row) -> AttemptMachine.Trouble? {
        guard let reason = row.optionalString("trouble") else { return nil }
        return row.optionalString("trouble_kind") == "refused" ? .refused(reason) : .unavailable(reason)
    }

    private static func columns(_ trouble: AttemptMachine.Trouble?) -> (kind: String?, reason: String?) {
        switch trouble {
        case .refused(let reason): ("refused", reason)
        case .unavailable(let reason): ("unavailable", reason)
        case nil: (nil, nil)
        }
    }

    /// Starts an attempt; a split that it is for is reserved for it.
    func insertAttempt(project: ProjectID, target: String, origin: Selection.Origin) throws -> AttemptID {
        let name =
            switch origin {
            case .alone: "alone"
            case .ready: "ready"
            case .split: "split"
            }
        try host.execute(
            "INSERT INTO mergebot_attempts(project, target, state, origin, split, started_at) VALUES (?, ?, 'inspecting', ?, ?, ?)",
            project, target, name, origin.split, now)
        let attempt = AttemptID(try host.lastInsertedID)
        if let split = origin.split { try reserve(split, for: attempt) }
        return attempt
    }

    /// Writes the machine down, except for staleness, which is noted by ``markStale(_:reason:)`` alone.
    func save(_ machine: AttemptMachine, of attempt: AttemptID) throws {
        let trouble = Self.columns(machine.trouble)
        try host.execute(
            """
            UPDATE mergebot_attempts SET state = ?, round = ?, waiting = ?, trouble_kind = ?, trouble = ?, ended_at = ? WHERE id = ?
            """, machine.state.rawValue, machine.round, machine.waiting, trouble.kind, trouble.reason,
            machine.state.isActive ? nil : now, attempt)
    }

    func noteEnd(of attempt: AttemptID, reason: String) throws {
        try host.execute("UPDATE mergebot_attempts SET reason = ? WHERE id = ?", reason, attempt)
    }

    func markStale(_ attempt: AttemptID, reason: String) throws {
        try host.execute("UPDATE mergebot_attempts SET stale = coalesce(stale, ?) WHERE id = ?", reason, attempt)
    }

    /// The date of the commits that an attempt composes, in whole seconds as git has them.
    ///
    /// No other attempt of the project has it: the same batches on the same target would be the same commits otherwise, and have the
    /// verdict of the staging that failed before CI has seen them.
    func compositionTime(of attempt: Attempt) throws -> Timestamp {
        let known = try host.first("SELECT composition_time FROM mergebot_attempts WHERE id = ?", attempt.id)
        if let seconds = known?.optionalInt64("composition_time") { return Timestamp(milliseconds: seconds * 1000) }
        let last = try host.first("SELECT max(composition_time) AS last FROM mergebot_attempts WHERE project = ?", attempt.project)
        let seconds = max(now / 1000, (last?.optionalInt64("last") ?? 0) + 1)
        try host.execute("UPDATE mergebot_attempts SET composition_time = ? WHERE id = ?", seconds, attempt.id)
        return Timestamp(milliseconds: seconds * 1000)
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
                picks: row["plan"].isNull ? [] : try row.json("plan").decode(as: [Compose.Pick].self))
        }
    }

    func set(_ state: AttemptBatch.State, reason: String? = nil, of batch: BatchID, in attempt: AttemptID) throws {
        try host.execute(
            "UPDATE mergebot_attempt_batches SET state = ?, reason = coalesce(?, reason) WHERE attempt = ? AND batch = ?",
            state.rawValue, reason, attempt, batch)
    }

    func setPlanned(_ picks: [Compose.Pick], of batch: BatchID, in attempt: AttemptID) throws {
        try host.execute(
            "UPDATE mergebot_attempt_batches SET state = 'planned', plan = ? WHERE attempt = ? AND batch = ?", try JSON(encoding: picks),
            attempt, batch)
    }

    /// Gives back the batches of an attempt that has ended without a staging.
    func leaveBatches(of attempt: AttemptID) throws {
        try host.execute(
            "UPDATE mergebot_attempt_batches SET state = 'left' WHERE attempt = ? AND state IN ('reserved', 'planned', 'staged')", attempt)
    }

    // MARK: Repositories of an attempt

    func addRepository(_ repository: Repository, sequence: Int, to attempt: AttemptID) throws {
        try host.execute(
            "INSERT INTO mergebot_attempt_repositories(attempt, repository, sequence) VALUES (?, ?, ?)", attempt, repository.name, sequence)
    }

    func attemptRepositories(_ attempt: AttemptID) throws -> [AttemptRepository] {
        try host.query("SELECT * FROM mergebot_attempt_repositories WHERE attempt = ? ORDER BY sequence", attempt).map { row in
            AttemptRepository(
                repository: try row.string("repository"), sequence: try row.int("sequence"), base: row.objectID("base"),
                head: row.objectID("head"), tree: row.objectID("tree"),
                inspection: row["inspection"].isNull ? nil : try row.json("inspection").decode(as: Inspect.Result.self))
        }
    }

    /// Keeps what an inspection answered; of several rounds the first says where the target is.
    func saveInspection(_ found: Inspect.Result, of repository: String, in attempt: AttemptID) throws {
        try host.execute(
            "UPDATE mergebot_attempt_repositories SET inspection = ?, base = coalesce(base, ?) WHERE attempt = ? AND repository = ?",
            try JSON(encoding: found), found.targetHead, attempt, repository)
    }

    /// Keeps what was composed in each repository; where nothing was, that is the base.
    func saveHeads(_ composed: Compose.Result, in attempt: AttemptID) throws {
        for repository in try attemptRepositories(attempt) {
            try host.execute(
                "UPDATE mergebot_attempt_repositories SET head = ?, tree = ? WHERE attempt = ? AND repository = ?",
                composed.heads[repository.repository] ?? repository.base, composed.trees[repository.repository], attempt,
                repository.repository)
        }
    }

    func saveComposed(_ composed: Compose.Result, in attempt: AttemptID) throws {
        try host.execute("UPDATE mergebot_attempts SET composed = ? WHERE id = ?", try JSON(encoding: composed), attempt)
    }

    func composed(_ attempt: AttemptID) throws -> Compose.Result? {
        guard let row = try host.first("SELECT composed FROM mergebot_attempts WHERE id = ?", attempt), !row["composed"].isNull else {
            return nil
        }
        return try row.json("composed").decode(as: Compose.Result.self)
    }
}

import PluginAPI

extension Store {
    func batch(_ id: BatchID) throws -> Batch? {
        try host.first("SELECT * FROM mergebot_batches WHERE id = ?", id).map(Batch.init)
    }

    /// Whether an attempt or a staging has the batch, or a split that waits. Of most batches none has.
    func isInPlay(_ batch: BatchID) throws -> Bool {
        try host.first(
            """
            SELECT 1 FROM mergebot_batches WHERE id = ?1 AND split IS NOT NULL
            UNION ALL
            SELECT 1 FROM mergebot_staging_batches b JOIN mergebot_stagings s ON s.id = b.staging WHERE b.batch = ?1 AND s.active = 1
            UNION ALL
            SELECT 1 FROM mergebot_attempt_batches b JOIN mergebot_attempts a ON a.id = b.attempt
            WHERE b.batch = ?1 AND a.state IN ('inspecting', 'composing', 'pushing') AND b.state IN ('reserved', 'planned', 'staged')
            LIMIT 1
            """, batch) != nil
    }

    func insertBatch(project: ProjectID) throws -> BatchID {
        try host.execute(
            "INSERT INTO mergebot_batches(project, created_at, blocked) VALUES (?, ?, ?)", project, now, #"{"code":"new"}"#)
        return BatchID(try host.lastInsertedID)
    }

    func setSkipchecks(_ isOn: Bool, of batch: BatchID) throws {
        try host.execute("UPDATE mergebot_batches SET skipchecks = ? WHERE id = ?", isOn, batch)
    }

    func setPriority(_ priority: Priority, of batch: BatchID) throws {
        try host.execute("UPDATE mergebot_batches SET priority = ? WHERE id = ?", priority.rawValue, batch)
    }

    /// When the batch is ready, what is being staged makes room for it.
    func requestCancelling(for batch: BatchID) throws {
        try host.execute("UPDATE mergebot_batches SET cancel_staging = 1 WHERE id = ?", batch)
    }

    /// - Parameter reason: document of why the batch cannot be staged; nil: it can, from now on.
    func setBlocked(_ reason: String?, of batch: Batch) throws {
        try host.execute(
            "UPDATE mergebot_batches SET blocked = ?, unblocked_at = ? WHERE id = ?", reason, reason == nil ? now : nil, batch.id)
    }

    /// Batches with ready pull requests that nobody was told of what keeps them waiting.
    func batchesToRemindOfLinks(in project: ProjectID) throws -> [BatchID] {
        try host.query(
            """
            SELECT DISTINCT m.batch FROM mergebot_pull_requests m JOIN pull_requests p ON p.id = m.pull_request
            WHERE p.project = ? AND m.closed = 0 AND p.tracked = 1 AND m.state = 'ready' AND m.link_warned = 0 ORDER BY m.batch
            """, project
        ).map { try $0.id("batch") }
    }

    /// A batch that a pull request with this target and label may join: not merged, with an open member.
    func openBatch(project: ProjectID, target: String, label: String, except: BatchID?) throws -> BatchID? {
        try host.first(
            """
            WITH labelled AS (
                SELECT p.id FROM pull_requests p JOIN mergebot_pull_requests m ON m.pull_request = p.id
                WHERE p.project = ?1 AND p.target = ?2 AND p.label = ?3 AND m.label IS NULL
                UNION ALL
                SELECT pull_request FROM mergebot_pull_requests WHERE label = ?3)
            SELECT m.batch FROM labelled l CROSS JOIN mergebot_pull_requests m ON m.pull_request = l.id
            JOIN pull_requests p ON p.id = l.id JOIN mergebot_batches b ON b.id = m.batch
            WHERE p.project = ?1 AND p.target = ?2 AND p.tracked = 1 AND m.closed = 0 AND b.merge_date IS NULL
              AND m.batch <> ?4 ORDER BY m.batch LIMIT 1
            """, project, target, label, except?.value ?? 0)?.id("batch")
    }

    func openBatches(of project: ProjectID) throws -> [BatchID] {
        try host.query("SELECT id FROM mergebot_batches WHERE project = ? AND merge_date IS NULL ORDER BY id", project).map {
            try $0.id("id")
        }
    }

    func deleteBatchIfEmpty(_ batch: BatchID) throws {
        try host.execute(
            """
            DELETE FROM mergebot_batches WHERE id = ? AND parent IS NULL
              AND NOT EXISTS (SELECT 1 FROM mergebot_pull_requests WHERE batch = mergebot_batches.id)
              AND NOT EXISTS (SELECT 1 FROM mergebot_batches child WHERE child.parent = mergebot_batches.id)
              AND NOT EXISTS (SELECT 1 FROM mergebot_staging_batches WHERE batch = mergebot_batches.id)
              AND NOT EXISTS (SELECT 1 FROM mergebot_attempt_batches WHERE batch = mergebot_batches.id)
            """, batch)
    }

    /// Stageable batches of a branch, in no order that means anything.
    ///
    /// The rule is ``BatchBlock/canBeStaged(isMerged:skipchecks:members:)``; the column `blocked` holds its first half.
    func candidates(project: ProjectID, target: String, split: SplitID?) throws -> [Selection.Candidate] {
        try host.query(Self.candidates, project, split, target).map { row in
            Selection.Candidate(
                id: try row.id("id"), priority: try row.word("priority"), unblockedAt: row.optionalInt64("unblocked_at") ?? 0)
        }
    }

    /// By project, split (NULL: in none) and target.
    static let candidates = """
        SELECT b.id, b.priority, b.unblocked_at FROM mergebot_batches b
        WHERE b.project = ? AND b.merge_date IS NULL AND b.blocked IS NULL AND b.split IS ?
          AND EXISTS (SELECT 1 FROM mergebot_pull_requests m JOIN pull_requests p ON p.id = m.pull_request
                      WHERE m.batch = b.id AND m.closed = 0 AND p.tracked = 1 AND p.target = ?)
          AND NOT EXISTS (SELECT 1 FROM mergebot_pull_requests m JOIN pull_requests p ON p.id = m.pull_request
                          WHERE m.batch = b.id AND m.closed = 0 AND p.tracked = 1 AND m.merge_method IS NULL
                            AND m.inspected_head = p.head AND m.inspected_commits > 1)
        ORDER BY b.id
        """

    // MARK: Splits

    struct Split {
        let id: SplitID
        let staging: StagingID
        let target: String
        let attempt: AttemptID?
        let batches: [BatchID]
    }

    /// Oldest first, each with its batches in staging order.
    func splits(project: ProjectID, target: String) throws -> [Split] {
        let rows = try host.query("SELECT * FROM mergebot_splits WHERE project = ? AND target = ? ORDER BY id", project, target)
        return try rows.map { row in
            let id: SplitID = try row.id("id")
            return Split(
                id: id, staging: try row.id("staging"), target: target, attempt: row.optionalID("attempt"), batches: try batches(of: id))
        }
    }

    func batches(of split: SplitID) throws -> [BatchID] {
        try host.query("SELECT id FROM mergebot_batches WHERE split = ? ORDER BY split_position, id", split).map { try $0.id("id") }
    }

    func insertSplit(project: ProjectID, target: String, staging: StagingID, batches: [BatchID]) throws {
        try host.execute(
            "INSERT INTO mergebot_splits(project, target, staging, created_at) VALUES (?, ?, ?, ?)", project, target, staging, now)
        let split = SplitID(try host.lastInsertedID)
        for (position, batch) in batches.enumerated() {
            try host.execute("UPDATE mergebot_batches SET split = ?, split_position = ? WHERE id = ?", split, position, batch)
        }
    }

    /// The staging whose failure made the split.
    func staging(of split: SplitID) throws -> StagingID? {
        try host.first("SELECT staging FROM mergebot_splits WHERE id = ?", split)?.id("staging")
    }

    /// Gives the batches back to the pool.
    func deleteSplit(_ split: SplitID) throws {
        try host.execute("UPDATE mergebot_batches SET split = NULL, split_position = NULL WHERE split = ?", split)
        try host.execute("DELETE FROM mergebot_splits WHERE id = ?", split)
    }

    /// Takes a batch out of its split, and the split away if it was the last.
    func leaveSplit(_ batch: BatchID) throws {
        guard let split = try self.batch(batch)?.split else { return }
        try host.execute("UPDATE mergebot_batches SET split = NULL, split_position = NULL WHERE id = ?", batch)
        if try batches(of: split).isEmpty { try deleteSplit(split) }
    }

    func reserve(_ split: SplitID, for attempt: AttemptID) throws {
        try host.execute("UPDATE mergebot_splits SET attempt = ? WHERE id = ?", attempt, split)
    }

    /// Gives a split back that an attempt had reserved.
    func releaseSplit(_ split: SplitID) throws {
        try host.execute("UPDATE mergebot_splits SET attempt = NULL WHERE id = ?", split)
    }

    func markMerged(_ batch: BatchID) throws {
        try host.execute("UPDATE mergebot_batches SET merge_date = ? WHERE id = ?", now, batch)
    }
}

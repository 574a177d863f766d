import PluginAPI

extension MergeQueue {
    /// Takes a batch out of whatever tests it: its staging is cancelled, its attempt goes stale, its split goes on without it.
    ///
    /// A landing is past the point of no return; callers hold events about its members back instead.
    func unstage(_ batch: BatchID, reason: String) throws {
        guard try store.isInPlay(batch) else { return }
        if let attempt = try store.activeAttempt(holding: batch) { try store.markStale(attempt.id, reason: reason) }
        if let staging = try store.activeStaging(containing: batch) {
            try cancel(staging, reason: reason)
        } else if let split = try store.batch(batch)?.split {
            try store.leaveSplit(batch)
            try noteRealCulprit(split)
        }
    }

    /// Ends a pending staging without judging anybody.
    func cancel(_ staging: Staging, reason: String) throws {
        guard staging.isActive, staging.state == .pending else { return }
        try store.end(staging.id, as: .cancelled, reason: reason)
        try journal(staging.id, "state", .string(staging.state.rawValue), .string(Staging.State.cancelled.rawValue), note: reason)
        try store.set("likely_false_positive", false, of: try store.root(of: staging))
        try wake(Timer.staging)
    }

    /// Makes room on a branch: no splits, no staging, no attempt.
    func clearBranch(_ project: ProjectID, _ target: String, reason: String) throws {
        for split in try store.splits(project: project, target: target) { try store.deleteSplit(split.id) }
        if let attempt = try store.activeAttempt(project: project, target: target) { try store.markStale(attempt.id, reason: reason) }
        if let staging = try store.activeStaging(project: project, target: target) { try cancel(staging, reason: reason) }
        try wake(Timer.staging)
    }

    /// The staging that is landing with this batch, if there is one.
    func landing(of batch: BatchID) throws -> Staging? {
        guard let staging = try store.activeStaging(containing: batch), staging.state == .landing else { return nil }
        return staging
    }

    /// A split that shrinks other than by being staged: somebody was at fault after all.
    private func noteRealCulprit(_ split: SplitID) throws {
        guard let row = try host.first("SELECT staging FROM mergebot_splits WHERE id = ?", split) else { return }
        guard let staging = try store.staging(try row.id("staging")) else { return }
        try store.set("likely_false_positive", false, of: try store.root(of: staging))
    }
}

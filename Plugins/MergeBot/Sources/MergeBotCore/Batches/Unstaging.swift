import PluginAPI

/// Takes batches out of what tests them.
struct Unstaging {
    let queue: MergeQueue

    private var store: Store { queue.store }

    /// Takes a batch out of whatever tests it: its staging is cancelled, its attempt goes stale, its split goes on without it.
    ///
    /// A landing is past the point of no return; callers hold events about its members back instead.
    func unstage(_ batch: BatchID, reason: String) throws {
        guard try store.isInPlay(batch) else { return }
        if let attempt = try store.activeAttempt(holding: batch) { try store.markStale(attempt.id, reason: reason) }
        if let staging = try store.activeStaging(containing: batch) {
            try queue.stagings.cancel(staging, reason: reason)
        } else if let split = try store.batch(batch)?.split {
            try store.leaveSplit(batch)
            try noteRealCulprit(split)
        }
    }

    /// Makes room on a branch: no splits, no staging, no attempt.
    func clearBranch(_ project: ProjectID, _ target: String, reason: String) throws {
        for split in try store.splits(project: project, target: target) { try store.deleteSplit(split.id) }
        if let attempt = try store.activeAttempt(project: project, target: target) { try store.markStale(attempt.id, reason: reason) }
        if let staging = try store.activeStaging(project: project, target: target) { try queue.stagings.cancel(staging, reason: reason) }
        try queue.wake(MergeQueue.Timer.staging)
    }

    /// The staging that is landing with this batch, if there is one.
    func landing(of batch: BatchID) throws -> Staging? {
        guard let staging = try store.activeStaging(containing: batch), staging.state == .landing else { return nil }
        return staging
    }

    /// A split that shrinks other than by being staged: somebody was at fault after all.
    private func noteRealCulprit(_ split: SplitID) throws {
        guard let id = try store.staging(of: split), let staging = try store.staging(id) else { return }
        try store.markLikelyFalsePositive(false, of: try store.root(of: staging))
    }
}

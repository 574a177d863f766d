import PluginAPI

/// Which batch a pull request belongs to: the one of its target and label, or one of its own.
struct BatchMembership {
    let queue: MergeQueue

    private var store: Store { queue.store }

    /// Where a pull request belongs.
    enum Place {
        case own
        case join(BatchID)
        /// The batch it belongs to is landing: it joins if that fails.
        case afterLanding(StagingID)
        /// Another open pull request of the repository has the place.
        case taken(PullRequestName)
    }

    func place(_ name: PullRequestName, project: ProjectID, target: String, label: String, except: BatchID?) throws -> Place {
        guard BatchLabel.canBeShared(label) else { return .own }
        guard let batch = try store.openBatch(project: project, target: target, label: label, except: except) else { return .own }
        let members = try store.pullRequests(of: batch).filter(\.isOpen)
        if let rival = members.first(where: { $0.name.repository == name.repository && $0.name != name }) { return .taken(rival.name) }
        if let staging = try queue.unstaging.landing(of: batch) { return .afterLanding(staging.id) }
        return .join(batch)
    }

    /// Moves a pull request to the batch that has its target and label now, if there is one with room.
    func rejoin(_ pullRequest: PullRequest) throws {
        let place = try place(
            pullRequest.name, project: pullRequest.project, target: pullRequest.target, label: pullRequest.label, except: pullRequest.batch)
        guard case .join(let batch) = place else { return }
        try queue.unstaging.unstage(batch, reason: Reason.joined(pullRequest.name))
        try store.move(pullRequest.id, to: batch)
        try queue.journal(pullRequest, "batch", .int(pullRequest.batch.value), .int(batch.value))
        try queue.readiness.refresh(batch)
        try queue.readiness.refresh(pullRequest.batch)
        try store.deleteBatchIfEmpty(pullRequest.batch)
    }
}

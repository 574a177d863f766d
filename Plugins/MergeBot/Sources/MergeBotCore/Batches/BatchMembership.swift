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
        switch place {
        case .own: return
        case .join(let batch): try move(pullRequest, to: batch)
        case .afterLanding(let staging): try store.hold(HeldEvent(pullRequest: pullRequest.id, actor: nil, what: .join), until: staging)
        case .taken(let rival): try tell(pullRequest, of: rival)
        }
    }

    /// Finds the place of a pull request that was closed: while it was, its batch or another one may have gone on without it.
    func comeBack(_ pullRequest: PullRequest) throws {
        let others = try store.pullRequests(of: pullRequest.batch).filter { $0.isOpen && $0.id != pullRequest.id }
        if let rival = others.first(where: { $0.name.repository == pullRequest.name.repository }) {
            try move(pullRequest, to: try store.insertBatch(project: pullRequest.project))
            return try tell(pullRequest, of: rival.name)
        }
        if others.isEmpty { try rejoin(pullRequest) }
    }

    /// The place is taken: a batch has one pull request of each repository.
    private func tell(_ pullRequest: PullRequest, of rival: PullRequestName) throws {
        try queue.say(
            .duplicateLabel, ["other": .string(rival.description), "label": .string(pullRequest.label)], on: pullRequest.name)
    }

    private func move(_ pullRequest: PullRequest, to batch: BatchID) throws {
        try queue.unstaging.unstage(batch, reason: Reason.joined(pullRequest.name))
        try store.move(pullRequest.id, to: batch)
        try queue.journal(pullRequest, "batch", .int(pullRequest.batch.value), .int(batch.value))
        try queue.readiness.refresh(batch)
        try queue.readiness.refresh(pullRequest.batch)
        try store.deleteBatchIfEmpty(pullRequest.batch)
    }
}

import PluginAPI

/// What follows from a change of a pull request that is known.
struct PullRequestChanges {
    let queue: MergeQueue

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    /// Does what follows from a change of a pull request that is known.
    func apply(_ change: PullRequestChange, to pullRequest: PullRequest, by actor: String?) throws {
        switch change {
        case .edited: try edited(pullRequest, by: actor)
        case .retargeted(let old, let new): try retargeted(pullRequest, from: old, to: new)
        case .headChanged(let change): try headChanged(pullRequest, change, by: actor)
        case .closed: try closed(pullRequest, by: actor)
        case .reopened: try reopened(pullRequest, by: actor)
        case .draftChanged: try draftChanged(pullRequest, by: actor)
        }
    }

    private func edited(_ pullRequest: PullRequest, by actor: String?) throws {
        guard let method = pullRequest.method, method.usesPullRequestMessage else { return }
        // What is landing lands with the message that was tested; there is nothing to take back.
        try queue.unstaging.unstage(pullRequest.batch, reason: Reason.messageUpdated(pullRequest.name, by: actor))
    }

    private func retargeted(_ pullRequest: PullRequest, from old: String, to new: String) throws {
        // What was merged stays with its batch.
        if try store.batch(pullRequest.batch)?.isMerged == true { return try queue.readiness.refresh(pullRequest.batch) }
        try queue.unstaging.unstage(pullRequest.batch, reason: Reason.retargeted(pullRequest.name, from: old, to: new))
        // How many commits it has depends on the target.
        try store.forgetInspection(of: pullRequest.id)
        try queue.journal(pullRequest, "target", .string(old), .string(new))
        try queue.readiness.refresh(pullRequest.batch)
        if pullRequest.isOpen, let current = try store.pullRequest(pullRequest.id) { try queue.membership.rejoin(current) }
        try queue.wake(MergeQueue.Timer.staging)
    }

    private func headChanged(_ pullRequest: PullRequest, _ change: PullRequestHeadChanged?, by actor: String?) throws {
        // Nothing of what was merged or closed changes by a push to the branch.
        if try store.batch(pullRequest.batch)?.isMerged == true { return }
        let isReopened = change?.isReopened ?? false
        if pullRequest.isClosed && !isReopened { return try queue.readiness.refresh(pullRequest.batch) }
        let reason = isReopened ? Reason.reopened(pullRequest.name, by: actor) : Reason.updated(pullRequest.name, by: actor)
        try queue.unstaging.unstage(pullRequest.batch, reason: reason)
        // Adopted: what was skipped in comments read again was skipped for a head that nobody here saw.
        if change?.isAdopted == true { try queue.facts.endSkipchecks(pullRequest, by: actor ?? "bot") }
        try queue.facts.clearApproval(pullRequest, note: reason)
        try queue.facts.setError(pullRequest, nil, note: reason)
        try store.forgetReported(of: pullRequest.id)
        try store.noteNewHead(of: pullRequest.id)
        if pullRequest.method != nil, pullRequest.commitCount == 1, pullRequest.methodHead != pullRequest.head {
            try queue.facts.setMethod(nil, of: pullRequest)
        }
        try queue.readiness.refreshWithDescendants(pullRequest, note: reason)
    }

    private func closed(_ pullRequest: PullRequest, by actor: String?) throws {
        // The bot closes what it merged.
        if pullRequest.isClosed { return }
        if try store.batch(pullRequest.batch)?.isMerged == true { return }
        let reason = Reason.closed(pullRequest.name, by: actor)
        try queue.unstaging.unstage(pullRequest.batch, reason: reason)
        try store.setClosed(true, pullRequest.id)
        try queue.journal(pullRequest, "closed", false, true)
        try queue.facts.clearApproval(pullRequest, note: reason)
        try queue.readiness.refreshWithDescendants(pullRequest, note: reason)
        try queue.wake(MergeQueue.Timer.staging)
    }

    private func reopened(_ pullRequest: PullRequest, by actor: String?) throws {
        if try store.batch(pullRequest.batch)?.isMerged == true {
            try host.effect(.close(pullRequest.name.repository, pullRequest.name.number))
            if pullRequest.isClosed {
                return try queue.say(.cannotReopenInMergedBatch, on: pullRequest.name)
            }
            let sender = actor.map { "@\($0) " } ?? ""
            return try queue.say(.cannotReopenMerged, ["sender_ping": .string(sender)], on: pullRequest.name)
        }
        guard pullRequest.isClosed else { return }
        try queue.unstaging.unstage(pullRequest.batch, reason: Reason.reopened(pullRequest.name, by: actor))
        try store.setClosed(false, pullRequest.id)
        try queue.journal(pullRequest, "closed", true, false)
        try queue.readiness.refreshWithDescendants(pullRequest)
        if let current = try store.pullRequest(pullRequest.id), current.isOpen { try queue.membership.comeBack(current) }
    }

    private func draftChanged(_ pullRequest: PullRequest, by actor: String?) throws {
        if pullRequest.isDraft, pullRequest.isOpen {
            try queue.unstaging.unstage(pullRequest.batch, reason: Reason.drafted(pullRequest.name, by: actor))
        }
        try queue.journal(pullRequest, "draft", .bool(!pullRequest.isDraft), .bool(pullRequest.isDraft))
        try queue.readiness.refresh(pullRequest.batch)
    }
}

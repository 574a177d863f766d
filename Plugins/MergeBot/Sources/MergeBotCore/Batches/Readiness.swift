import PluginAPI

/// What batches and their pull requests are, computed from their facts.
struct Readiness {
    let queue: MergeQueue

    private var store: Store { queue.store }

    /// Computes a batch and its pull requests anew after any of their facts changed, and does what follows from the difference.
    ///
    /// This is the one place where states change: handlers write facts and call it.
    func refresh(_ id: BatchID, note: String? = nil) throws {
        guard let batch = try store.batch(id) else { return }
        var members = try store.pullRequests(of: id)
        var failed: PullRequest?
        for index in members.indices {
            if try refresh(&members[index], of: batch, note: note), members[index].isOpen { failed = failed ?? members[index] }
        }
        if let failed, !batch.isMerged { try queue.unstaging.unstage(id, reason: Reason.failedAfterStaging(failed.name)) }
        try refreshGate(batch, members)
    }

    /// Computes the batches of all ports that inherit from the pull request too.
    func refreshWithDescendants(_ pullRequest: PullRequest, note: String? = nil) throws {
        try refresh(pullRequest.batch, note: note)
        for descendant in try store.descendants(of: pullRequest.id) where descendant.batch != pullRequest.batch {
            try refresh(descendant.batch, note: note)
        }
    }

    /// The CI verdict of a pull request as things are now.
    func status(of pullRequest: PullRequest, skipchecks: Bool) throws -> PullRequestStatus {
        PullRequestStatus.evaluate(
            entries: try store.requiredStatuses(of: pullRequest.name.repository), target: pullRequest.target,
            effective: try store.effectiveStatuses(of: pullRequest), skipchecks: skipchecks)
    }

    /// - Returns: whether CI failed now and had not before.
    private func refresh(_ pullRequest: inout PullRequest, of batch: Batch, note: String?) throws -> Bool {
        let status = try status(of: pullRequest, skipchecks: batch.skipchecks)
        let state = PullRequestState(
            PullRequestState.Facts(
                isClosed: pullRequest.isClosed, isBatchMerged: batch.isMerged, hasError: pullRequest.hasError, skipchecks: batch.skipchecks,
                isApproved: pullRequest.isApproved, status: status.verdict))
        let isNewFailure = status.verdict == .failure && pullRequest.status != .failure
        if status.verdict != pullRequest.status {
            try store.setStatus(status.verdict, of: pullRequest.id)
            try queue.journal(pullRequest, "status", .string(pullRequest.status.rawValue), .string(status.verdict.rawValue), note: note)
            pullRequest.status = status.verdict
        }
        if state != pullRequest.state {
            try store.setState(state, of: pullRequest.id)
            try queue.journal(pullRequest, "state", .string(pullRequest.state.rawValue), .string(state.rawValue), note: note)
            pullRequest.state = state
        }
        if (state == .approved || state == .ready) && pullRequest.needsMethod && !pullRequest.methodWarned {
            try queue.wake(MergeQueue.Timer.methodCheck)
        }
        try reportFailures(status, of: pullRequest, in: state)
        return isNewFailure
    }

    /// Tells people of a failure once per context, state and link: on what is approved, and on a port that nobody watches.
    private func reportFailures(_ status: PullRequestStatus, of pullRequest: PullRequest, in state: PullRequestState) throws {
        let message: Message
        switch state {
        case .approved: message = .statusFailed
        case .opened where pullRequest.parent != nil: message = .portStatusFailed
        default: return
        }
        for item in status.failed where try !store.wasReported(item, of: pullRequest.id) {
            try store.noteReported(item, of: pullRequest.id)
            let link = item.status?.targetURL.map { " (\($0))" } ?? ""
            try queue.say(message, ["context": .string(item.context), "link": .string(link)], on: pullRequest)
        }
    }

    private func refreshGate(_ batch: Batch, _ members: [PullRequest]) throws {
        let block = BatchBlock.evaluate(isMerged: batch.isMerged, skipchecks: batch.skipchecks, members: try members.map(store.member))
        let text = block.map { Self.document($0).text }
        guard text != batch.blocked else { return }
        try store.setBlocked(text, of: batch)
        try queue.journal(batch.id, "blocked", JSON(batch.blocked), JSON(text))
        if block == nil { try becameReady(batch, members.filter(\.isOpen)) }
    }

    private func becameReady(_ batch: Batch, _ members: [PullRequest]) throws {
        try queue.wake(MergeQueue.Timer.staging)
        guard batch.cancelStaging, let target = members.first?.target else { return }
        // The batch may be under test itself, if CI was only rebuilding.
        let active = try store.activeStaging(project: batch.project, target: target)
        if let active, try store.batches(of: active.id).contains(batch.id) { return }
        try queue.unstaging.clearBranch(batch.project, target, reason: Reason.becameReady(members.map(\.name)))
    }

    /// The reason as a document: code, parameters and text.
    static func document(_ block: BatchBlock) -> JSON {
        ["code": .string(WaitReason.code(block)), "params": parameters(block), "text": .string(WaitReason.text(block))]
    }

    private static func parameters(_ block: BatchBlock) -> JSON {
        func names(_ names: [PullRequestName]) -> JSON { JSON(names.map(\.description)) }
        switch block {
        case .merged, .closed:
            return [:]
        case .severalTargets(let targets):
            return ["targets": .array(targets.map { ["pull_request": .string($0.name.description), "target": .string($0.target)] })]
        case .excluded(let excluded):
            return ["pull_requests": names(excluded)]
        case .broken(let inError, let drafts):
            return ["error": names(inError), "draft": names(drafts)]
        case .waiting(let review, let ci, let failed):
            return ["review": names(review), "ci": names(ci), "failed": names(failed)]
        }
    }
}

extension PullRequest {
    /// What the gate looks at.
    var member: BatchBlock.Member {
        BatchBlock.Member(
            name: name, target: target, isOpen: isOpen, isDraft: isDraft, hasError: hasError, isApproved: isApproved, status: status,
            // The forge may have counted wrong: the first inspection of a head finds out.
            needsMethod: needsMethod && isInspected)
    }
}

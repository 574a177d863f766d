import PluginAPI

/// Single facts of a pull request: each is written together with its line in the audit trail.
struct PullRequestFacts {
    let queue: MergeQueue

    private var store: Store { queue.store }

    func clearApproval(_ pullRequest: PullRequest, note: String?) throws {
        guard let reviewer = pullRequest.approvedBy else { return }
        try store.clearApproval(of: pullRequest.id)
        try queue.journal(pullRequest, "reviewed_by", .string(reviewer), .null, note: note)
    }

    func approve(_ pullRequest: PullRequest, by login: String, isImplied: Bool = false, note: String? = nil) throws {
        try store.approve(pullRequest, by: login, isImplied: isImplied)
        try queue.journal(pullRequest, "reviewed_by", JSON(pullRequest.approvedBy), .string(login), note: note)
    }

    /// Puts a pull request into error, or with `nil` out of it.
    func setError(_ pullRequest: PullRequest, _ reason: String?, note: String? = nil) throws {
        guard pullRequest.hasError != (reason != nil) || pullRequest.errorReason != reason else { return }
        try store.setError(reason, of: pullRequest.id)
        try queue.journal(pullRequest, "error", .bool(pullRequest.hasError), .bool(reason != nil), note: note ?? reason)
    }

    func setMethod(_ method: MergeMethod?, of pullRequest: PullRequest) throws {
        try store.setMethod(method, of: pullRequest)
        try queue.journal(pullRequest, "merge_method", JSON(pullRequest.method?.rawValue), JSON(method?.rawValue))
        // It may be all that was missing.
        if method != nil { try queue.wake(MergeQueue.Timer.staging) }
    }

    func endSkipchecks(_ pullRequest: PullRequest, by actor: String) throws {
        guard try store.batch(pullRequest.batch)?.skipchecks == true else { return }
        try queue.unstaging.unstage(pullRequest.batch, reason: Reason.skipchecksEnded(pullRequest.name, by: actor))
        try endSkipchecks(of: pullRequest.batch, note: "by \(actor)")
    }

    /// Checks are not skipped any more, and who counted as reviewer only because of that does not.
    func endSkipchecks(of batch: BatchID, note: String) throws {
        guard try store.batch(batch)?.skipchecks == true else { return }
        try store.setSkipchecks(false, of: batch)
        try queue.journal(batch, "skipchecks", true, false, note: note)
        for member in try store.pullRequests(of: batch) where member.isApprovalImplied { try clearApproval(member, note: note) }
    }

    /// Ready whatever CI says, with a reviewer, and so that a later status does not take it back.
    func markReady(_ pullRequest: PullRequest, by login: String) throws {
        try store.setSkipchecks(true, of: pullRequest.batch)
        try queue.journal(pullRequest.batch, "skipchecks", false, true, note: "by \(login)")
        // Skipping the checks makes a person the reviewer: here in any case, of the others where there is none.
        for member in try store.pullRequests(of: pullRequest.batch) where member.isOpen {
            guard member.id == pullRequest.id || !member.isApproved else { continue }
            try approve(member, by: login, isImplied: !member.isApproved || member.isApprovalImplied, note: "skipchecks")
        }
        try queue.readiness.refresh(pullRequest.batch, note: "skipchecks")
    }
}

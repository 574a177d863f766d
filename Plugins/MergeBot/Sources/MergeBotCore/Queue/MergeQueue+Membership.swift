import PluginAPI

extension MergeQueue {
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
        if let staging = try landing(of: batch) { return .afterLanding(staging.id) }
        return .join(batch)
    }

    /// Moves a pull request to the batch that has its target and label now, if there is one with room.
    func rejoin(_ pullRequest: PullRequest) throws {
        let place = try place(
            pullRequest.name, project: pullRequest.project, target: pullRequest.target, label: pullRequest.label, except: pullRequest.batch)
        guard case .join(let batch) = place else { return }
        try unstage(batch, reason: Reason.joined(pullRequest.name))
        try store.set("batch", batch, of: pullRequest.id)
        try journal(pullRequest, "batch", .int(pullRequest.batch.value), .int(batch.value))
        try refresh(batch)
        try refresh(pullRequest.batch)
        try store.deleteBatchIfEmpty(pullRequest.batch)
    }

    // MARK: What happens to known pull requests

    func edited(_ pullRequest: PullRequest) throws {
        guard let method = pullRequest.method, method.usesPullRequestMessage else { return }
        // What is landing lands with the message that was tested; there is nothing to take back.
        try unstage(pullRequest.batch, reason: Reason.messageUpdated)
    }

    func retargeted(_ pullRequest: PullRequest, _ happening: Happening) throws {
        // What was merged stays with its batch.
        if try store.batch(pullRequest.batch)?.isMerged == true { return try refresh(pullRequest.batch) }
        let old = happening.document["old"].string ?? "another branch"
        let new = happening.document["new"].string ?? pullRequest.target
        try unstage(pullRequest.batch, reason: Reason.retargeted(from: old, to: new))
        // How many commits it has depends on the target.
        try store.set("inspected_head", String?.none, of: pullRequest.id)
        try store.set("method_warned", false, of: pullRequest.id)
        try journal(pullRequest, "target", .string(old), .string(new))
        try refresh(pullRequest.batch)
        if pullRequest.isOpen, let current = try store.pullRequest(pullRequest.id) { try rejoin(current) }
        try wake(Timer.staging)
    }

    func headChanged(_ pullRequest: PullRequest, _ happening: Happening) throws {
        // Nothing of what was merged or closed changes by a push to the branch.
        if try store.batch(pullRequest.batch)?.isMerged == true { return }
        let isReopened = happening.document["reopened"].bool ?? false
        if pullRequest.isClosed && !isReopened { return try refresh(pullRequest.batch) }
        let reason = isReopened ? Reason.reopened(by: happening.actor) : Reason.updated(by: happening.actor)
        try unstage(pullRequest.batch, reason: reason)
        // Adopted: what was skipped in comments read again was skipped for a head that nobody here saw.
        let isAdopted = happening.document["old"].string?.allSatisfy { $0 == "0" } == true
        if isAdopted { try endSkipchecks(pullRequest, by: happening.actor ?? "bot") }
        try unapprove(pullRequest, note: reason)
        try setError(pullRequest, nil, note: reason)
        try store.forgetReported(of: pullRequest.id)
        try store.noteNewHead(of: pullRequest.id)
        if pullRequest.method != nil, pullRequest.commitCount == 1, pullRequest.methodHead != pullRequest.head {
            try setMethod(nil, of: pullRequest)
        }
        try refreshWithDescendants(pullRequest, note: reason)
    }

    func closed(_ pullRequest: PullRequest, _ happening: Happening) throws {
        // The bot closes what it merged.
        if pullRequest.isClosed { return }
        if try store.batch(pullRequest.batch)?.isMerged == true { return }
        let reason = Reason.closed(by: happening.actor)
        try unstage(pullRequest.batch, reason: reason)
        try store.set("closed", true, of: pullRequest.id)
        try journal(pullRequest, "closed", false, true)
        try unapprove(pullRequest, note: reason)
        try refreshWithDescendants(pullRequest, note: reason)
        try wake(Timer.staging)
    }

    func reopened(_ pullRequest: PullRequest, _ happening: Happening) throws {
        if try store.batch(pullRequest.batch)?.isMerged == true {
            try host.effect(.close(pullRequest.name.repository, pullRequest.name.number))
            if pullRequest.isClosed {
                return try say(.cannotReopenInMergedBatch, on: pullRequest.name)
            }
            let sender = happening.actor.map { "@\($0) " } ?? ""
            return try say(.cannotReopenMerged, ["sender_ping": .string(sender)], on: pullRequest.name)
        }
        guard pullRequest.isClosed else { return }
        try unstage(pullRequest.batch, reason: Reason.reopened(by: happening.actor))
        try store.set("closed", false, of: pullRequest.id)
        try journal(pullRequest, "closed", true, false)
        try refreshWithDescendants(pullRequest)
    }

    func draftChanged(_ pullRequest: PullRequest, _ happening: Happening) throws {
        if pullRequest.isDraft, pullRequest.isOpen {
            try unstage(pullRequest.batch, reason: Reason.drafted(pullRequest.name, by: happening.actor))
        }
        try journal(pullRequest, "draft", .bool(!pullRequest.isDraft), .bool(pullRequest.isDraft))
        try refresh(pullRequest.batch)
    }

    // MARK: Single facts

    func unapprove(_ pullRequest: PullRequest, note: String?) throws {
        guard let reviewer = pullRequest.approvedBy else { return }
        try store.set("approved_by", String?.none, of: pullRequest.id)
        try store.set("approved_head", String?.none, of: pullRequest.id)
        try store.set("approved_at", Int64?.none, of: pullRequest.id)
        try journal(pullRequest, "reviewed_by", .string(reviewer), .null, note: note)
    }

    func approve(_ pullRequest: PullRequest, by login: String, note: String? = nil) throws {
        try store.set("approved_by", login, of: pullRequest.id)
        try store.set("approved_head", pullRequest.head, of: pullRequest.id)
        try store.set("approved_at", store.now, of: pullRequest.id)
        try journal(pullRequest, "reviewed_by", JSON(pullRequest.approvedBy), .string(login), note: note)
    }

    /// Puts a pull request into error, or with `nil` out of it.
    func setError(_ pullRequest: PullRequest, _ reason: String?, note: String? = nil) throws {
        guard pullRequest.hasError != (reason != nil) || pullRequest.errorReason != reason else { return }
        try store.set("error", reason != nil, of: pullRequest.id)
        try store.set("error_reason", reason, of: pullRequest.id)
        try journal(pullRequest, "error", .bool(pullRequest.hasError), .bool(reason != nil), note: note ?? reason)
    }

    func setMethod(_ method: MergeMethod?, of pullRequest: PullRequest) throws {
        try store.set("merge_method", method?.rawValue, of: pullRequest.id)
        try store.set("method_head", method == nil ? nil : pullRequest.head, of: pullRequest.id)
        try journal(pullRequest, "merge_method", JSON(pullRequest.method?.rawValue), JSON(method?.rawValue))
    }
}

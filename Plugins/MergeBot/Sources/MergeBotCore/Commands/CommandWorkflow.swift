import PluginAPI

/// Carries out the commands that people write.
struct CommandWorkflow {
    let queue: MergeQueue

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    /// Carries out one command. What the person did wrong is an answer, not an error.
    func run(_ call: CommandCall) throws -> CommandResult {
        guard let command = Command(rawValue: call.id) else {
            throw PluginError(.unsupported, "the command '\(call.id)' is not one of the merge queue")
        }
        let name = PullRequestName(repository: call.repository, number: call.number)
        guard let pullRequest = try store.pullRequest(name), pullRequest.isTracked else { return .rejected(Rejection.unknownPullRequest) }
        switch command {
        case .approve: return try queue.approvals.approveByComment(pullRequest, call, numbers: nil)
        case .approveNumbers:
            return try queue.approvals.approveByComment(
                pullRequest, call, numbers: call.arguments["numbers"].array?.compactMap(\.int) ?? [])
        case .unapprove: return try queue.approvals.takeBackByComment(pullRequest, call)
        case .retry: return try retry(pullRequest)
        case .merge: return try choose(.merge, pullRequest)
        case .rebaseMerge: return try choose(.rebaseMerge, pullRequest)
        case .rebaseFastForward: return try choose(.rebaseFastForward, pullRequest)
        case .squash: return try choose(.squash, pullRequest)
        case .delegateAuthor: return try delegate(pullRequest, [pullRequest.author])
        case .delegate: return try delegate(pullRequest, call.arguments["logins"].array?.compactMap(\.string) ?? [])
        case .nice: return try prioritize(.nice, pullRequest)
        case .default: return try prioritize(.default, pullRequest)
        case .priority: return try prioritize(.priority, pullRequest)
        case .alone: return try prioritize(.alone, pullRequest)
        case .skipchecks: return try skipChecks(pullRequest, call)
        case .cancel: return try cancelStagings(pullRequest, call)
        case .override: return try override(pullRequest, call)
        case .check: return try check(pullRequest)
        case .now: return try rush(.priority, pullRequest, call)
        case .nowAlone: return try rush(.alone, pullRequest, call)
        }
    }

    private func retry(_ pullRequest: PullRequest) throws -> CommandResult {
        guard pullRequest.hasError else { return .rejected(Rejection.nothingToRetry) }
        try queue.facts.setError(pullRequest, nil, note: "retry")
        try queue.readiness.refresh(pullRequest.batch, note: "retry")
        return .done
    }

    private func choose(_ method: MergeMethod, _ pullRequest: PullRequest) throws -> CommandResult {
        guard pullRequest.state.isOpen else { return .rejected(Rejection.state(pullRequest.state)) }
        try queue.facts.setMethod(method, of: pullRequest)
        try queue.say(.methodSet, ["method": .string(method.title)], on: pullRequest.name)
        return .done
    }

    private func delegate(_ pullRequest: PullRequest, _ logins: [String]) throws -> CommandResult {
        for login in logins {
            let bare = login.hasPrefix("@") || login.hasPrefix("#") ? String(login.dropFirst()) : login
            try store.addDelegate(bare, to: pullRequest.id)
        }
        try queue.journal(pullRequest, "delegates", .null, JSON(try store.delegates(of: pullRequest.id)))
        return .done
    }

    private func check(_ pullRequest: PullRequest) throws -> CommandResult {
        try host.effect(.fetch(pullRequest.name.repository, pullRequest.name.number, comments: false))
        return .done
    }

    private func override(_ pullRequest: PullRequest, _ call: CommandCall) throws -> CommandResult {
        let contexts = call.arguments["contexts"].array?.compactMap(\.string) ?? []
        let person = try host.person(call.author)
        let forbidden = contexts.filter { person?.canOverride($0, pullRequest.name.repository) != true }
        if !forbidden.isEmpty { return .rejected(Listing.text(forbidden.map(Rejection.override))) }
        for context in contexts {
            let status = CommitStatus(state: .success, targetURL: call.comment.url, description: "overridden by @\(call.author)")
            try store.setOverride(context, status, of: pullRequest.id)
            try queue.journal(pullRequest, "overrides", .null, .string(context), note: "overridden by \(call.author)")
        }
        try queue.readiness.refreshWithDescendants(pullRequest, note: "override")
        return .done
    }

    // MARK: Commands about the batch

    private func prioritize(_ priority: Priority, _ pullRequest: PullRequest) throws -> CommandResult {
        guard let batch = try store.batch(pullRequest.batch) else { return .rejected(Rejection.unknownPullRequest) }
        try store.setPriority(priority, of: batch.id)
        try queue.journal(batch.id, "priority", .string(batch.priority.rawValue), .string(priority.rawValue))
        if batch.blocked == nil { try queue.wake(MergeQueue.Timer.staging) }
        return .done
    }

    private func skipChecks(_ pullRequest: PullRequest, _ call: CommandCall) throws -> CommandResult {
        guard pullRequest.state.isOpen else { return .rejected(Rejection.state(pullRequest.state)) }
        if host.configuration["skipchecks_requires_operator"].bool == true, try host.person(call.author)?.operator != true {
            return .rejected(Rejection.skipchecksNeedsOperator)
        }
        if let refusal = try queue.approvals.freshness(pullRequest, call) { return .rejected(refusal) }
        try queue.facts.markReady(pullRequest, by: call.author)
        return .done
    }

    private func cancelStagings(_ pullRequest: PullRequest, _ call: CommandCall) throws -> CommandResult {
        guard let batch = try store.batch(pullRequest.batch) else { return .rejected(Rejection.unknownPullRequest) }
        try store.requestCancelling(for: batch.id)
        try queue.journal(batch.id, "cancel_staging", .bool(batch.cancelStaging), true, note: "by \(call.author)")
        if batch.blocked == nil {
            try queue.unstaging.clearBranch(
                pullRequest.project, pullRequest.target, reason: Reason.cancelled(by: call.author, on: pullRequest.name))
        }
        return .done
    }

    private func rush(_ priority: Priority, _ pullRequest: PullRequest, _ call: CommandCall) throws -> CommandResult {
        let steps: [() throws -> CommandResult] = [
            { try prioritize(priority, pullRequest) }, { try cancelStagings(pullRequest, call) }, { try skipChecks(pullRequest, call) },
        ]
        for step in steps {
            let result = try step()
            if result != .done { return result }
        }
        return .done
    }
}

import PluginAPI

extension Operations {
    static let pullRequestResources: [ResourceDeclaration] = [
        .operation("PATCH", "/pull-requests/{owner}/{name}/{number}", "update_pull_request", summary: "Corrects a pull request."),
        .operation(
            "POST", "/pull-requests/{owner}/{name}/{number}/actions/{action}", "act_on_pull_request",
            summary: "reload, split-off or mark-ready."),
    ]
}

/// What operators may do to a pull request.
struct PullRequestOperations {
    let queue: MergeQueue

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    /// An operator's corrections: each is checked, journalled, and has the effects it would have from anybody.
    func update(_ call: OperationCall) throws -> JSON {
        let pullRequest = try requestedPullRequest(call)
        if try queue.unstaging.landing(of: pullRequest.batch) != nil {
            throw PluginError(.conflict, "\(pullRequest.name) is landing; wait for the end")
        }
        let actor = call.actor ?? "operator"
        let changes = call.parameters.object ?? [:]
        for key in changes.keys.sorted() { try apply(key, changes[key] ?? .null, to: pullRequest, by: actor) }
        try queue.readiness.refreshWithDescendants(pullRequest, note: "corrected by \(actor)")
        return try document(pullRequest.id)
    }

    private func apply(_ key: String, _ value: JSON, to pullRequest: PullRequest, by actor: String) throws {
        switch key {
        case "owner", "name", "number":
            return
        case "merge_method":
            let method = value.string.flatMap(MergeMethod.init(rawValue:))
            guard method != nil || value.isNull else { throw Self.invalid(key, "merge, rebase-merge, rebase-ff, squash or null") }
            try queue.facts.setMethod(method, of: pullRequest)
        case "reviewed_by":
            if let login = value.string { return try queue.facts.approve(pullRequest, by: login, note: "by \(actor)") }
            guard value.isNull else { throw Self.invalid(key, "a login or null") }
            try queue.approvals.takeBack(pullRequest, by: actor)
        case "error":
            guard let hasError = value.bool else { throw Self.invalid(key, "true or false") }
            if hasError { try queue.unstaging.unstage(pullRequest.batch, reason: Reason.putIntoError(pullRequest.name, by: actor)) }
            try queue.facts.setError(pullRequest, hasError ? "put into error by \(actor)" : nil, note: "by \(actor)")
        case "skipchecks":
            guard let isOn = value.bool else { throw Self.invalid(key, "true or false") }
            if isOn { try queue.facts.markReady(pullRequest, by: actor) } else { try queue.facts.endSkipchecks(pullRequest, by: actor) }
        case "limit":
            let branch = try value.string.flatMap { try store.branch(pullRequest.project, $0) }
            guard value.isNull || branch != nil else {
                throw Self.invalid(key, "a branch of the project or null")
            }
            try store.setLimit(value.string, of: pullRequest.id)
            try queue.journal(pullRequest, "limit", JSON(pullRequest.limit), value, note: "by \(actor)")
        default:
            throw PluginError(.invalid, "\(key) cannot be changed here")
        }
    }

    private static func invalid(_ key: String, _ wanted: String) -> PluginError {
        PluginError(.invalid, "\(key) must be \(wanted)")
    }

    // MARK: Actions

    func act(_ call: OperationCall) throws -> JSON {
        let pullRequest = try requestedPullRequest(call)
        let actor = call.actor ?? "operator"
        switch call.parameters["action"].string {
        case "reload":
            try host.effect(.fetch(pullRequest.name.repository, pullRequest.name.number, comments: false))
        case "mark-ready":
            guard pullRequest.state.isOpen else { throw PluginError(.conflict, Rejection.state(pullRequest.state)) }
            try queue.facts.markReady(pullRequest, by: actor)
        case "split-off":
            try splitOff(pullRequest, label: call.parameters["label"], by: actor)
        default:
            throw PluginError(.notFound, "there is no such action; reload, split-off and mark-ready are possible")
        }
        return try document(pullRequest.id)
    }

    /// Moves one pull request out of its batch, into one of its own.
    ///
    /// - Parameter label: what it is called from now on, so that it does not belong to the others any more; null leaves it as it is.
    private func splitOff(_ pullRequest: PullRequest, label: JSON, by actor: String) throws {
        guard label.isNull || label.string?.trimmed.isEmpty == false else { throw Self.invalid("label", "a text or null") }
        guard try store.pullRequests(of: pullRequest.batch).count > 1, pullRequest.state != .merged else {
            throw PluginError(.conflict, "\(pullRequest.name) is alone in its batch, or merged")
        }
        if try queue.unstaging.landing(of: pullRequest.batch) != nil {
            throw PluginError(.conflict, "\(pullRequest.name) is landing; wait for the end")
        }
        if let label = label.string, BatchLabel.canBeShared(label),
            let other = try store.openBatch(project: pullRequest.project, target: pullRequest.target, label: label, except: nil)
        {
            throw PluginError(.conflict, "the label \(label) belongs to batch \(other.value)")
        }
        try queue.unstaging.unstage(pullRequest.batch, reason: "\(pullRequest.name) split off by \(actor)")
        if let label = label.string {
            try store.setLabel(label, of: pullRequest.id)
            try queue.journal(pullRequest, "label", .string(pullRequest.label), .string(label), note: "split off by \(actor)")
        }
        let batch = try store.insertBatch(project: pullRequest.project)
        try store.move(pullRequest.id, to: batch)
        try queue.journal(pullRequest, "batch", .int(pullRequest.batch.value), .int(batch.value), note: "split off by \(actor)")
        try queue.readiness.refresh(pullRequest.batch)
        try queue.readiness.refresh(batch)
    }

    private func requestedPullRequest(_ call: OperationCall) throws -> PullRequest {
        let parameters = call.parameters
        guard let owner = parameters["owner"].string, let name = parameters["name"].string, let number = parameters["number"].identifier,
            let pullRequest = try store.pullRequest(PullRequestName(repository: "\(owner)/\(name)", number: Int(number)))
        else { throw Queries.missing("pull request") }
        return pullRequest
    }

    private func document(_ id: PullRequestID) throws -> JSON {
        guard let pullRequest = try store.pullRequest(id) else { throw Queries.missing("pull request") }
        return try Queries(host).document(pullRequest)
    }
}

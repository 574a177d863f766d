import PluginAPI

extension Operations {
    static let pullRequestResources: [ResourceDeclaration] = [
        .operation("PATCH", "/pull-requests/{owner}/{name}/{number}", "update_pull_request", summary: "Corrects a pull request."),
        .operation(
            "POST", "/pull-requests/{owner}/{name}/{number}/actions/{action}", "act_on_pull_request",
            summary: "reload, split-off or mark-ready."),
    ]
}

extension MergeQueue {
    /// An operator's corrections: each is checked, journalled, and has the effects it would have from anybody.
    func update(_ call: OperationCall) throws -> JSON {
        let pullRequest = try requestedPullRequest(call)
        if try landing(of: pullRequest.batch) != nil {
            throw PluginError(.conflict, "\(pullRequest.name) is landing; wait for the end")
        }
        let actor = call.actor ?? "operator"
        let changes = call.parameters.object ?? [:]
        for key in changes.keys.sorted() { try apply(key, changes[key] ?? .null, to: pullRequest, by: actor) }
        try refreshWithDescendants(pullRequest, note: "corrected by \(actor)")
        return try document(pullRequest.id)
    }

    private func apply(_ key: String, _ value: JSON, to pullRequest: PullRequest, by actor: String) throws {
        switch key {
        case "owner", "name", "number":
            return
        case "merge_method":
            let method = value.string.flatMap(MergeMethod.init(rawValue:))
            guard method != nil || value.isNull else { throw Self.invalid(key, "merge, rebase-merge, rebase-ff, squash or null") }
            try setMethod(method, of: pullRequest)
        case "reviewed_by":
            if let login = value.string { return try approve(pullRequest, by: login, note: "by \(actor)") }
            guard value.isNull else { throw Self.invalid(key, "a login or null") }
            try unreview(pullRequest, by: actor)
        case "error":
            guard let hasError = value.bool else { throw Self.invalid(key, "true or false") }
            if hasError { try unstage(pullRequest.batch, reason: "put into error by \(actor)") }
            try setError(pullRequest, hasError ? "put into error by \(actor)" : nil, note: "by \(actor)")
        case "skipchecks":
            guard let isOn = value.bool else { throw Self.invalid(key, "true or false") }
            if isOn { try markReady(pullRequest, by: actor) } else { try endSkipchecks(pullRequest, by: actor) }
        case "limit":
            let branch = try value.string.flatMap { try store.branch(pullRequest.project, $0) }
            guard value.isNull || branch != nil else {
                throw Self.invalid(key, "a branch of the project or null")
            }
            try store.set("limit_branch", value.string, of: pullRequest.id)
            try journal(pullRequest, "limit", JSON(pullRequest.limit), value, note: "by \(actor)")
        default:
            throw PluginError(.invalid, "\(key) can not be changed here")
        }
    }

    private static func invalid(_ key: String, _ wanted: String) -> PluginError {
        PluginError(.invalid, "\(key) must be \(wanted)")
    }

    func endSkipchecks(_ pullRequest: PullRequest, by actor: String) throws {
        guard try store.batch(pullRequest.batch)?.skipchecks == true else { return }
        try unstage(pullRequest.batch, reason: "skipchecks ended by \(actor)")
        try store.set("skipchecks", false, of: pullRequest.batch)
        try journal(pullRequest.batch, "skipchecks", true, false, note: "by \(actor)")
    }

    /// Ready whatever CI says, with a reviewer, and so that a later status does not take it back.
    func markReady(_ pullRequest: PullRequest, by login: String) throws {
        try store.set("skipchecks", true, of: pullRequest.batch)
        try journal(pullRequest.batch, "skipchecks", false, true, note: "by \(login)")
        // Whoever skips the checks is the reviewer: here in any case, of the others where there is none.
        for member in try store.pullRequests(of: pullRequest.batch) where member.isOpen {
            if member.id == pullRequest.id || !member.isApproved { try approve(member, by: login, note: "skipchecks") }
        }
        try refresh(pullRequest.batch, note: "skipchecks")
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
            try markReady(pullRequest, by: actor)
        case "split-off":
            try splitOff(pullRequest, by: actor)
        default:
            throw PluginError(.notFound, "there is no such action; reload, split-off and mark-ready are possible")
        }
        return try document(pullRequest.id)
    }

    /// Moves one pull request out of its batch, into one of its own.
    private func splitOff(_ pullRequest: PullRequest, by actor: String) throws {
        guard try store.pullRequests(of: pullRequest.batch).count > 1, pullRequest.state != .merged else {
            throw PluginError(.conflict, "\(pullRequest.name) is alone in its batch, or merged")
        }
        if try landing(of: pullRequest.batch) != nil { throw PluginError(.conflict, "\(pullRequest.name) is landing; wait for the end") }
        try unstage(pullRequest.batch, reason: "\(pullRequest.name) split off by \(actor)")
        let batch = try store.insertBatch(project: pullRequest.project)
        try store.set("batch", batch, of: pullRequest.id)
        try journal(pullRequest, "batch", .int(pullRequest.batch.value), .int(batch.value), note: "split off by \(actor)")
        try refresh(pullRequest.batch)
        try refresh(batch)
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

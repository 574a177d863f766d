import PluginAPI

extension MergeQueue {
    /// Events the merge queue listens to, besides the outcomes of its own effects.
    static let subscriptions = ["pull_request.*", "status.changed", "configuration.changed", "effect.outcome"]

    func handle(_ event: Event) throws {
        if let outcome = EffectOutcome(event) { return try handle(outcome) }
        switch event.kind {
        case "status.changed":
            if let sha = event.sha ?? event.document["sha"].string { try noteChanged(sha) }
        case "configuration.changed":
            try configurationChanged()
        default:
            guard let repository = event.repository, let number = event.number else { return }
            try pullRequestEvent(event, PullRequestName(repository: repository, number: number))
        }
    }

    private func handle(_ outcome: EffectOutcome) throws {
        if let context = outcome.context.context(AttemptContext.self) {
            try attempts.handle(outcome, context)
        } else if let context = outcome.context.context(LandingContext.self) {
            try landings.handle(outcome, context)
        }
    }

    private func pullRequestEvent(_ event: Event, _ name: PullRequestName) throws {
        guard let pullRequest = try store.pullRequest(name) else { return try firstSeen(event, name) }
        let kind = String(event.kind.dropFirst("pull_request.".count))
        let happening = Happening(kind: kind, actor: event.actor, document: event.document)
        if Happening.unstaging.contains(kind), let staging = try landing(of: pullRequest.batch) {
            let held = Store.HeldEvent(kind: kind, pullRequest: pullRequest.id, actor: event.actor, document: event.document)
            try store.hold(held, until: staging.id)
            return
        }
        try handle(happening, of: pullRequest)
    }

    /// What happened to a known pull request.
    struct Happening {
        let kind: String
        let actor: String?
        let document: JSON

        /// What would take its batch out of a staging, and so waits while it lands.
        static let unstaging: Set<String> = ["retargeted", "head_changed", "closed", "reopened", "draft_changed"]
    }

    func handle(_ happening: Happening, of pullRequest: PullRequest) throws {
        switch happening.kind {
        case "edited": try edited(pullRequest)
        case "retargeted": try retargeted(pullRequest, happening)
        case "head_changed": try headChanged(pullRequest, happening)
        case "closed": try closed(pullRequest, happening)
        case "reopened": try reopened(pullRequest, happening)
        case "draft_changed": try draftChanged(pullRequest, happening)
        default: break
        }
    }

    // MARK: First sight

    private func firstSeen(_ event: Event, _ name: PullRequestName) throws {
        let kinds = ["pull_request.opened", "pull_request.adopted", "pull_request.retargeted", "pull_request.reopened"]
        guard kinds.contains(event.kind) else { return }
        let row = try host.first(
            "SELECT id, project, target, tracked, closed, label FROM pull_requests WHERE repository = ? AND number = ?", name.repository,
            name.number)
        guard let row else { return }
        // The host itself tells people of branches that are not managed or disabled.
        guard try row.bool("tracked") else { return }
        let project: ProjectID = try row.id("project")
        try track(
            try row.id("id"), name, project: project, target: try row.string("target"), label: try row.string("label"),
            isClosed: try row.bool("closed"))
    }

    /// Starts to know a pull request: it joins the batch of its label and target, or gets one of its own.
    func track(
        _ id: PullRequestID, _ name: PullRequestName, project: ProjectID, target: String, label: String, isClosed: Bool,
        announcing: Bool = true
    ) throws {
        let place = isClosed ? Place.own : try place(name, project: project, target: target, label: label, except: nil)
        let batch: BatchID
        var limit: String?
        switch place {
        case .join(let other):
            batch = other
            let limits = Set(try store.pullRequests(of: other).filter(\.isOpen).map(\.limit))
            limit = limits.count == 1 ? limits.first ?? nil : nil
        case .own, .afterLanding, .taken:
            batch = try store.insertBatch(project: project)
        }
        try store.insertPullRequest(id, batch: batch, isClosed: isClosed, limit: limit)
        if case .join = place { try unstage(batch, reason: Reason.joined(name)) }
        if case .afterLanding(let staging) = place {
            try store.hold(Store.HeldEvent(kind: "join", pullRequest: id, actor: nil, document: [:]), until: staging)
        }
        if case .taken(let other) = place {
            try say(.duplicateLabel, ["other": .string(other.description), "label": .string(label)], on: name)
        }
        try refresh(batch)
        if !isClosed && announcing { try announce(name) }
    }

    /// The first comment: a link to the page.
    private func announce(_ name: PullRequestName) throws {
        guard let base = host.configuration["public_url"].string else { return }
        let page = "\(base)/\(name.repository)/pull/\(name.number)"
        try say(.pullRequestCreated, ["page": .string(page)], on: name)
    }
}

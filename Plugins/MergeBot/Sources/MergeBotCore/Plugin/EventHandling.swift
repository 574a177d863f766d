import PluginAPI

/// Takes events apart and hands each to the workflow that it is for.
struct EventHandling {
    /// Events the merge queue listens to, besides the outcomes of its own effects.
    static let subscriptions = ["pull_request.*", "status.changed", "configuration.changed", "effect.outcome"]

    let queue: MergeQueue

    func handle(_ event: Event) throws {
        if let outcome = EffectOutcome(event) { return try handle(outcome) }
        let kind = EventKind(rawValue: event.kind)
        switch kind {
        case .statusChanged:
            if let sha = event.sha ?? event.document["sha"].string { try queue.propagation.noteChanged(sha) }
        case .configurationChanged:
            try queue.configuration.configurationChanged(by: event.actor)
        default:
            guard let repository = event.repository, let number = event.number else { return }
            try handle(kind, event, PullRequestName(repository: repository, number: number))
        }
    }

    private func handle(_ outcome: EffectOutcome) throws {
        if let context = outcome.context.context(AttemptContext.self) {
            try queue.attempts.handle(outcome, context)
        } else if let context = outcome.context.context(LandingContext.self) {
            try queue.landings.handle(outcome, context)
        }
    }

    private func handle(_ kind: EventKind, _ event: Event, _ name: PullRequestName) throws {
        guard let pullRequest = try queue.store.pullRequest(name) else { return try queue.tracking.firstSeen(kind, name) }
        guard let change = PullRequestChange(kind, event.document) else { return }
        if change.waitsForLanding, let staging = try queue.unstaging.landing(of: pullRequest.batch) {
            let held = HeldEvent(pullRequest: pullRequest.id, actor: event.actor, what: .change(change))
            return try queue.store.hold(held, until: staging.id)
        }
        try queue.changes.apply(change, to: pullRequest, by: event.actor)
    }
}

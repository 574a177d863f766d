import PluginAPI

/// Starts to know pull requests.
struct Tracking {
    let queue: MergeQueue

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    /// Events after which a pull request that nobody knew can be one of the merge queue's.
    private static let firstEvents: Set<EventKind> = [.pullRequestOpened, .pullRequestRetargeted, .pullRequestReopened]

    /// Something happened to a pull request that the merge queue does not know.
    func firstSeen(_ kind: EventKind, _ name: PullRequestName) throws {
        guard Self.firstEvents.contains(kind) else { return }
        // The host itself tells people of branches that are not managed or disabled.
        guard let found = try store.mirrored(name), found.isTracked else { return }
        try track(found)
    }

    /// Starts to know a pull request: it joins the batch of its label and target, or gets one of its own.
    func track(_ found: MirroredPullRequest, announcing: Bool = true) throws {
        let (id, name) = (found.id, found.name)
        let place =
            found.isClosed
            ? BatchMembership.Place.own
            : try queue.membership.place(name, project: found.project, target: found.target, label: found.label, except: nil)
        let batch: BatchID
        var limit: String?
        switch place {
        case .join(let other):
            batch = other
            let limits = Set(try store.pullRequests(of: other).filter(\.isOpen).map(\.limit))
            limit = limits.count == 1 ? limits.first ?? nil : nil
        case .own, .afterLanding, .taken:
            batch = try store.insertBatch(project: found.project)
        }
        try store.insertPullRequest(id, batch: batch, isClosed: found.isClosed, limit: limit)
        if case .join = place { try queue.unstaging.unstage(batch, reason: Reason.joined(name)) }
        if case .afterLanding(let staging) = place {
            try store.hold(HeldEvent(pullRequest: id, actor: nil, what: .join), until: staging)
        }
        if case .taken(let other) = place {
            try queue.say(.duplicateLabel, ["other": .string(other.description), "label": .string(found.label)], on: name)
        }
        try queue.readiness.refresh(batch)
        if !found.isClosed && announcing { try announce(name) }
    }

    /// The first comment: a link to the page.
    private func announce(_ name: PullRequestName) throws {
        guard let base = host.configuration["public_url"].string else { return }
        let page = "\(base)/\(name.repository)/pull/\(name.number)"
        try queue.say(.pullRequestCreated, ["page": .string(page)], on: name)
    }
}

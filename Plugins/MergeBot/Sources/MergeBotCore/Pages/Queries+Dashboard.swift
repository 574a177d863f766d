import PluginAPI

extension Queries {
    /// Stagings shown per branch.
    private static let shownStagings = 12

    /// Projects, their branches, and what is tested, waiting, blocked and broken on each.
    func dashboard(_ call: QueryCall) throws -> JSON {
        let projects: [JSON] = try store.projects().filter(\.isActive).map { project in
            let open = try store.openPullRequests(of: project.id)
            let branches = try store.branches(of: project.id).filter(\.isActive)
            return [
                "name": .string(project.name), "staging_disabled": .bool(!project.isStagingEnabled),
                "branches": .array(try branches.map { try branch($0, project, open, call) }),
            ]
        }
        return ["projects": .array(projects), "has_projects": .bool(!projects.isEmpty)]
    }

    private func branch(_ branch: Branch, _ project: Project, _ all: [PullRequest], _ call: QueryCall) throws -> JSON {
        let open = all.filter { $0.target == branch.name }
        let stagings = try store.stagings(project: project.id, target: branch.name, limit: Self.shownStagings)
        let splits = try store.splits(project: project.id, target: branch.name)
        let attempt = try store.activeAttempt(project: project.id, target: branch.name)
        let candidates = try store.candidates(project: project.id, target: branch.name, split: nil)
            .sorted(by: Selection.Candidate.goesBefore).map(\.id)
        let staged = try stagings.first { $0.isActive }.map { try store.batches(of: $0.id) } ?? []
        let awaiting = candidates.filter { !staged.contains($0) }
        let blocked = try open.filter { pullRequest in
            try pullRequest.state == .ready && !awaiting.contains(pullRequest.batch) && !staged.contains(pullRequest.batch)
                && !splits.contains { $0.batches.contains(pullRequest.batch) } && isVisible(pullRequest.name.repository, call)
        }
        let failed = try open.filter { try $0.state == .error && isVisible($0.name.repository, call) }
        let boxes = try stagings.compactMap { try box($0, call) }
        let halves = try splits.map { split in try split.batches.compactMap { try links($0, call) } }.filter { !$0.isEmpty }
        let waiting = try awaiting.compactMap { try links($0, call) }
        return [
            "name": .string(branch.name), "note": JSON(try stopped(project.id, branch.name, for: call)),
            "attempt": JSON(attempt.map { Self.sentence($0.machine.state) }),
            "stagings": .array(boxes), "has_stagings": .bool(!boxes.isEmpty),
            "splits": .array(halves.map { ["batches": .array($0)] }), "has_splits": .bool(!halves.isEmpty),
            "awaiting": .array(waiting), "has_awaiting": .bool(!waiting.isEmpty),
            "blocked": .array(try blocked.map { try link($0, call) }), "has_blocked": .bool(!blocked.isEmpty),
            "failed": .array(try failed.map { try link($0, call) }), "has_failed": .bool(!failed.isEmpty),
        ]
    }

    private static func sentence(_ state: AttemptMachine.State) -> String {
        switch state {
        case .inspecting: "A staging is being prepared: looking at the pull requests."
        case .composing: "A staging is being prepared: building the commits."
        case .pushing: "A staging is being prepared: pushing it."
        case .staged, .dropped: ""
        }
    }

    /// One staging: a coloured box with its batches and its statuses; nil where the viewer may see none of its pull requests.
    private func box(_ staging: Staging, _ call: QueryCall) throws -> JSON? {
        let members = try store.pullRequests(of: staging.id)
        let visible = try members.filter { try isVisible($0.name.repository, call) }
        guard !visible.isEmpty || members.isEmpty else { return nil }
        let statuses = try store.statuses(of: staging.id)
        let batches = try store.batchNames(of: staging.id).compactMap { batch -> JSON? in
            let shown = visible.filter { $0.batch == batch.id }
            guard !shown.isEmpty || visible.count == members.count else { return nil }
            return [
                "name": .string(batch.name),
                "pull_requests": .array(
                    shown.map { ["name": .string($0.name.description), "url": .string(pageURL($0.name))] }),
            ]
        }
        let heads = try queue.stagings.verdictHeads(of: staging).filter { try isVisible($0.repository, call) }
        let title = try maySeeAll(of: staging.project, call) ? Self.title(staging) : ""
        let items: [JSON] = heads.flatMap { head in
            head.contexts.map { context in
                let status = statuses[head.sha]?[context]
                return [
                    "name": .string("\(head.repository): \(context)"), "class": .string(Self.color(status)),
                    "state": .string(status?.state.rawValue ?? "not seen"), "url": Self.link(status?.targetURL),
                ]
            }
        }
        return [
            "id": .int(staging.id.value), "class": .string(Self.color(staging)), "active": .bool(staging.isActive),
            "state": .string(staging.state.rawValue), "title": .string(title), "staged_at": Self.time(staging.stagedAt),
            "duration": JSON(staging.endedAt.map { Self.duration($0 - staging.stagedAt) }),
            "batches": .array(batches), "statuses": .array(items), "has_statuses": .bool(!items.isEmpty),
        ]
    }

    static func color(_ staging: Staging) -> String {
        switch staging.state {
        case .success: staging.isActive ? "success active" : "success"
        case .failure, .inconsistent: "danger"
        case .pending, .landing: staging.verdict == .failure ? "danger" : "ongoing"
        case .cancelled, .ffFailed: "cancelled"
        }
    }

    static func color(_ status: CommitStatus?) -> String {
        switch status?.state {
        case .success: "success"
        case .failure, .error: "danger"
        case .pending: "ongoing"
        case nil: "none"
        }
    }

    private static func title(_ staging: Staging) -> String {
        let ended = time(staging.endedAt).string.map { " at \($0)" } ?? ""
        switch staging.state {
        case .success, .pending, .landing: return ""
        case .ffFailed: return "fast forward failed (\(staging.reason ?? "no reason"))\(ended)"
        default: return (staging.reason ?? staging.state.rawValue) + ended
        }
    }

    private static func duration(_ milliseconds: Int64) -> String {
        let minutes = milliseconds / 60_000
        return minutes >= 60 ? "\(minutes / 60) h \(minutes % 60) min" : minutes > 0 ? "\(minutes) min" : "\(milliseconds / 1000) s"
    }

    /// Only such targets become links: what CI says is not trusted.
    static func link(_ url: String?) -> JSON {
        guard let url, url.hasPrefix("https://") || url.hasPrefix("http://") else { return .null }
        return .string(url)
    }

    /// The pull requests of a batch; nil where the viewer may see none of them.
    private func links(_ batch: BatchID, _ call: QueryCall) throws -> JSON? {
        let members = try store.pullRequests(of: batch).filter(\.isOpen)
        let visible = try members.filter { try isVisible($0.name.repository, call) }
        guard !visible.isEmpty || members.isEmpty else { return nil }
        let priority = try store.batch(batch)?.priority
        return [
            "name": JSON(visible.first?.label), "priority": priority == .default ? .null : JSON(priority?.rawValue),
            "pull_requests": .array(try visible.map { try link($0, call) }),
        ]
    }

    /// A pull request that the viewer may see.
    func link(_ pullRequest: PullRequest, _ call: QueryCall) throws -> JSON {
        let batch = try store.batch(pullRequest.batch)
        let why = try batch.flatMap { try position(of: pullRequest, $0, for: call).sentence }
        return [
            "name": .string(pullRequest.name.description), "url": .string(pageURL(pullRequest.name)),
            "title": .string(pullRequest.title), "why": JSON(why), "state": .string(pullRequest.state.rawValue),
        ]
    }
}

import GRDB

/// Moves refs and handles the consequences: pull requests follow their heads, merged ones are closed, events are recorded.
///
/// Pushes, the refs calls, contents and merges all come through here; the caller holds the simulator's lock and has approved the change.
struct RefChanges {
    let call: Call
    let repository: Repository
    let git: GitRepository
    let user: User

    private struct Pushed {
        let change: GitRepository.Change
        var forced = false
        /// The new commits, oldest first.
        var commits: [String] = []
        /// What each of the shown commits changed.
        var details: [(commit: GitCommit, changes: [FileChange])] = []
        /// A branch that already pointed to what was created.
        var baseRef: String?
    }

    /// - Parameter pull: The pull request that this change merges: it is closed as merged before the base is processed, which would
    ///   otherwise take it for merged by hand.
    func apply(_ changes: [GitRepository.Change], merging pull: Pull? = nil) async throws {
        let changes = changes.filter { $0.old != $0.new }
        guard !changes.isEmpty else { return }
        let arrivals = try await arrivals(changes)
        try call.world.moves.begin(changes, repository, user, merging: pull)
        defer { call.world.moves.end() }
        try git.update(changes)
        if let pull { try PullChanges(call: call, repository: repository, user: user).close(pull, merged: changes.first?.new) }
        try keepStale(changes)
        try await follow(changes, arrivals, isAnnounced: false)
    }

    /// The commits of each new branch that no other branch has.
    private func arrivals(_ changes: [GitRepository.Change]) async throws -> [String: [String]] {
        var arrivals: [String: [String]] = [:]
        for change in changes where change.old == nil && change.ref.hasPrefix("refs/heads/") {
            guard let new = change.new else { continue }
            if let known = try git.arrivals(of: new) {
                arrivals[change.ref] = known
            } else {
                arrivals[change.ref] = try await git.family.commits(from: [new], excluding: try git.branches().map(\.sha))
            }
        }
        return arrivals
    }

    /// Handles the consequences of moved refs.
    ///
    /// - Parameters:
    ///   - arrivals: The commits that came with new branches, oldest first.
    ///   - isAnnounced: Whether the events of the push are already recorded.
    func follow(_ changes: [GitRepository.Change], _ arrivals: [String: [String]], isAnnounced: Bool) async throws {
        let wanted = try isPushWatched()
        var pushed: [Pushed] = []
        for change in changes { pushed.append(try await facts(change, arrivals[change.ref] ?? [], detailed: wanted)) }
        if !isAnnounced { try announce(pushed) }
        for item in pushed where item.change.ref.hasPrefix("refs/heads/") {
            let branch = String(item.change.ref.dropFirst(11))
            let move = PullFollowing.Move(
                branch: branch, old: item.change.old, new: item.change.new, forced: item.forced, commits: item.commits)
            try await PullFollowing(call: call, repository: repository, git: git, user: user).follow(move)
            if let new = item.change.new { call.world.ci.branchMoved(repository, branch: branch, sha: new, call: call) }
        }
    }

    private func announce(_ pushed: [Pushed]) throws {
        try call.change { tx in
            try tx.db.execute(
                sql: "UPDATE repositories SET pushedAt = ?, updatedAt = ? WHERE id = ?", arguments: [tx.now, tx.now, repository.id])
            for item in pushed { try emitPush(item, tx) }
            try call.world.moves.announced(tx.db)
        }
    }

    /// Applies the `stale_ref_ms` fault: its value is milliseconds, or `{ms, by: "api" | "git" | "both"}`.
    private func keepStale(_ changes: [GitRepository.Change]) throws {
        guard call.world.faults.rules.contains(where: { $0.effect == "stale_ref_ms" }) else { return }
        let name = try call.read { try $0.fullName(repository) }
        for change in changes {
            let occasion = FaultRule.Match(repository: name, ref: change.ref, login: user.login)
            guard let value = call.world.faults.take("stale_ref_ms", occasion) else { continue }
            let wait = value.int ?? value["ms"].int ?? 0
            let only = value["by"].string.flatMap(GitRepository.Reader.init(rawValue:))
            git.keepStale(change.ref, value: change.old, until: call.now + Int64(wait), readers: only.map { [$0] } ?? [.api, .git])
        }
    }

    // MARK: What changed

    private func isPushWatched() throws -> Bool {
        try call.read { tx in
            let hooks = try Hook.fetchAll(cached: tx.db, sql: "SELECT * FROM hooks WHERE repositoryID = ?", arguments: [repository.id])
            return try hooks.contains { $0.wants("push") } || !AppHooks.covering(repository, "push", tx.db).isEmpty
        }
    }

    private func facts(_ change: GitRepository.Change, _ arrivals: [String], detailed: Bool) async throws -> Pushed {
        var pushed = Pushed(change: change)
        guard let new = change.new else { return pushed }
        if change.old == nil { pushed.baseRef = try base(of: git.family.peeled(new), but: change.ref) }
        guard change.ref.hasPrefix("refs/heads/") else { return pushed }
        if let old = change.old {
            pushed.forced = !(try await git.family.isAncestor(old, of: new))
            pushed.commits = try await git.family.commits(from: [new], excluding: [old])
        } else {
            pushed.commits = arrivals
        }
        guard detailed else { return pushed }
        let shown = Array(pushed.commits.suffix(2048))
        let paths = try await git.family.paths(changedBy: shown)
        for sha in shown {
            if let commit = try git.family.commit(sha) { pushed.details.append((commit, paths[sha] ?? [])) }
        }
        return pushed
    }

    /// The branch that points to the commit, preferring the default one.
    private func base(of sha: String, but ref: String) throws -> String? {
        let names = try git.branches(at: sha).filter { "refs/heads/\($0)" != ref }
        return (names.first { $0 == repository.defaultBranch } ?? names.first).map { "refs/heads/\($0)" }
    }

    // MARK: Events of the push

    private func emitPush(_ pushed: Pushed, _ tx: Transaction) throws {
        let change = pushed.change
        let isTag = change.ref.hasPrefix("refs/tags/")
        guard isTag || change.ref.hasPrefix("refs/heads/") else { return }
        let name = String(change.ref.dropFirst(isTag ? 10 : 11))
        if change.old == nil || change.new == nil {
            var body: ForgeJSON = ["ref": .string(name), "ref_type": isTag ? "tag" : "branch"]
            if change.new != nil {
                body["master_branch"] = .string(repository.defaultBranch)
                body["description"] = ForgeJSON(repository.description)
            }
            body["pusher_type"] = "user"
            try tx.emit(change.new == nil ? "delete" : "create", nil, repository, sender: user, body)
        }
        try tx.emit("push", nil, repository, sender: user, try renderPush(pushed, tx))
        if let new = change.new, !isTag {
            try SuiteRequests(tx: tx, repository: repository, sender: user).open(new, branch: name, before: change.old)
        }
    }

    /// Sends the event of an earlier push to one hook.
    func repeatPush(_ change: GitRepository.Change, to hook: Hook) async throws {
        let pushed = try await facts(change, [], detailed: true)
        try call.change { tx in
            let payload = try tx.payload(nil, repository, sender: user, try renderPush(pushed, tx))
            try tx.queue("push", nil, repository, hook, payload)
        }
    }

    private func renderPush(_ pushed: Pushed, _ tx: Transaction) throws -> ForgeJSON {
        let change = pushed.change
        let commits = try pushed.details.map { try tx.renderPushed($0.commit, repository, $0.changes) }
        let current = try Repository.fetchOne(cached: tx.db, key: repository.id) ?? repository
        let head: ForgeJSON
        if let last = commits.last {
            head = last
        } else {
            head =
                try change.new.flatMap { try git.family.commit(git.family.peeled($0)) }.map { try tx.renderPushed($0, repository, []) }
                ?? .null
        }
        return [
            "ref": .string(change.ref), "before": .string(change.old ?? zeroSHA), "after": .string(change.new ?? zeroSHA),
            "repository": try tx.renderForPush(current), "pusher": ["name": .string(user.login), "email": .string(user.commitEmail)],
            "created": .bool(change.old == nil),
            "deleted": .bool(change.new == nil), "forced": .bool(pushed.forced || change.new == nil && change.old != nil),
            "base_ref": ForgeJSON(pushed.baseRef), "compare": .string(try compareURL(pushed, tx)),
            "commits": .array(commits), "head_commit": head,
        ]
    }

    /// The page that shows a push: of a new branch, what it has beyond the others.
    private func compareURL(_ pushed: Pushed, _ tx: Transaction) throws -> String {
        let change = pushed.change
        let page = "\(try tx.htmlURL(repository))/compare"
        guard let new = change.new, change.old == nil else {
            return "\(page)/\((change.old ?? zeroSHA).prefix(12))...\((change.new ?? zeroSHA).prefix(12))"
        }
        guard let first = pushed.commits.first else {
            return "\(page)/\(change.ref.split(separator: "/").dropFirst(2).joined(separator: "/"))"
        }
        return "\(page)/\(first.prefix(12))^...\(new.prefix(12))"
    }
}

extension Optional {
    /// Maps with an asynchronous function.
    func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

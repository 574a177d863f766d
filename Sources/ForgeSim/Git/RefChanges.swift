import GRDB

/// Moves refs and does what follows: pull requests follow their heads, merged ones are closed, events are recorded.
///
/// Pushes, the refs calls, contents and merges all come through here; the caller holds the simulator's lock and has judged the change.
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
    }

    func apply(_ changes: [GitRepository.Change]) async throws {
        let changes = changes.filter { $0.old != $0.new }
        guard !changes.isEmpty else { return }
        let others = Set(try git.branches().map(\.sha))
        let wanted = try isPushWatched()
        try git.update(changes)
        try keepStale(changes)
        var pushed: [Pushed] = []
        for change in changes { pushed.append(try await facts(change, others, detailed: wanted)) }
        try call.change { tx in
            try tx.db.execute(
                sql: "UPDATE repositories SET pushedAt = ?, updatedAt = ? WHERE id = ?", arguments: [tx.now, tx.now, repository.id])
            for item in pushed { try emitPush(item, tx) }
        }
        for item in pushed where item.change.ref.hasPrefix("refs/heads/") {
            let branch = String(item.change.ref.dropFirst(11))
            try await updateHeads(branch, item)
            try await updateBases(branch, item)
            if let new = item.change.new { call.world.ci.branchMoved(repository, branch: branch, sha: new, call: call) }
        }
    }

    /// Applies the `stale_ref_ms` fault: its value is milliseconds, or `{ms, by: "api" | "git" | "both"}`.
    private func keepStale(_ changes: [GitRepository.Change]) throws {
        guard call.world.faults.rules.contains(where: { $0.effect == "stale_ref_ms" }) else { return }
        let name = try call.read { try $0.fullName(repository) }
        for change in changes {
            let occasion = FaultRule.Match(repository: name, ref: change.ref, login: user.login)
            guard let value = call.world.faults.take("stale_ref_ms", .git, occasion) else { continue }
            let wait = value.int ?? value["ms"].int ?? 0
            let only = value["by"].string.flatMap(GitRepository.Reader.init(rawValue:))
            git.keepStale(change.ref, value: change.old, until: call.now + Int64(wait), readers: only.map { [$0] } ?? [.api, .git])
        }
    }

    // MARK: What changed

    private func isPushWatched() throws -> Bool {
        try call.read { tx in
            try Hook.fetchAll(cached: tx.db, sql: "SELECT * FROM hooks WHERE repositoryID = ?", arguments: [repository.id]).contains {
                $0.wants("push")
            }
        }
    }

    private func facts(_ change: GitRepository.Change, _ others: Set<String>, detailed: Bool) async throws -> Pushed {
        var pushed = Pushed(change: change)
        guard let new = change.new, change.ref.hasPrefix("refs/heads/") else { return pushed }
        if let old = change.old { pushed.forced = !(try await git.family.isAncestor(old, of: new)) }
        let known = change.old.map { [$0] } ?? Array(others)
        if known.contains(new) { return pushed }
        pushed.commits = try await git.family.commits(from: [new], excluding: known)
        guard detailed else { return pushed }
        for sha in pushed.commits.suffix(20) {
            guard let commit = try git.family.commit(sha) else { continue }
            let changes = try await commit.parents.first.asyncMap { try await git.family.changes(from: $0, to: sha) } ?? []
            pushed.details.append((commit, changes))
        }
        return pushed
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
    }

    private func renderPush(_ pushed: Pushed, _ tx: Transaction) throws -> ForgeJSON {
        let change = pushed.change
        let commits = try pushed.details.map { try tx.renderPushed($0.commit, repository, $0.changes) }
        let old = change.old ?? zeroSHA
        let new = change.new ?? zeroSHA
        let compare = "\(try tx.htmlURL(repository))/compare/\(old.prefix(12))...\(new.prefix(12))"
        let head: ForgeJSON
        if let last = commits.last {
            head = last
        } else {
            head = try change.new.flatMap { try git.family.commit($0) }.map { try tx.renderPushed($0, repository, []) } ?? .null
        }
        return [
            "ref": .string(change.ref), "before": .string(old), "after": .string(new), "base_ref": .null,
            "pusher": ["name": .string(user.login), "email": .string(user.commitEmail)], "created": .bool(change.old == nil),
            "deleted": .bool(change.new == nil), "forced": .bool(pushed.forced || change.new == nil && change.old != nil),
            "compare": .string(compare),
            "commits": .array(commits), "head_commit": head,
        ]
    }

    // MARK: Pull requests

    private func openPulls(_ sql: String, _ branch: String) throws -> [(Pull, Repository)] {
        try call.read { tx in
            let pulls = try Pull.fetchAll(
                cached: tx.db, sql: "SELECT * FROM pulls WHERE open AND \(sql) ORDER BY number", arguments: [repository.id, branch])
            return try pulls.compactMap { pull in try Repository.fetchOne(cached: tx.db, key: pull.repositoryID).map { (pull, $0) } }
        }
    }

    /// Pull requests whose head is the branch.
    private func updateHeads(_ branch: String, _ pushed: Pushed) async throws {
        for (pull, target) in try openPulls("headRepositoryID = ? AND headRef = ?", branch) {
            let changes = PullChanges(call: call, repository: target, user: user)
            if let new = pushed.change.new {
                try await changes.synchronize(pull, to: new)
            } else {
                try changes.close(pull, merged: nil)
            }
        }
    }

    /// Pull requests whose base is the branch.
    private func updateBases(_ branch: String, _ pushed: Pushed) async throws {
        let pulls = try openPulls("repositoryID = ? AND baseRef = ?", branch)
        let arrived = Set(pushed.commits)
        for (pull, target) in pulls {
            let changes = PullChanges(call: call, repository: target, user: user)
            if pushed.change.new == nil {
                try changes.close(pull, merged: nil)
            } else if arrived.contains(pull.headSHA) {
                let merge = try pushed.commits.first { try git.family.commit($0)?.parents.dropFirst().contains(pull.headSHA) == true }
                try changes.close(pull, merged: merge ?? pull.headSHA)
            }
        }
        try closeIssues(branch, pushed)
    }

    /// Closing keywords in what arrived on the default branch.
    private func closeIssues(_ branch: String, _ pushed: Pushed) throws {
        guard branch == repository.defaultBranch else { return }
        let numbers = try pushed.commits.suffix(100).flatMap { ClosingKeywords.numbers(in: try git.family.commit($0)?.message ?? "") }
        for number in numbers { try IssueChanges(call: call, repository: repository, user: user).close(number) }
    }
}

extension Optional {
    /// Maps with an asynchronous function.
    func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

/// The words by which commits and pull requests close issues.
enum ClosingKeywords {
    /// The issue numbers of the same repository that a text closes.
    static func numbers(in text: String) -> [Int] {
        let pattern = /(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b/
        return text.matches(of: pattern).compactMap { Int($0.output.1) }
    }
}

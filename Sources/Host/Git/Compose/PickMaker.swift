internal import Contract

/// Applies one pull request to a head.
///
/// Throws ``PickFailure`` where the pull request is the cause, ``GitError`` where the engine is.
struct PickMaker {
    /// The new head, and what became of each commit of the pull request.
    struct Made: Sendable {
        var head: ObjectID
        /// Keyed by the original id; "" is the last commit made.
        var commits: [String: ObjectID]
    }

    /// The most commits that are copied one by one, and the most that a pull request may have.
    static let rebaseLimit = PickMethod.mostRebasedCommits
    static let commitLimit = PickMethod.mostCommits

    let store: ObjectStore
    let merger: TreeMerger
    /// Author and committer of the bot's own commits, with the date of the plan.
    let bot: CommitSignature

    func make(_ pick: Compose.Pick, on head: ObjectID) async throws -> Made {
        let originals = try read(pick)
        let made: Made
        switch pick.method {
        case .merge: made = try await merge(pick, originals, on: head)
        case .rebaseMerge: made = try await rebaseAndMerge(pick, originals, on: head)
        case .rebaseFastForward: made = try await rebase(pick, originals, on: head)
        case .squash: made = try await squash(pick, originals, on: head)
        case .port: return try await rebase(pick, originals, on: head)
        case .conflict: return try await conflictCommit(pick, originals, on: head)
        }
        try refuseUnchanged(pick, originals, from: head, to: made.head)
        return made
    }

    /// The same signature at the date of the plan, in UTC.
    func now(_ person: CommitAuthor) -> CommitSignature {
        CommitSignature(author: person, seconds: bot.seconds)
    }

    /// Reads and checks the commits of the pull request.
    private func read(_ pick: Compose.Pick) throws -> [Commit] {
        guard let last = pick.commits.last else {
            throw PickFailure(.empty, "The pull request has no commits.")
        }
        guard last.id == pick.head else {
            throw GitError(.invalidRequest, "The last commit of a pull request must be its head \(pick.head).")
        }
        let isPort = pick.method == .port || pick.method == .conflict
        let isRebase = pick.method == .rebaseMerge || pick.method == .rebaseFastForward
        let limit = isRebase ? Self.rebaseLimit : Self.commitLimit
        guard isPort || pick.commits.count <= limit else {
            throw PickFailure(
                .tooManyCommits, "The pull request has \(pick.commits.count) commits; \(pick.method.rawValue) takes at most \(limit).")
        }
        return try pick.commits.map { item in
            guard store.containsCommit(item.id) else {
                throw PickFailure(.missing, "The commit \(item.id) could not be fetched.", commit: item.id)
            }
            let commit = try store.commit(item.id)
            guard isPort || (!commit.author.author.email.isEmpty && !commit.committer.author.email.isEmpty) else {
                throw PickFailure(
                    .noEmail, "The commit \(item.id) has an author or committer without e-mail address.", commit: item.id)
            }
            return commit
        }
    }

    /// The tree on which the pull request is based.
    private func startTree(_ pick: Compose.Pick, _ originals: [Commit]) throws -> ObjectID {
        if let base = pick.mergeBase, store.containsCommit(base) { return try store.commit(base).tree }
        return try parentTree(originals[0])
    }

    /// The tree of the first parent.
    func parentTree(_ commit: Commit) throws -> ObjectID {
        guard let parent = commit.parents.first else { return .emptyTree }
        return try store.commit(parent).tree
    }

    private func refuseUnchanged(_ pick: Compose.Pick, _ originals: [Commit], from old: ObjectID, to new: ObjectID) throws {
        guard try store.commit(old).tree == store.commit(new).tree,
            let last = originals.last, try startTree(pick, originals) != last.tree
        else { return }
        throw PickFailure(
            .noChange, "The pull request changes nothing here; it is probably a duplicate of one that is already in.")
    }

    /// The tree of a merge.
    func clean(_ outcome: TreeMerger.Outcome, commit: ObjectID? = nil) throws -> ObjectID {
        switch outcome {
        case .clean(let tree): return tree
        case .conflict(_, let paths, let messages):
            let shown = paths.prefix(10).joined(separator: ", ") + (paths.count > 10 ? ", …" : "")
            throw PickFailure(.conflict, "Conflict in \(shown).", commit: commit, paths: paths, output: messages)
        }
    }
}

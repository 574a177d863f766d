internal import Contract

extension PickMaker {
    /// Joins the unchanged pull request with a merge commit.
    func merge(_ pick: Compose.Pick, _ originals: [Commit], on head: ObjectID) async throws -> Made {
        let own = Set(pick.commits.map(\.id))
        var commits = Dictionary(pick.commits.map { ($0.id.hex, $0.id) }) { first, _ in first }
        let tip = originals[originals.count - 1]
        let outside = tip.parents.filter { !own.contains($0) }
        // If the head is itself a merge of the target, that merge is redone with the target's present head.
        let isReplica = tip.parents.count > 1 && !outside.isEmpty
        guard !isReplica || outside.count == 1 else {
            throw PickFailure(
                .mergeCommit,
                "The head \(pick.head) merges several commits that are not in the pull request; it cannot be made anew on the target.",
                commit: pick.head)
        }
        let tree = try clean(try await merger.mergeCommits(ours: head, theirs: pick.head))
        let commit: Commit
        if isReplica {
            commit = Commit(
                tree: tree, parents: [head] + tip.parents.filter { !outside.contains($0) }, author: tip.author,
                committer: tip.committer, message: pick.commits.last?.message ?? pick.message ?? tip.message)
        } else {
            commit = Commit(
                tree: tree, parents: [head, pick.head], author: bot, committer: bot, message: try finishedMessage(pick))
        }
        let new = try store.write(commit)
        if isReplica { commits[pick.head.hex] = new }
        commits[""] = new
        return Made(head: new, commits: commits)
    }

    /// Squashes all changes into one commit.
    func squash(_ pick: Compose.Pick, _ originals: [Commit], on head: ObjectID) async throws -> Made {
        let tree = try clean(try await merger.mergeCommits(ours: head, theirs: pick.head))
        let signatures = squashSignatures(pick, originals)
        return try single(
            pick,
            Commit(
                tree: tree, parents: [head], author: signatures.author, committer: signatures.committer,
                message: try finishedMessage(pick)))
    }

    /// Squashes all changes into one commit, with conflict markers where they conflict with the target.
    func conflictCommit(_ pick: Compose.Pick, _ originals: [Commit], on head: ObjectID) async throws -> Made {
        let target = try store.commit(head).tree
        let outcome = try await merger.merge(
            base: try parentTree(originals[0]), ours: target, theirs: originals[originals.count - 1].tree)
        let tree: ObjectID
        switch outcome {
        case .clean(let merged): tree = merged
        case .conflict(let marked, _, _): tree = marked
        }
        let signatures = squashSignatures(pick, originals)
        return try single(
            pick,
            Commit(
                tree: tree, parents: [head], author: signatures.author, committer: signatures.committer,
                message: try finishedMessage(pick)))
    }

    private func single(_ pick: Compose.Pick, _ commit: Commit) throws -> Made {
        let new = try store.write(commit)
        var commits = Dictionary(pick.commits.map { ($0.id.hex, new) }) { first, _ in first }
        commits[""] = new
        return Made(head: new, commits: commits)
    }

    /// The only author, with the date of the last commit, or the bot; the only committer, or the same as the author.
    private func squashSignatures(_ pick: Compose.Pick, _ originals: [Commit]) -> (author: CommitSignature, committer: CommitSignature) {
        let authors = Set(originals.map(\.author.author))
        let committers = Set(originals.map(\.committer.author))
        let chosen = pick.author ?? (authors.count == 1 ? originals[0].author.author : bot.author)
        let author = originals.last { $0.author.author == chosen }?.author ?? now(chosen)
        return (author, now(committers.count == 1 ? originals[0].committer.author : chosen))
    }
}

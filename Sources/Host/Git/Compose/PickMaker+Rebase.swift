internal import Contract

extension PickMaker {
    /// Copies the commits onto the head, one after another.
    func rebase(_ pick: Compose.Pick, _ originals: [Commit], on head: ObjectID) async throws -> Made {
        var made = Made(head: head, commits: [:])
        var tree = try store.commit(head).tree
        for (item, original) in zip(pick.commits, originals) {
            guard original.parents.count <= 1 || pick.method == .port else {
                throw PickFailure(
                    .mergeCommit,
                    """
                    \(item.id) is a merge commit, which cannot be rebased: remove the merges from the pull request, \
                    or use the method merge.
                    """,
                    commit: item.id)
            }
            let next = try await pickedTree(item.id, original, onto: tree, refusesEmpty: pick.method == .port)
            let copy = Commit(
                tree: next, parents: [made.head], author: original.author, committer: now(original.committer.author),
                message: item.message ?? original.message)
            made.head = try store.write(copy)
            made.commits[item.id.hex] = made.head
            tree = next
        }
        made.commits[""] = made.head
        return made
    }

    private func pickedTree(
        _ id: ObjectID, _ original: Commit, onto tree: ObjectID, refusesEmpty: Bool
    ) async throws -> ObjectID {
        let base = try parentTree(original)
        if original.tree == base, !refusesEmpty { return tree }
        let next = try clean(try await merger.merge(base: base, ours: tree, theirs: original.tree), commit: id)
        guard next != tree else {
            throw PickFailure(
                .becameEmpty, "The commit \(id) has no changes left here; they are probably in already.", commit: id)
        }
        return next
    }

    /// Copies the commits, then joins the copies with a merge commit.
    func rebaseAndMerge(_ pick: Compose.Pick, _ originals: [Commit], on head: ObjectID) async throws -> Made {
        var made = try await rebase(pick, originals, on: head)
        made.head = try store.write(
            Commit(
                tree: try store.commit(made.head).tree, parents: [head, made.head], author: bot, committer: bot,
                message: try finishedMessage(pick)))
        made.commits[""] = made.head
        return made
    }

    /// The message that the plan must supply where a new commit is made.
    func finishedMessage(_ pick: Compose.Pick) throws -> String {
        guard let message = pick.message else {
            throw GitError(.invalidRequest, "The method \(pick.method.rawValue) needs a message.")
        }
        return message
    }
}

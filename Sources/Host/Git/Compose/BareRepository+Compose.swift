internal import Contract

/// The steps of a composition. The composer holds the gate of the repository while it calls them.
extension BareRepository {
    func checkBase(_ base: ObjectID) throws {
        guard try store().containsCommit(base) else {
            throw GitError(.missingObject, "The base commit \(base) is not in \(name); fetch it first.")
        }
    }

    /// Records where ``undoGroup()`` returns to.
    func beginGroup() throws {
        groupMark = try store().mark
    }

    /// Drops the objects that were made since ``beginGroup()``.
    func undoGroup() throws {
        if let groupMark { try store().rollBack(to: groupMark) }
        groupMark = nil
    }

    func make(
        _ pick: Compose.Pick, on head: ObjectID, of plan: Compose
    ) async throws -> Result<PickMaker.Made, PickFailure> {
        let store = try store()
        let session = merging ?? MergeSession(process: process, directory: directory, options: plan.mergeOptions)
        merging = session
        let git = MergeTree(session: session, store: store, directory: directory)
        let maker = PickMaker(
            store: store, merger: TreeMerger(store: store, git: git),
            bot: plan.bot)
        do {
            return .success(try await maker.make(pick, on: head))
        } catch let failure as PickFailure {
            return .failure(failure)
        }
    }

    func emptyCommit(on head: ObjectID, message: String, by bot: CommitSignature) throws -> ObjectID {
        let store = try store()
        let tree = try store.commit(head).tree
        return try store.write(Commit(tree: tree, parents: [head], author: bot, committer: bot, message: message))
    }

    func treeOf(_ commit: ObjectID) throws -> ObjectID {
        try store().commit(commit).tree
    }

    /// Writes the new objects, then the reference that keeps them alive.
    func finishComposing(head: ObjectID?, keep: String?) async throws {
        await endMerging()
        let store = try store()
        try store.flush()
        guard let head, let keep else { return }
        let reference = try ReferenceName.keepPrefix(keep) + "head"
        try store.setReference(reference, to: head)
        try DurableFile.sync("\(directory)/\(reference)")
    }

    func abandonComposing() async {
        await endMerging()
        (try? store())?.discard()
    }

    private func endMerging() async {
        groupMark = nil
        await merging?.end()
        merging = nil
    }
}

internal import Contract

/// Merges with the tree walk where it has an answer, and with git otherwise.
struct TreeMerger {
    /// How a merge ended.
    enum Outcome: Equatable {
        case clean(ObjectID)
        /// `tree` holds conflict markers; `paths` are ordered.
        case conflict(tree: ObjectID, paths: [String], messages: [String])
    }

    let store: ObjectStore
    let git: MergeTree

    /// Merges two trees that come from `base`, as a cherry-pick does.
    func merge(base: ObjectID, ours: ObjectID, theirs: ObjectID) async throws -> Outcome {
        if case .merged(let tree) = try TreeWalkMerge(store: store).merge(base: base, ours: ours, theirs: theirs) {
            return .clean(tree)
        }
        let answer = try await git.merge(base: base, oursTree: ours, theirsTree: theirs)
        return try outcome(answer, known: [ours, theirs, base])
    }

    /// Merges the commit `theirs` into the commit `ours` as `git merge` would.
    ///
    /// With several merge bases, or none, git computes a base of its own.
    func mergeCommits(ours: ObjectID, theirs: ObjectID) async throws -> Outcome {
        let oursTree = try store.commit(ours).tree
        let theirsTree = try store.commit(theirs).tree
        let bases = try store.mergeBases(ours, theirs)
        var known = [oursTree, theirsTree]
        if bases.count == 1 {
            // One of them is an ancestor of the other: there is nothing to merge.
            if bases[0] == theirs { return .clean(oursTree) }
            if bases[0] == ours { return .clean(theirsTree) }
            let base = try store.commit(bases[0]).tree
            let answer = try TreeWalkMerge(store: store).merge(base: base, ours: oursTree, theirs: theirsTree)
            if case .merged(let tree) = answer { return .clean(tree) }
            known.append(base)
        }
        return try outcome(try await git.merge(ours: ours, theirs: theirs), known: known)
    }

    private func outcome(_ answer: MergeAnswer, known: [ObjectID]) throws -> Outcome {
        try adoptNew(answer.tree, unlike: known)
        return answer.isClean
            ? .clean(answer.tree)
            : .conflict(tree: answer.tree, paths: answer.conflicts, messages: answer.messages)
    }

    /// Takes over what git wrote as loose objects, so that it is in the pack, which is written durably.
    ///
    /// - Parameter known: trees at the same path, whose content is already in the repository.
    private func adoptNew(_ tree: ObjectID, unlike known: [ObjectID]) throws {
        guard !known.contains(tree) else { return }
        store.adopt(tree)
        let content = try store.tree(tree)
        var entries: [ArraySlice<UInt8>: [Tree.Entry]] = [:]
        for other in try known.map({ try store.tree($0) }) {
            for entry in other.entries { entries[other.name(entry), default: []].append(entry) }
        }
        for entry in content.entries where entry.mode != Tree.Mode.submodule {
            let others = entries[content.name(entry)] ?? []
            if others.contains(where: { $0.id == entry.id }) { continue }
            if entry.isDirectory {
                try adoptNew(entry.id, unlike: others.filter(\.isDirectory).map(\.id))
            } else {
                store.adopt(entry.id)
            }
        }
    }
}

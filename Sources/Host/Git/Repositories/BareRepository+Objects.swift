package import Contract

extension BareRepository {
    /// Whether the commit is here; if it is, so is all of its history.
    package func contains(_ commit: ObjectID) async throws -> Bool {
        try await exclusively { try $0.store().containsCommit(commit) }
    }

    /// Reads a commit.
    ///
    /// - Throws: `missingObject` if it is not here.
    package func commit(_ id: ObjectID) async throws -> Commit {
        try await exclusively { try $0.store().commit(id) }
    }

    /// All best common ancestors of two commits, ordered by id; empty if they share no history.
    package func mergeBases(_ left: ObjectID, _ right: ObjectID) async throws -> [ObjectID] {
        try await exclusively { try $0.store().mergeBases(left, right) }
    }

    /// Whether `descendant` is `ancestor` or has it in its history.
    package func descends(_ descendant: ObjectID, from ancestor: ObjectID) async throws -> Bool {
        try await exclusively { try $0.store().descends(descendant, from: ancestor) }
    }

    /// Reads a file of a snapshot.
    ///
    /// - Parameters:
    ///   - path: path in the tree, separated by slashes.
    ///   - tree: a tree or a commit's tree.
    /// - Returns: its content, or nil if the tree has no such file.
    package func file(_ path: String, in tree: ObjectID) async throws -> [UInt8]? {
        try await exclusively { repository in
            let store = try repository.store()
            guard let entry = try TreeEditor(store: store).entry(path, in: tree), !entry.isDirectory else { return nil }
            return try store.read(entry.id, .blob)
        }
    }

    /// Writes a commit whose tree is its first parent's with some files changed.
    ///
    /// - Parameters:
    ///   - changes: files to set or to delete.
    ///   - parents: parents of the new commit; without parents the tree starts empty.
    /// - Throws: `invalidRequest` for a path that no tree can hold, `missingObject` if a parent is not here.
    package func writeCommit(
        changing changes: [FileChange], parents: [ObjectID], message: String, author: CommitSignature, committer: CommitSignature
    ) async throws -> ObjectID {
        try await exclusively { repository in
            let store = try repository.store()
            let base = try parents.first.map { try store.commit($0).tree } ?? .emptyTree
            let tree = try TreeEditor(store: store).apply(changes, to: base)
            return try store.write(
                Commit(tree: tree, parents: parents, author: author, committer: committer, message: message))
        }
    }
}

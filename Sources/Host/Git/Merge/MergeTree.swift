internal import Contract
internal import Foundation

/// Merges done by git itself, with pinned configuration.
struct MergeTree {
    let session: MergeSession
    let store: ObjectStore
    let directory: String

    /// Merges two commits; git finds their merge bases itself.
    func merge(ours: ObjectID, theirs: ObjectID) async throws -> MergeAnswer {
        try store.show()
        // git labels the sides with the names that it is given: references have names that mean something and do
        // not change with the commits. The repository is ours until the merge ends.
        try name(ours, MergeOptions.oursLabel)
        try name(theirs, MergeOptions.theirsLabel)
        return try await session.merge(ours: MergeOptions.oursLabel, theirs: MergeOptions.theirsLabel)
    }

    /// In place: truncating a file takes longer than a merge, and the reader of the file waits for us.
    private func name(_ id: ObjectID, _ label: String) throws {
        let path = "\(directory)/\(label)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        defer { close(descriptor) }
        let line = "\(id)\n"
        guard descriptor >= 0, pwrite(descriptor, line, line.utf8.count, 0) == line.utf8.count else {
            throw GitError(.process, "The reference \(path) cannot be written (errno \(errno)).")
        }
    }

    /// Merges two trees with a given base, which git 2.39 only accepts as commits.
    func merge(base: ObjectID, oursTree: ObjectID, theirsTree: ObjectID) async throws -> MergeAnswer {
        // The same trees give the same commits, so repeating a merge adds nothing to the repository.
        let author = CommitSignature(author: CommitAuthor(name: "switchyard", email: "switchyard@localhost"), seconds: 0)
        func commit(_ tree: ObjectID, _ parents: [ObjectID], _ message: String) throws -> ObjectID {
            try store.write(Commit(tree: tree, parents: parents, author: author, committer: author, message: message))
        }
        if base == .emptyTree || oursTree == .emptyTree || theirsTree == .emptyTree { try store.write([], .tree) }
        let root = try commit(base, [], "base\n")
        let ours = try commit(oursTree, [root], "ours\n")
        let theirs = try commit(theirsTree, [root], "theirs\n")
        return try await merge(ours: ours, theirs: theirs)
    }
}

internal import Foundation

/// The merge by git itself: one `git merge-tree --write-tree` process with pinned configuration.
struct MergeTree {
    /// What git made of it.
    struct Answer: Sendable {
        /// The merged tree; with conflict markers where there are conflicts.
        let tree: ObjectID
        /// The conflicted paths, ordered; empty if the merge is clean.
        let conflicts: [String]
        /// What git says to people, such as "CONFLICT (content): Merge conflict in a.txt"; one line each.
        let messages: [String]
        let isClean: Bool
    }

    let process: GitProcess
    let store: ObjectStore
    let directory: String
    let options: MergeOptions

    /// Merges two commits; git finds their merge bases itself.
    func merge(ours: ObjectID, theirs: ObjectID) async throws -> Answer {
        try store.show()
        // git names the sides by the words of its arguments: two references give words that mean something and
        // do not change with the commits. The repository is ours until the merge ends.
        try name(ours, MergeOptions.oursLabel)
        try name(theirs, MergeOptions.theirsLabel)
        let output = try await process.run(
            [
                "merge-tree", "--write-tree", "-z", "--name-only", "--messages", "--allow-unrelated-histories",
                MergeOptions.oursLabel, MergeOptions.theirsLabel,
            ],
            in: directory, configuration: options.configuration, deadline: process.settings.deadlines.merge,
            diesWithHost: false)
        // Only 0 and 1 are answers; everything else is a crash, and must never be taken for a conflict.
        guard output.status == 0 || output.status == 1 else {
            throw GitError(.process, "git merge-tree failed (\(output.status)): \(output.standardError.prefix(2000))")
        }
        return try Self.parse(output)
    }

    private func name(_ id: ObjectID, _ label: String) throws {
        do {
            try Data("\(id)\n".utf8).write(to: URL(filePath: "\(directory)/\(label)"))
        } catch {
            throw GitError(.process, "The reference \(label) cannot be written in \(directory).", cause: error)
        }
    }

    /// Merges two trees that come from a given base, which git 2.39 only understands as commits.
    func merge(base: ObjectID, oursTree: ObjectID, theirsTree: ObjectID) async throws -> Answer {
        // The same trees give the same commits, so that repeating a merge adds nothing to the repository.
        let author = Signature(person: Person(name: "switchyard", email: "switchyard@localhost"), seconds: 0)
        func commit(_ tree: ObjectID, _ parents: [ObjectID], _ message: String) throws -> ObjectID {
            try store.write(Commit(tree: tree, parents: parents, author: author, committer: author, message: message))
        }
        if base == .emptyTree || oursTree == .emptyTree || theirsTree == .emptyTree { try store.write([], .tree) }
        let root = try commit(base, [], "base\n")
        let ours = try commit(oursTree, [root], "ours\n")
        let theirs = try commit(theirsTree, [root], "theirs\n")
        return try await merge(ours: ours, theirs: theirs)
    }

    /// Reads `tree NUL (path NUL)* NUL (count NUL (path NUL)* kind NUL message NUL)*`.
    static func parse(_ output: GitProcess.Output) throws -> Answer {
        var fields = output.standardOutput.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }[...]
        guard let first = fields.popFirst(), let tree = ObjectID(first) else {
            throw GitError(.process, "git merge-tree printed no tree: \(output.text.prefix(200))")
        }
        var conflicts: Set<String> = []
        while let path = fields.popFirst(), !path.isEmpty { conflicts.insert(path) }
        var messages: [String] = []
        while let count = fields.popFirst().flatMap({ Int($0) }) {
            fields = fields.dropFirst(count + 1)
            guard let message = fields.popFirst() else { break }
            messages += message.split(separator: "\n").map(String.init)
        }
        return Answer(tree: tree, conflicts: conflicts.sorted(), messages: messages, isClean: output.status == 0)
    }
}

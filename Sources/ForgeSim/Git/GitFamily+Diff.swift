extension GitFamily {
    /// The paths that each of some commits changed, against its first parent.
    func paths(changedBy commits: [String]) async throws -> [String: [FileChange]] {
        guard !commits.isEmpty else { return [:] }
        let output = try await GitCommand.run(
            [
                "log", "--no-walk=unsorted", "--stdin", "--root", "-m", "--first-parent", "--no-renames", "--name-status", "-z",
                "--format=%x01%H",
            ],
            in: folder, input: Array((commits.joined(separator: "\n") + "\n").utf8))
        var found: [String: [FileChange]] = [:]
        for part in output.text.split(separator: "\u{1}") {
            let fields = part.split(whereSeparator: { $0 == "\0" || $0 == "\n" })
            guard let sha = fields.first.map(String.init) else { continue }
            var changes: [FileChange] = []
            var position = 1
            while position + 1 < fields.count {
                changes.append(FileChange(path: String(fields[position + 1]), status: fields[position].first ?? "M", sha: zeroSHA))
                position += 2
            }
            found[sha] = changes
        }
        return found
    }

    /// The text of a diff between two commits, in git's form; `path` limits it to one file.
    func diff(from old: String, to new: String, path: String? = nil, context: Int = 3) async throws -> String {
        var arguments = ["diff", "--no-ext-diff", "--no-renames", "--full-index", "-U\(context)", old, new, "--"]
        if let path { arguments.append(":(literal)\(path)") }
        return try await GitCommand.check(arguments, in: folder).text
    }

    /// The commits between two as a series of mails.
    func patches(from old: String, to new: String) async throws -> String {
        try await GitCommand.check(["format-patch", "--stdout", "--no-signature", "\(old)..\(new)"], in: folder).text
    }

    /// The tree that results from applying a commit's changes to another; `nil` if it conflicts.
    ///
    /// This `git merge-tree` has no base option, so unreferenced commits are made to give it that merge base.
    func pickTree(_ commit: GitCommit, onto tip: String) async throws -> String? {
        guard let parent = commit.parents.first, let before = try self.commit(parent), let target = try self.commit(tip) else { return nil }
        if before.tree == target.tree { return commit.tree }
        let person = GitPerson(name: "forgesim", email: "forgesim@localhost", seconds: 0)
        func stand(_ tree: String, _ parents: [String]) throws -> String {
            try write(.commit, GitCommit.encode(tree: tree, parents: parents, author: person, committer: person, message: "base\n"))
        }
        let base = try stand(before.tree, [])
        return try await mergeTree(try stand(target.tree, [base]), try stand(commit.tree, [base]))
    }
}

extension GitFamily {
    /// What an annotated tag points to, through tags of tags; anything else stands for itself.
    func peeled(_ sha: String) throws -> String {
        var sha = sha
        while let object = try object(sha), object.kind == .tag {
            let text = String(decoding: object.data, as: UTF8.self)
            guard text.hasPrefix("object ") else { break }
            sha = String(text.dropFirst(7).prefix(40))
        }
        return sha
    }

    /// The commits reachable from `include` and not from `exclude`, oldest first, topologically.
    func commits(from include: [String], excluding exclude: [String], limit: Int? = nil) async throws -> [String] {
        if limit == nil, let known = try CommitWalk(family: self).commits(from: include, excluding: exclude) { return known }
        var arguments = ["rev-list", "--topo-order", "--reverse"]
        if let limit { arguments.append("--max-count=\(limit)") }
        return try await GitCommand.check(arguments + include + exclude.map { "^\($0)" } + ["--"], in: folder).lines
    }

    func isAncestor(_ ancestor: String, of descendant: String) async throws -> Bool {
        if ancestor == descendant { return true }
        if let known = try CommitWalk(family: self).isAncestor(ancestor, of: descendant) { return known }
        return try await GitCommand.run(["merge-base", "--is-ancestor", ancestor, descendant], in: folder).status == 0
    }

    /// The best common ancestor of two commits.
    func mergeBase(_ left: String, _ right: String) async throws -> String? {
        if let known = try CommitWalk(family: self).mergeBase(left, right) { return known }
        return try await GitCommand.run(["merge-base", left, right], in: folder).lines.first
    }

    /// The tree of a merge, or `nil` if the two sides conflict.
    func mergeTree(_ ours: String, _ theirs: String) async throws -> String? {
        if let base = try CommitWalk(family: self).mergeBase(ours, theirs) ?? nil, let start = try commit(base)?.tree,
            let mine = try commit(ours)?.tree, let yours = try commit(theirs)?.tree
        {
            if mine == yours || yours == start { return mine }
            if mine == start { return yours }
            if let merged = try TreeComparison(family: self).merge(base: start, ours: mine, theirs: yours) { return merged }
        }
        let output = try await GitCommand.run(["merge-tree", "--write-tree", "--allow-unrelated-histories", ours, theirs], in: folder)
        return output.status == 0 ? output.lines.first : nil
    }

    /// What changed between two commits: lines added and removed, per file.
    func changes(from old: String, to new: String) async throws -> [FileChange] {
        if let before = try commit(old)?.tree, let after = try commit(new)?.tree,
            let known = try TreeComparison(family: self).changes(from: before, to: after)
        {
            return known
        }
        let output = try await GitCommand.check(
            ["diff-tree", "-r", "--no-renames", "--numstat", "--raw", "-z", "--no-abbrev", old, new, "--"], in: folder)
        return FileChange.parse(output.text)
    }
}

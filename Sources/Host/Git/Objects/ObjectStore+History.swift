internal import CGit2
internal import Contract

extension ObjectStore {
    /// All best common ancestors of two commits, ordered by id; empty if they share no history.
    func mergeBases(_ left: ObjectID, _ right: ObjectID) throws -> [ObjectID] {
        var first = left.oid
        var second = right.oid
        var found = git_oidarray()
        let code = git_merge_bases(&found, repository, &first, &second)
        if code == GIT_ENOTFOUND.rawValue {
            guard containsCommit(left), containsCommit(right) else {
                throw GitError(.missingObject, "A commit of \(left) and \(right) is not in the repository; fetch it first.")
            }
            return []
        }
        try GitLibrary.check(code, "Looking for the merge bases of \(left) and \(right)")
        defer { git_oidarray_dispose(&found) }
        return (0..<found.count).compactMap { found.ids?[$0] }.map { ObjectID($0) }.sorted()
    }

    /// Whether `descendant` is `ancestor` or has it in its history.
    func descends(_ descendant: ObjectID, from ancestor: ObjectID) throws -> Bool {
        if descendant == ancestor { return true }
        var lower = descendant.oid
        var upper = ancestor.oid
        let code = git_graph_descendant_of(repository, &lower, &upper)
        try GitLibrary.check(code, "Asking whether \(descendant) descends from \(ancestor)")
        return code == 1
    }

    /// The commits that `head` has and `base` does not, parents before children.
    ///
    /// - Parameter limit: reading stops after this many; a result with `limit` commits is incomplete and can only be refused.
    func commits(from base: [ObjectID], to head: ObjectID, limit: Int) throws -> [(id: ObjectID, commit: Commit)] {
        var walker: OpaquePointer?
        try GitLibrary.check(git_revwalk_new(&walker, repository), "Starting to read history")
        defer { git_revwalk_free(walker) }
        let order = GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_REVERSE.rawValue
        try GitLibrary.check(git_revwalk_sorting(walker, UInt32(order)), "Ordering history")
        var start = head.oid
        try GitLibrary.check(git_revwalk_push(walker, &start), "Reading the history of \(head)")
        for end in base {
            var oid = end.oid
            try GitLibrary.check(git_revwalk_hide(walker, &oid), "Leaving out the history of \(end)")
        }
        var result: [(id: ObjectID, commit: Commit)] = []
        var oid = git_oid()
        while result.count < limit {
            let code = git_revwalk_next(&oid, walker)
            if code == GIT_ITEROVER.rawValue { break }
            try GitLibrary.check(code, "Reading the history of \(head)")
            let id = ObjectID(oid)
            result.append((id, try commit(id)))
        }
        return result
    }
}

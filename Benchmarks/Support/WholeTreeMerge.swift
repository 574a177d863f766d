import CGit2

/// libgit2's own merge, which makes an index of the whole trees: the tree walk is compared with it.
final class WholeTreeMerge {
    private let repository: OpaquePointer

    init(directory: String) throws {
        var repository: OpaquePointer?
        guard sy_git2_start() >= 0, git_repository_open_bare(&repository, directory) == 0, let repository else {
            throw BenchError("libgit2 cannot open \(directory)")
        }
        self.repository = repository
    }

    deinit { git_repository_free(repository) }

    /// Merges two commits and writes the tree.
    func merge(_ ours: String, _ theirs: String) throws {
        let left = try commit(ours)
        defer { git_commit_free(left) }
        let right = try commit(theirs)
        defer { git_commit_free(right) }
        var options = git_merge_options()
        var index: OpaquePointer?
        var tree = git_oid()
        guard git_merge_options_init(&options, UInt32(GIT_MERGE_OPTIONS_VERSION)) == 0,
            git_merge_commits(&index, repository, left, right, &options) == 0
        else { throw BenchError("libgit2 cannot merge") }
        defer { git_index_free(index) }
        guard git_index_write_tree_to(&tree, index, repository) == 0 else { throw BenchError("libgit2 cannot write the tree") }
    }

    private func commit(_ hex: String) throws -> OpaquePointer? {
        var id = git_oid()
        var commit: OpaquePointer?
        guard git_oid_fromstr(&id, hex) == 0, git_commit_lookup(&commit, repository, &id) == 0 else {
            throw BenchError("libgit2 does not find \(hex)")
        }
        return commit
    }
}

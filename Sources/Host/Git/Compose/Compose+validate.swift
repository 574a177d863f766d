import Contract

extension Compose {
    /// - Throws: `invalidRequest` if the request contradicts itself, or lacks the committer or time, which the caller fills in.
    func validate() throws {
        guard committer != nil, time != nil else {
            throw GitError(.invalidRequest, "The plan has no committer or no time.")
        }
        let names = Set(repositories.map(\.repository))
        guard names.count == repositories.count else {
            throw GitError(.invalidRequest, "The plan names a repository twice.")
        }
        let used = groups.flatMap { $0.picks.map(\.repository) } + (uniquifiers ?? []).map(\.repository)
        if let stranger = used.first(where: { !names.contains($0) }) {
            throw GitError(.invalidRequest, "The plan has no base commit for the repository \(stranger).")
        }
        if let keep { _ = try ReferenceName.keepPrefix(keep) }
    }

    var mergeOptions: MergeOptions {
        MergeOptions(renameLimit: renameLimit == 0 ? nil : renameLimit ?? 7000, conflictStyle: conflictStyle ?? .merge)
    }

    /// Author and committer of the bot's own commits, at the date of the plan.
    var bot: CommitSignature {
        CommitSignature(author: committer ?? CommitAuthor(name: "", email: ""), seconds: time?.seconds ?? 0)
    }
}

extension Compose.GroupResult {
    init(id: Compose.GroupID, failure: PickFailure, of pick: Compose.Pick) {
        self.init(id: id, state: .failed)
        code = failure.code
        repository = pick.repository
        number = pick.number
        message = failure.message
        paths = failure.paths.isEmpty ? nil : failure.paths
        commit = failure.commit
        output = failure.output.isEmpty ? nil : failure.output
    }
}

extension Inspect.Commit {
    init(id: ObjectID, commit: Commit) {
        self.init(
            id: id, tree: commit.tree, parents: commit.parents, message: commit.message, author: commit.author,
            committer: commit.committer)
    }
}

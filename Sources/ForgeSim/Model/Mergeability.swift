import GRDB

/// Whether a pull request can be merged, with the merge that was made to find out.
///
/// The forge answers `null` until it has computed it in the background. Here events and the answers to changes say `null`, and the first
/// `GET` afterwards computes it: just as lazy, but the same in every run.
struct Mergeability {
    let call: Call
    let repository: Repository
    let git: GitRepository

    func of(_ pull: Pull) async throws -> Pull {
        guard pull.open, let base = try git.branch(pull.baseRef) else { return pull }
        guard pull.mergeableFor != "\(base):\(pull.headSHA)" else { return pull }
        return try await call.world.lock.with { try await compute(pull.id) ?? pull }
    }

    /// Checks again under the lock: the base or the head may have moved since.
    private func compute(_ id: Int64) async throws -> Pull? {
        guard var pull = try call.read({ try Pull.fetchOne(cached: $0.db, key: id) }), pull.open, let base = try git.branch(pull.baseRef)
        else { return nil }
        let key = "\(base):\(pull.headSHA)"
        guard pull.mergeableFor != key else { return pull }
        let facts = try await PullChanges.facts(git.family, base: base, head: pull.headSHA)
        pull.apply(facts)
        let tree = try await git.family.mergeTree(base, pull.headSHA)
        pull.mergeable = tree != nil
        pull.mergeableFor = key
        let ref = "refs/pull/\(pull.number)/merge"
        let old = try git.ref(ref)
        if let tree {
            let author = try call.read { try $0.user(try $0.issue(of: pull).userID) }
            let merge = try testMerge(tree, [base, pull.headSHA], author)
            pull.mergeCommitSHA = merge
            try git.update([.init(ref: ref, old: old, new: merge)])
        } else {
            pull.mergeCommitSHA = nil
            if old != nil { try git.update([.init(ref: ref, old: old, new: nil)]) }
        }
        let computed = pull
        try call.world.write { try computed.update(facts.commits, $0) }
        return computed
    }

    private func testMerge(_ tree: String, _ parents: [String], _ author: User) throws -> String {
        let seconds = call.now / 1000
        let person = GitPerson(name: author.name ?? author.login, email: author.commitEmail, seconds: seconds)
        let data = GitCommit.encode(
            tree: tree, parents: parents, author: person, committer: .forge(seconds), message: "Merge \(parents[1]) into \(parents[0])")
        return try git.family.write(.commit, data)
    }
}

extension GitPerson {
    /// The committer of what people do on the forge's pages.
    static func forge(_ seconds: Int64) -> GitPerson { GitPerson(name: "GitHub", email: "noreply@github.com", seconds: seconds) }
}

import GRDB

/// Makes the test merges that are about to be listed or fetched: `refs/pull/N/merge` is computed on demand.
struct PullMergeRefs {
    let call: Call
    let repository: Repository
    let git: GitRepository
    /// The most pull requests whose merge is computed for one listing; the others show their previous one.
    private static let most = 50

    func refresh(_ isWanted: (String) -> Bool) async throws {
        let open = try call.read { tx in
            try Pull.fetchAll(
                cached: tx.db, sql: "SELECT * FROM pulls WHERE repositoryID = ? AND open ORDER BY number DESC", arguments: [repository.id])
        }
        let stale = try open.filter { pull in
            guard isWanted("refs/pull/\(pull.number)/merge"), let base = try git.branch(pull.baseRef) else { return false }
            return pull.mergeableFor != "\(base):\(pull.headSHA)"
        }
        for pull in stale.prefix(Self.most) {
            _ = try await Mergeability(call: call, repository: repository, git: git).of(pull)
        }
    }
}

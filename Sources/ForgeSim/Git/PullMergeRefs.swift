import GRDB

/// Makes the test merges that somebody is about to list or fetch: `refs/pull/N/merge` is computed when it is looked at.
struct PullMergeRefs {
    let call: Call
    let repository: Repository
    let git: GitRepository
    /// Pull requests whose merge is made for one listing; the others show what was there before.
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

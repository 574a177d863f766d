internal import CGit2
package import Contract

extension BareRepository {
    /// The most commits that are listed: one more than any merge method accepts.
    static let inspectLimit = PickMaker.commitLimit + 1

    /// Reads the target's head, fetches it and the heads, and lists the commits of each pull request.
    ///
    /// - Parameter keep: name under which what was fetched is kept alive; ``release(keep:)`` gives it up.
    /// - Throws: errors of transport. A head that is gone is in the result instead.
    package func inspect(_ request: Inspect, keep: String, from remote: Remote) async throws -> Inspect.Result {
        let target = "refs/heads/\(request.target)"
        let head = try await readReferences([target], from: remote)[target]
        let heads = request.pullRequests.map { FetchItem(id: $0.head, pullRequest: $0.number) }
        let outcomes = try await fetch(heads + (head.map { [FetchItem(id: $0)] } ?? []), keep: keep, from: remote)
        if let head, outcomes[FetchItem(id: head)] != .present {
            throw GitError(.staleReference, "\(request.target) moved away from \(head) while it was fetched.")
        }
        var result = try await inspect(request, targetHead: head)
        for (index, item) in heads.enumerated() {
            guard case .missing(let now?) = outcomes[item] else { continue }
            result.pullRequests[index].head = now
        }
        return result
    }

    /// Lists the commits of pull requests whose heads are already here.
    package func inspect(_ request: Inspect, targetHead: ObjectID?) async throws -> Inspect.Result {
        try await exclusively { repository in
            let store = try repository.store()
            let found = try request.pullRequests.map { try store.inspect($0, targetHead: targetHead) }
            return Inspect.Result(targetHead: targetHead, pullRequests: found)
        }
    }
}

extension ObjectStore {
    fileprivate func inspect(
        _ pullRequest: Inspect.Asked, targetHead: ObjectID?
    ) throws -> Inspect.Found {
        var result = Inspect.Found(
            number: pullRequest.number, head: pullRequest.head, found: containsCommit(pullRequest.head))
        guard result.found else { return result }
        var outside: [ObjectID] = []
        if let targetHead {
            result.mergeBase = try mergeBases(targetHead, pullRequest.head).first
            result.behind = try behind(pullRequest.head, targetHead)
            outside = [targetHead]
        }
        let limit = BareRepository.inspectLimit
        let commits = try commits(from: outside, to: pullRequest.head, limit: limit + 1)
        result.commits = commits.prefix(limit).map { Inspect.Commit(id: $0.id, commit: $0.commit) }
        result.isTruncated = commits.count > limit
        return result
    }

    private func behind(_ head: ObjectID, _ target: ObjectID) throws -> Int {
        var ahead = 0
        var behind = 0
        var local = head.oid
        var upstream = target.oid
        try GitLibrary.check(
            git_graph_ahead_behind(&ahead, &behind, repository, &local, &upstream), "Comparing \(head) with \(target)")
        return behind
    }
}

import PluginAPI

/// The proof that the landed tree is the tested one.
struct Certificate {
    let queue: MergeQueue

    private var store: Store { queue.store }

    /// What was tested, approved and green, written down before the first branch moves.
    func document(of staging: Staging) throws -> JSON {
        let members = try store.pullRequests(of: staging.id)
        let batches: [JSON] = try store.batchNames(of: staging.id).map { batch in
            let pullRequests: [JSON] = try members.filter { $0.batch == batch.id }.map { member in
                [
                    "repository": .string(member.name.repository), "number": .int(Int64(member.name.number)), "head": .string(member.head),
                    "approved_by": JSON(member.approvedBy), "commits": try commits(of: member, in: staging),
                ]
            }
            return ["id": .int(batch.id.value), "name": .string(batch.name), "pull_requests": .array(pullRequests)]
        }
        let repositories: [JSON] = try store.heads(of: staging.id).map { head in
            ["repository": .string(head.repository), "base": .string(head.base), "head": .string(head.head), "tree": JSON(head.tree)]
        }
        return [
            "version": 1, "staging": .int(staging.id.value), "project": JSON(try store.project(staging.project)?.name),
            "target": .string(staging.target), "created_at": .int(store.now), "staged_at": .int(staging.stagedAt),
            "repositories": .array(repositories), "batches": .array(batches),
            "statuses": .object(try store.statuses(of: staging.id).mapValues(MergeQueue.document)),
        ]
    }

    private func commits(of member: StagedPullRequest, in staging: Staging) throws -> JSON {
        let rows = try store.stagedCommits(of: member.id, in: staging.id)
        var map: [String: JSON] = [:]
        for row in rows { map[row.original] = .string(row.integrated) }
        return .object(map)
    }
}

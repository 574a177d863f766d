import GRDB

/// Pull requests.
extension Routes {
    static func pulls(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/pulls"
        routes.get(path) { try list($0) }
        routes.post(path) { try await PullOpening(call: $0).run() }
        routes.get("\(path)/{number}") { call in
            let (repository, found) = try findPull(call)
            let pull = try await withMergeability(found, repository, call)
            return try call.read { tx in
                let modified = try Issue.fetchOne(cached: tx.db, key: pull.issueID)?.updatedAt ?? 0
                return Reply.json(try tx.render(pull, repository)).modified(at: modified)
            }
        }
        routes.patch("\(path)/{number}") { try await PullEditing(call: $0).run() }
        routes.get("\(path)/{number}/commits") { call in
            let (repository, pull) = try findPull(call)
            let git = try call.git(repository)
            let base = pull.open ? try git.branch(pull.baseRef) ?? pull.baseSHA : pull.baseSHA
            let all = try await git.family.commits(from: [pull.headSHA], excluding: [base]).prefix(250)
            return try call.read { tx in
                try call.list(Array(all)) { sha in
                    guard let commit = try git.family.commit(sha) else { throw Refusal.notFound }
                    return try tx.render(commit, repository)
                }
            }
        }
        routes.get("\(path)/{number}/files") { call in
            let (repository, pull) = try findPull(call)
            let git = try call.git(repository)
            guard let fork = try await git.family.mergeBase(pull.baseSHA, pull.headSHA) else { return .json([]) }
            return try call.list(try await git.family.changes(from: fork, to: pull.headSHA)) { file($0) }
        }
        routes.get("\(path)/{number}/merge") { call in
            let (_, pull) = try findPull(call)
            return pull.merged ? .noContent : Refusal.notFound.reply
        }
    }

    static func findPull(_ call: Call) throws -> (Repository, Pull) {
        let repository = try call.repository()
        let pull = try call.read { try Pull.find($0.db, repository: repository.id, number: try call.number("number")) }
        guard let pull else { throw Refusal.notFound }
        return (repository, pull)
    }

    private static func list(_ call: Call) throws -> Reply {
        let repository = try call.repository()
        return try call.read { tx in
            var all = try Pull.fetchAll(
                cached: tx.db, sql: "SELECT * FROM pulls WHERE repositoryID = ? ORDER BY number DESC", arguments: [repository.id])
            switch call.query["state"] ?? "open" {
            case "open": all = all.filter(\.open)
            case "closed": all = all.filter { !$0.open }
            default: break
            }
            if let base = call.query["base"] { all = all.filter { $0.baseRef == base } }
            if let head = call.query["head"], let colon = head.firstIndex(of: ":") {
                let owner = head[..<colon].lowercased()
                let branch = head[head.index(after: colon)...]
                all = try all.filter { try $0.headRef == branch && tx.user($0.headOwnerID).login.lowercased() == owner }
            }
            if call.query["sort"] == "updated" {
                let times = try all.map { ($0, try Issue.fetchOne(cached: tx.db, key: $0.issueID)?.updatedAt ?? 0) }
                all = times.sorted { $0.1 > $1.1 }.map(\.0)
            }
            let ascending = call.query["direction"] == "asc"
            return try call.list(ascending ? all.reversed() : all) { try tx.render($0, repository, .list) }
        }
    }

    /// Computes whether the pull request merges, once per pair of base and head.
    private static func withMergeability(_ pull: Pull, _ repository: Repository, _ call: Call) async throws -> Pull {
        guard pull.open else { return pull }
        let git = try call.git(repository)
        guard let base = try git.branch(pull.baseRef) else { return pull }
        let key = "\(base):\(pull.headSHA)"
        guard pull.mergeableFor != key else { return pull }
        var updated = pull
        updated.mergeable = try await git.family.mergeTree(base, pull.headSHA) != nil
        updated.mergeableFor = key
        let mergeable = updated.mergeable
        try call.world.write { db in
            try db.execute(
                sql: "UPDATE pulls SET mergeable = ?, mergeableFor = ? WHERE id = ? AND headSHA = ?",
                arguments: [mergeable, key, pull.id, pull.headSHA])
        }
        return updated
    }
}

import GRDB

/// Check runs and suites.
extension Routes {
    static func checks(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/check-runs"
        routes.post(path) { call in
            let repository = try call.repository(.write)
            let user = try call.signedIn()
            let body = try call.json()
            guard let name = body["name"].string else { throw Refusal.notSupplied("name") }
            guard let sha = body["head_sha"].string else { throw Refusal.notSupplied("head_sha") }
            guard try call.git(repository).family.commit(sha) != nil else { throw Refusal.unprocessable("No commit found for SHA: \(sha)") }
            let run = try CheckChanges(call: call, repository: repository, user: user).create(sha, name: name, body)
            return try call.read { .created(try $0.render(run, repository)) }
        }
        routes.get("\(path)/{id}") { call in
            let (repository, run) = try findRun(call, .read)
            return try call.read { .json(try $0.render(run, repository)) }
        }
        routes.patch("\(path)/{id}") { call in
            let (repository, run) = try findRun(call, .write)
            let updated = try CheckChanges(call: call, repository: repository, user: try call.signedIn()).update(run, try call.json())
            return try call.read { .json(try $0.render(updated, repository)) }
        }
    }

    private static func findRun(_ call: Call, _ permission: Permission) throws -> (Repository, CheckRun) {
        let repository = try call.repository(permission)
        let run = try call.read { try CheckRun.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let run, run.repositoryID == repository.id else { throw Refusal.notFound }
        return (repository, run)
    }

    static func listCheckRuns(_ call: Call, _ repository: Repository, _ sha: String) throws -> Reply {
        try call.read { tx in
            var all = try CheckRun.fetchAll(
                cached: tx.db, sql: "SELECT * FROM checkRuns WHERE repositoryID = ? AND sha = ? ORDER BY id DESC",
                arguments: [repository.id, sha])
            if let name = call.query["check_name"] { all = all.filter { $0.name == name } }
            if let status = call.query["status"] { all = all.filter { $0.status == status } }
            if call.query["filter"] != "all" {
                var seen: Set<String> = []
                all = all.filter { seen.insert("\($0.suiteID) \($0.name)").inserted }
            }
            let count = all.count
            return try call.wrappedList(all) {
                try tx.render($0, repository)
            } wrap: {
                ["total_count": ForgeJSON(count), "check_runs": .array($0)]
            }
        }
    }

    static func listCheckSuites(_ call: Call, _ repository: Repository, _ sha: String) throws -> Reply {
        try call.read { tx in
            let all = try CheckSuite.fetchAll(
                cached: tx.db, sql: "SELECT * FROM checkSuites WHERE repositoryID = ? AND sha = ? ORDER BY id",
                arguments: [repository.id, sha])
            return try call.wrappedList(all) { suite in
                [
                    "id": .int(suite.id), "head_sha": .string(suite.sha), "created_at": Times.json(suite.createdAt),
                    "app": ["id": .int(suite.userID)],
                ]
            } wrap: {
                ["total_count": ForgeJSON(all.count), "check_suites": .array($0)]
            }
        }
    }
}

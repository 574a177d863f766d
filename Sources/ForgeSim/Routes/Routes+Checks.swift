import GRDB

/// Check runs and suites.
extension Routes {
    static func checks(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/check-runs"
        routes.post(path) { call in
            let repository = try call.repository(.write)
            let user = try call.signedIn()
            let body = try call.json()
            try RequestShape.check(
                body, required: ["name", "head_sha"],
                [("name", .string), ("head_sha", .string), ("external_id", .string), ("details_url", .string), ("actions", .list)])
            let (name, sha) = (body["name"].string ?? "", body["head_sha"].string ?? "")
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
            let body = try call.json()
            try RequestShape.check(body, [("name", .string), ("external_id", .string), ("details_url", .string), ("actions", .list)])
            let updated = try CheckChanges(call: call, repository: repository, user: try call.signedIn()).update(run, body)
            return try call.read { .json(try $0.render(updated, repository)) }
        }
        routes.get("\(path)/{id}/annotations") { call in
            let (repository, run) = try findRun(call, .read)
            let html = try call.read { try $0.htmlURL(repository) }
            return try call.list((try? ForgeJSON(parsing: run.annotations))?.array ?? []) { annotation($0, run, html) }
        }
        routes.post("\(path)/{id}/rerequest") { call in
            let (repository, run) = try findRun(call, .write)
            try CheckChanges(call: call, repository: repository, user: try call.signedIn()).rerequest(run)
            return .json([:], status: 201)
        }
        checkSuites(&routes)
    }

    private static func checkSuites(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/check-suites"
        routes.post(path) { call in
            let repository = try call.repository(.write)
            let body = try call.json()
            try RequestShape.check(body, required: ["head_sha"], [("head_sha", .string)])
            let sha = body["head_sha"].string ?? ""
            guard try call.git(repository).family.commit(sha) != nil else { throw Refusal.unprocessable("No commit found for SHA: \(sha)") }
            let (suite, isNew) = try CheckChanges(call: call, repository: repository, user: try call.signedIn()).createSuite(sha)
            return try call.read { .json(try $0.render(suite, repository), status: isNew ? 201 : 200) }
        }
        routes.patch("\(path)/preferences") { call in
            let repository = try call.repository(.admin)
            let body = try call.json()
            try RequestShape.check(body, [("auto_trigger_checks", .list)])
            return try call.change { tx in
                var updated = repository
                var options = updated.options
                if !body["auto_trigger_checks"].isNull { options["auto_trigger_checks"] = body["auto_trigger_checks"] }
                updated.settings = options.text
                try updated.update(tx.db)
                let shown: ForgeJSON = ["auto_trigger_checks": .array(options["auto_trigger_checks"].array ?? [])]
                return .json(["preferences": shown, "repository": try tx.render(updated)])
            }
        }
        routes.get("\(path)/{id}") { call in
            let (repository, suite) = try findSuite(call, .read)
            return try call.read { .json(try $0.render(suite, repository)) }
        }
        routes.get("\(path)/{id}/check-runs") { call in
            let (repository, suite) = try findSuite(call, .read)
            return try call.read { tx in
                let sql = "SELECT * FROM checkRuns WHERE suiteID = ? ORDER BY id DESC"
                return try listRuns(call, try CheckRun.fetchAll(cached: tx.db, sql: sql, arguments: [suite.id]), repository, tx)
            }
        }
        routes.post("\(path)/{id}/rerequest") { call in
            let (repository, suite) = try findSuite(call, .write)
            try CheckChanges(call: call, repository: repository, user: try call.signedIn()).rerequest(suite)
            return .json([:], status: 201)
        }
    }

    private static func findRun(_ call: Call, _ permission: Permission) throws -> (Repository, CheckRun) {
        let repository = try call.repository(permission)
        let run = try call.read { try CheckRun.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let run, run.repositoryID == repository.id else { throw Refusal.notFound }
        return (repository, run)
    }

    private static func findSuite(_ call: Call, _ permission: Permission) throws -> (Repository, CheckSuite) {
        let repository = try call.repository(permission)
        let suite = try call.read { try CheckSuite.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let suite, suite.repositoryID == repository.id else { throw Refusal.notFound }
        return (repository, suite)
    }

    private static func annotation(_ given: ForgeJSON, _ run: CheckRun, _ html: String) -> ForgeJSON {
        [
            "path": given["path"], "blob_href": .string("\(html)/blob/\(run.sha)/\(given["path"].string ?? "")"),
            "start_line": given["start_line"], "start_column": given["start_column"], "end_line": given["end_line"],
            "end_column": given["end_column"], "annotation_level": given["annotation_level"], "title": given["title"],
            "message": given["message"], "raw_details": given["raw_details"],
        ]
    }

    static func listCheckRuns(_ call: Call, _ repository: Repository, _ sha: String) throws -> Reply {
        try call.read { tx in
            let sql = "SELECT * FROM checkRuns WHERE repositoryID = ? AND sha = ? ORDER BY id DESC"
            return try listRuns(call, try CheckRun.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id, sha]), repository, tx)
        }
    }

    /// Newest first; by default only the latest of every name.
    private static func listRuns(_ call: Call, _ runs: [CheckRun], _ repository: Repository, _ tx: Transaction) throws -> Reply {
        var all = runs
        if let name = call.query["check_name"] { all = all.filter { $0.name == name } }
        if let status = call.query["status"] { all = all.filter { $0.status == status } }
        if let app = call.query["app_id"].flatMap({ Int64($0) }) { all = all.filter { $0.userID == app } }
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

    static func listCheckSuites(_ call: Call, _ repository: Repository, _ sha: String) throws -> Reply {
        try call.read { tx in
            var all = try CheckSuite.fetchAll(
                cached: tx.db, sql: "SELECT * FROM checkSuites WHERE repositoryID = ? AND sha = ? ORDER BY id",
                arguments: [repository.id, sha])
            if let app = call.query["app_id"].flatMap({ Int64($0) }) { all = all.filter { $0.userID == app } }
            if let name = call.query["check_name"] {
                all = try all.filter { try CheckRun.latest(of: $0, tx.db).contains { $0.name == name } }
            }
            let count = all.count
            return try call.wrappedList(all) {
                try tx.render($0, repository)
            } wrap: {
                ["total_count": ForgeJSON(count), "check_suites": .array($0)]
            }
        }
    }
}

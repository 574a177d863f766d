import GRDB

/// Commit statuses.
extension Routes {
    static func statuses(_ routes: inout RouteTable) {
        routes.post("/repos/{owner}/{repo}/statuses/{sha}") { call in
            let repository = try call.repository(.write)
            let user = try call.signedIn()
            let body = try call.json()
            guard let state = body["state"].string, !state.isEmpty else {
                throw Refusal.field("Status", "state", "custom", "state is not included in the list")
            }
            guard CommitStatus.states.contains(state) else {
                throw Refusal.field("Status", "state", "custom", "state is not included in the list")
            }
            let context = body["context"].isNull ? "default" : body["context"].string ?? ""
            guard !context.trimmingSpaces.isEmpty else { throw Refusal.field("Status", "context", "custom", "context can't be blank") }
            try checkStatus(body, context)
            let status = try StatusChanges(call: call, repository: repository, user: user).create(
                call.parameter("sha"), state: state, context: context, description: body["description"].string,
                targetURL: body["target_url"].string)
            return try call.read { .created(try $0.render(status, repository)) }
        }
        routes.get("/repos/{owner}/{repo}/statuses/{ref...}") { call in
            let (repository, git) = try open(call)
            guard let sha = try resolve(call.parameter("ref"), git) else { throw Refusal.notFound }
            return try listStatuses(call, repository, sha)
        }
    }

    /// Length limits, and the format of the link.
    private static func checkStatus(_ body: ForgeJSON, _ context: String) throws {
        try RequestShape.check(body, [("description", .optionalString), ("target_url", .optionalString), ("context", .optionalString)])
        if context.count > 255 { throw Refusal.field("Status", "context", "custom", "context is too long (maximum is 255 characters)") }
        if let description = body["description"].string, description.count > 140 {
            throw Refusal.field("Status", "description", "custom", "description is too long (maximum is 140 characters)")
        }
        if let url = body["target_url"].string, !url.isEmpty, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            throw Refusal.field("Status", "target_url", "custom", "target_url must use http(s) scheme")
        }
    }

    static func listStatuses(_ call: Call, _ repository: Repository, _ sha: String) throws -> Reply {
        try call.read { tx in
            let all = try CommitStatus.fetchAll(
                cached: tx.db, sql: "SELECT * FROM statuses WHERE repositoryID = ? AND sha = ? ORDER BY id DESC",
                arguments: [repository.id, sha])
            return try call.list(all) { try tx.render($0, repository) }
        }
    }

    /// The newest status of every context, and the combined state.
    static func combinedStatus(_ call: Call, _ repository: Repository, _ sha: String) throws -> Reply {
        try call.read { tx in
            let sql = """
                SELECT * FROM statuses WHERE id IN (SELECT max(id) FROM statuses WHERE repositoryID = ? AND sha = ? GROUP BY context) ORDER BY id
                """
            let latest = try CommitStatus.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id, sha])
            let states = Set(latest.map(\.state))
            let state = states.isDisjoint(with: ["failure", "error"]) ? (states == ["success"] ? "success" : "pending") : "failure"
            let api = try tx.apiURL(repository)
            let minimal = try tx.renderMinimal(repository)
            return try call.wrappedList(latest) {
                try tx.render($0, repository, withCreator: false)
            } wrap: { items in
                [
                    "state": .string(state), "statuses": .array(items), "sha": .string(sha), "total_count": ForgeJSON(latest.count),
                    "repository": minimal, "commit_url": .string("\(api)/commits/\(sha)"),
                    "url": .string("\(api)/commits/\(sha)/status"),
                ]
            }
        }
    }
}

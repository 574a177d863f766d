import GRDB

/// Pull requests.
extension Routes {
    static func pulls(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/pulls"
        routes.get(path) { try listPulls($0) }
        routes.post(path) { try await PullOpening(call: $0).run() }
        routes.get("\(path)/{number}") { try await showPull($0) }
        routes.patch("\(path)/{number}") { try await PullEditing(call: $0).run() }
        routes.get("\(path)/{number}/commits") { call in
            let (repository, pull) = try findPull(call)
            let all = try await pullCommits(pull, try call.git(repository))
            return try call.read { tx in try call.list(all) { try tx.render($0, repository) } }
        }
        routes.get("\(path)/{number}/files") { try await PullFiles(call: $0).run() }
        routes.get("\(path)/{number}/merge") { call in
            let (_, pull) = try findPull(call)
            return pull.merged ? .noContent : Refusal.notFound.reply
        }
        routes.get("/repos/{owner}/{repo}/commits/{sha}/pulls") { try await pullsOfCommit($0, $0.parameter("sha")) }
        routes.get("/{owner}/{repo}/pull/{file}") { try await pullText($0) }
        routes.put("\(path)/{number}/merge") { try await PullMerging(call: $0).merge() }
        routes.put("\(path)/{number}/update-branch") { try await PullMerging(call: $0).updateBranch() }
    }

    static func findPull(_ call: Call) throws -> (Repository, Pull) {
        let repository = try call.repository()
        let pull = try call.read { try Pull.find($0.db, repository: repository.id, number: try call.number("number")) }
        guard let pull else { throw Refusal.notFound }
        return (repository, pull)
    }

    /// The commits of a pull request, oldest first, at most 250.
    static func pullCommits(_ pull: Pull, _ git: GitRepository) async throws -> [GitCommit] {
        let base = pull.open ? try git.branch(pull.baseRef) ?? pull.baseSHA : pull.baseSHA
        return try await git.family.commits(from: [pull.headSHA], excluding: [base]).prefix(250).compactMap { try git.family.commit($0) }
    }

    /// The merged pull request that brought a commit to the default branch; for other commits the open ones that contain them.
    static func pullsOfCommit(_ call: Call, _ name: String) async throws -> Reply {
        let (repository, git) = try open(call)
        guard let sha = try resolve(name, git) else { throw Refusal.unprocessable("No commit found for SHA: \(name)") }
        let main = try git.branch(repository.defaultBranch)
        let isIn = try await main.asyncMap { try await git.family.isAncestor(sha, of: $0) } ?? false
        let sql = """
            SELECT * FROM pulls WHERE repositoryID = :repository AND \(isIn ? "merged" : "open") AND id IN (
                SELECT pullID FROM pullCommits WHERE sha = :sha
                UNION SELECT id FROM pulls WHERE repositoryID = :repository AND headSHA = :sha
                UNION SELECT id FROM pulls WHERE repositoryID = :repository AND merged AND mergeCommitSHA = :sha)
            ORDER BY number DESC
            """
        return try call.read { tx in
            let found = try Pull.fetchAll(cached: tx.db, sql: sql, arguments: ["repository": repository.id, "sha": sha])
            return try call.list(found) { try tx.render($0, repository, .list) }
        }
    }

    /// The content at `diff_url` and `patch_url`.
    private static func pullText(_ call: Call) async throws -> Reply {
        let file = call.parameter("file")
        guard let kind = ["diff", "patch"].first(where: { file.hasSuffix(".\($0)") }) else {
            throw Refusal.notSimulated("pages for people")
        }
        guard let number = Int(file.dropLast(kind.count + 1)) else { throw Refusal.notFound }
        let repository = try call.repository()
        guard let pull = try call.read({ try Pull.find($0.db, repository: repository.id, number: number) }) else { throw Refusal.notFound }
        let text = try await changes(of: pull, try call.git(repository).family, asDiff: kind == "diff")
        return Reply(status: 200, body: .bytes(Array(text.utf8), type: "text/plain; charset=utf-8"))
    }

    private static func changes(of pull: Pull, _ family: GitFamily, asDiff: Bool) async throws -> String {
        let fork = try await family.mergeBase(pull.baseSHA, pull.headSHA) ?? pull.baseSHA
        return try await asDiff ? family.diff(from: fork, to: pull.headSHA) : family.patches(from: fork, to: pull.headSHA)
    }

    /// The document, or the changes in git's format if the `Accept` header asks for them.
    private static func showPull(_ call: Call) async throws -> Reply {
        let (repository, found) = try findPull(call)
        let accept = call.headers["accept"] ?? ""
        let git = try call.git(repository)
        if accept.contains(".diff") || accept.contains(".patch") {
            let wantsDiff = accept.contains(".diff")
            let text = try await changes(of: found, git.family, asDiff: wantsDiff)
            let type = "application/vnd.github.\(wantsDiff ? "diff" : "patch"); charset=utf-8"
            return Reply(status: 200, body: .bytes(Array(text.utf8), type: type))
        }
        let pull = try await Mergeability(call: call, repository: repository, git: git).of(found)
        return try call.read { tx in
            Reply.json(try tx.render(pull, repository)).modified(at: try tx.issue(of: pull).updatedAt)
        }
    }

    private static func listPulls(_ call: Call) throws -> Reply {
        let repository = try call.repository()
        let query = call.query
        try call.refuseUnknownOrder(["created", "updated", "popularity"])
        try call.refuseQuery("state", except: ["open", "closed", "all"])
        return try call.read { tx in
            var conditions = ["p.repositoryID = ?"]
            var arguments: StatementArguments = [repository.id]
            let state = query["state"] ?? "open"
            if state != "all" { conditions.append(state == "closed" ? "NOT p.open" : "p.open") }
            if let base = query["base"] {
                conditions.append("p.baseRef = ?")
                arguments += [base]
            }
            if let head = query["head"], let colon = head.firstIndex(of: ":") {
                conditions.append("p.headRef = ? AND p.headOwnerID = (SELECT id FROM users WHERE login = ?)")
                arguments += [String(head[head.index(after: colon)...]), String(head[..<colon])]
            }
            let column =
                switch query["sort"] {
                case "updated": "i.updatedAt"
                case "popularity": "(SELECT count(*) FROM comments c WHERE c.issueID = p.issueID)"
                default: "p.number"
                }
            let descending = query["direction"].map { $0 != "asc" } ?? (query["sort"] == nil || query["sort"] == "created")
            let direction = descending ? "DESC" : "ASC"
            let join = query["sort"] == "updated" ? "JOIN issues i ON i.id = p.issueID " : ""
            return try call.list(
                tx, select: "p.*", from: ("pulls p \(join)WHERE \(conditions.joined(separator: " AND "))", arguments),
                order: "\(column) \(direction), p.number \(direction)"
            ) { (pull: Pull) in
                try tx.render(pull, repository, .list)
            }
        }
    }
}

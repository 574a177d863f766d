import GRDB

/// `POST …/deployments`.
struct DeploymentCreation {
    let call: Call

    func run() async throws -> Reply {
        let repository = try call.repository()
        let user = try call.allowed(.write, on: repository)
        let body = try call.json()
        try RequestShape.check(
            body, required: ["ref"],
            [
                ("ref", .string), ("task", .string), ("auto_merge", .boolean), ("environment", .string), ("description", .optionalString),
                ("transient_environment", .boolean), ("production_environment", .boolean),
            ])
        if !body["required_contexts"].isNull { try RequestShape.check(body, [("required_contexts", .list)]) }
        let ref = body["ref"].string ?? ""
        let git = try call.git(repository)
        guard let sha = try Routes.resolve(ref, git) else { throw Refusal.unprocessable("No ref found for: \(ref)") }
        if body["auto_merge"].bool ?? true, let reply = try await autoMerge(ref, sha, repository, git, user) { return reply }
        try checkContexts(body["required_contexts"], ref, sha, repository)
        return try call.change { tx in
            let environment = body["environment"].string ?? "production"
            let deployment = Deployment(
                id: try tx.db.nextID("deployment"), repositoryID: repository.id, sha: sha, ref: ref, task: body["task"].string ?? "deploy",
                environment: environment, description: body["description"].string,
                payload: body["payload"].isNull ? "{}" : body["payload"].text, userID: user.id, createdAt: tx.now, updatedAt: tx.now,
                originalEnvironment: environment, transient: body["transient_environment"].bool ?? false,
                production: body["production_environment"].bool ?? (environment == "production"))
            try deployment.insert(tx.db)
            let rendered = try tx.render(deployment, repository)
            try tx.emit(
                "deployment", "created", repository, sender: user,
                ["deployment": rendered, "workflow": .null, "workflow_run": .null])
            return Reply.created(rendered).header("Location", rendered["url"].string ?? "")
        }
    }

    /// Merges the default branch into a branch that lacks some of its commits; in that case there is no deployment yet.
    private func autoMerge(
        _ ref: String, _ sha: String, _ repository: Repository, _ git: GitRepository, _ user: User
    ) async throws -> Reply? {
        guard ref != repository.defaultBranch, try git.branch(ref) == sha, let base = try git.branch(repository.defaultBranch) else {
            return nil
        }
        if try await git.family.isAncestor(base, of: sha) { return nil }
        guard let tree = try await git.family.mergeTree(sha, base) else {
            throw Refusal(status: 409, message: "Conflict merging \(repository.defaultBranch) into \(ref)")
        }
        let person = GitPerson(name: user.name ?? user.login, email: user.commitEmail, seconds: call.now / 1000)
        let data = GitCommit.encode(
            tree: tree, parents: [sha, base], author: person, committer: person,
            message: "Merge branch '\(repository.defaultBranch)' into \(ref)")
        let merge = try git.family.write(.commit, data)
        try await RefChanges(call: call, repository: repository, git: git, user: user)
            .apply([.init(ref: "refs/heads/\(ref)", old: sha, new: merge)])
        return .json(["message": .string("Auto-merged \(repository.defaultBranch) into \(ref) on deployment.")], status: 202)
    }

    /// The named contexts, or all that the commit has, must be green; an empty list requires none.
    private func checkContexts(_ required: ForgeJSON, _ ref: String, _ sha: String, _ repository: Repository) throws {
        if required.array?.isEmpty == true { return }
        try call.read { tx in
            let sql = """
                SELECT * FROM statuses WHERE id IN (SELECT max(id) FROM statuses WHERE repositoryID = ? AND sha = ? GROUP BY context)
                """
            var states: [String: Bool] = [:]
            for status in try CommitStatus.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id, sha]) {
                states[status.context] = status.state == "success"
            }
            for run in try CheckRun.latest(of: sha, repository.id, tx.db).reversed() {
                states[run.name] = CheckRun.passing.contains(run.conclusion ?? "")
            }
            let names = required.array?.compactMap(\.string) ?? Array(states.keys)
            guard names.allSatisfy({ states[$0] == true }) else {
                throw Refusal(status: 409, message: "Conflict: Commit status checks failed for \(ref).")
            }
        }
    }
}

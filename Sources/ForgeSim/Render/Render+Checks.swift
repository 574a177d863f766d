import GRDB

extension Transaction {
    func render(_ status: CommitStatus, _ repository: Repository, withCreator: Bool = true) throws -> ForgeJSON {
        var rendered: ForgeJSON = [
            "url": .string("\(try apiURL(repository))/statuses/\(status.sha)"),
            "avatar_url": .string("\(base)/avatars/u/\(status.userID)?v=4"),
            "id": .int(status.id), "node_id": .string(nodeID("StatusContext", status.id)), "state": .string(status.state),
            "description": ForgeJSON(status.description), "target_url": ForgeJSON(status.targetURL), "context": .string(status.context),
            "created_at": Times.json(status.createdAt), "updated_at": Times.json(status.createdAt),
        ]
        if withCreator { rendered["creator"] = try renderUser(status.userID) }
        return rendered
    }

    /// A check run; webhooks show more of its suite.
    func render(_ run: CheckRun, _ repository: Repository, webhook: Bool = false) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let url = "\(api)/check-runs/\(run.id)"
        let html = "\(try htmlURL(repository))/runs/\(run.id)"
        let pulls = try ForgeJSON.array(pullReferences(run.sha, repository))
        var suite: ForgeJSON = ["id": .int(run.suiteID)]
        if webhook, let known = try CheckSuite.fetchOne(cached: db, key: run.suiteID) { suite = try renderBase(known, repository) }
        let annotations = (try? ForgeJSON(parsing: run.annotations))?.array?.count ?? 0
        return [
            "id": .int(run.id), "name": .string(run.name), "node_id": .string(nodeID("CheckRun", run.id)), "head_sha": .string(run.sha),
            "external_id": .string(run.externalID), "url": .string(url), "html_url": .string(html),
            "details_url": .string(run.detailsURL ?? html), "status": .string(run.status), "conclusion": ForgeJSON(run.conclusion),
            "started_at": Times.json(run.startedAt), "completed_at": Times.json(run.completedAt),
            "output": [
                "title": ForgeJSON(run.title), "summary": ForgeJSON(run.summary), "text": ForgeJSON(run.text),
                "annotations_count": ForgeJSON(annotations), "annotations_url": .string("\(url)/annotations"),
            ],
            "check_suite": suite, "app": try renderCheckApp(run.userID), "pull_requests": pulls,
        ]
    }

    /// A suite as its own document.
    func render(_ suite: CheckSuite, _ repository: Repository) throws -> ForgeJSON {
        var rendered = try renderForWebhook(suite, repository)
        rendered["repository"] = try render(repository)
        rendered["rerequestable"] = true
        rendered["runs_rerequestable"] = true
        return rendered
    }

    /// A suite in `check_suite` events.
    func renderForWebhook(_ suite: CheckSuite, _ repository: Repository) throws -> ForgeJSON {
        var rendered = try renderBase(suite, repository)
        let runs = try CheckRun.latest(of: suite, db)
        rendered["latest_check_runs_count"] = ForgeJSON(runs.count)
        rendered["check_runs_url"] = .string("\(try apiURL(repository))/check-suites/\(suite.id)/check-runs")
        rendered["head_commit"] = try headCommit(suite.sha, repository)
        return rendered
    }

    private func renderBase(_ suite: CheckSuite, _ repository: Repository) throws -> ForgeJSON {
        let verdict = CheckSuite.verdict(try CheckRun.latest(of: suite, db))
        return [
            "id": .int(suite.id), "node_id": .string(nodeID("CheckSuite", suite.id)), "head_branch": ForgeJSON(suite.headBranch),
            "head_sha": .string(suite.sha), "status": .string(verdict.status), "conclusion": ForgeJSON(verdict.conclusion),
            "url": .string("\(try apiURL(repository))/check-suites/\(suite.id)"), "before": .string(suite.before ?? zeroSHA),
            "after": .string(suite.sha), "pull_requests": .array(try pullReferences(suite.sha, repository)),
            "app": try renderCheckApp(suite.userID), "created_at": Times.json(suite.createdAt), "updated_at": Times.json(suite.updatedAt),
        ]
    }

    private func headCommit(_ sha: String, _ repository: Repository) throws -> ForgeJSON {
        guard let commit = try world.git.repository(repository).family.commit(sha) else { return .null }
        func person(_ person: GitPerson) -> ForgeJSON { ["name": .string(person.name), "email": .string(person.email)] }
        return [
            "id": .string(sha), "tree_id": .string(commit.tree), "message": .string(commit.message.trimmingNewlines),
            "timestamp": Times.json(commit.committer.seconds * 1000), "author": person(commit.author),
            "committer": person(commit.committer),
        ]
    }

    /// The app that a check belongs to. The simulator lets people report checks: each stands for an app of that name.
    private func renderCheckApp(_ userID: Int64) throws -> ForgeJSON {
        if let app = try SimApp.of(bot: userID, db) { return try render(app) }
        let owner = try user(userID)
        return [
            "id": .int(owner.id), "slug": .string(owner.login), "node_id": .string(nodeID("App", owner.id)), "owner": render(owner),
            "name": .string(owner.login), "description": "", "external_url": .string(base),
            "html_url": .string("\(base)/apps/\(owner.login)"), "created_at": Times.json(owner.createdAt),
            "updated_at": Times.json(owner.createdAt),
            "permissions": ["checks": "write", "contents": "read", "metadata": "read", "pull_requests": "read", "statuses": "write"],
            "events": ["check_run", "check_suite"],
        ]
    }

    /// The open pull requests for a head, as checks name them.
    private func pullReferences(_ sha: String, _ repository: Repository) throws -> [ForgeJSON] {
        let sql = "SELECT * FROM pulls WHERE repositoryID = ? AND headRepositoryID = ? AND headSHA = ? AND open"
        return try Pull.fetchAll(cached: db, sql: sql, arguments: [repository.id, repository.id, sha]).map { pull in
            let url = try apiURL(repository)
            let inner: ForgeJSON = ["id": .int(repository.id), "url": .string(url), "name": .string(repository.name)]
            return [
                "url": .string("\(url)/pulls/\(pull.number)"), "id": .int(pull.id), "number": ForgeJSON(pull.number),
                "head": ["ref": .string(pull.headRef), "sha": .string(pull.headSHA), "repo": inner],
                "base": ["ref": .string(pull.baseRef), "sha": .string(pull.baseSHA), "repo": inner],
            ]
        }
    }
}

extension CheckRun {
    static let conclusions = ["action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out"]
    static let passing: Set<String> = ["success", "neutral", "skipped"]

    /// The newest run of every name on a commit, newest first.
    static func latest(of sha: String, _ repository: Int64, _ db: Database) throws -> [CheckRun] {
        let sql = """
            SELECT * FROM checkRuns WHERE id IN
            (SELECT max(id) FROM checkRuns WHERE repositoryID = ? AND sha = ? GROUP BY suiteID, name) ORDER BY id DESC
            """
        return try fetchAll(cached: db, sql: sql, arguments: [repository, sha])
    }

    /// The newest run of every name in a suite, newest first.
    static func latest(of suite: CheckSuite, _ db: Database) throws -> [CheckRun] {
        try latest(of: suite.sha, suite.repositoryID, db).filter { $0.suiteID == suite.id }
    }
}

extension CheckSuite {
    /// The combined conclusion of runs: the worst one counts.
    static func verdict(_ runs: [CheckRun]) -> (status: String, conclusion: String?) {
        guard !runs.isEmpty else { return ("queued", nil) }
        guard runs.allSatisfy({ $0.status == "completed" }) else {
            return (runs.allSatisfy { $0.status == "queued" } ? "queued" : "in_progress", nil)
        }
        let conclusions = Set(runs.compactMap(\.conclusion))
        let order = ["failure", "timed_out", "cancelled", "action_required", "stale", "success", "neutral", "skipped"]
        return ("completed", order.first { conclusions.contains($0) })
    }
}

import GRDB

/// Sets statuses, with the event that follows.
struct StatusChanges {
    let call: Call
    let repository: Repository
    let user: User

    @discardableResult
    func create(_ sha: String, state: String, context: String, description: String?, targetURL: String?) throws -> CommitStatus {
        let git = try call.git(repository)
        guard let commit = try git.family.commit(sha) else { throw Refusal.unprocessable("No commit found for SHA: \(sha)") }
        let branches = try git.branches().filter { $0.sha == sha }
        return try call.change { tx in
            let status = CommitStatus(
                id: try tx.db.nextID("status"), repositoryID: repository.id, sha: sha, state: state, context: context,
                description: description, targetURL: targetURL, userID: user.id, createdAt: tx.now)
            try status.insert(tx.db)
            try tx.emit("status", nil, repository, sender: user, try event(status, commit, branches, tx))
            return status
        }
    }

    private func event(
        _ status: CommitStatus, _ commit: GitCommit, _ branches: [(name: String, sha: String)], _ tx: Transaction
    ) throws -> ForgeJSON {
        let api = try tx.apiURL(repository)
        return [
            "id": .int(status.id), "sha": .string(status.sha), "name": .string(try tx.fullName(repository)),
            "target_url": ForgeJSON(status.targetURL), "avatar_url": .string("\(tx.base)/avatars/u/\(user.id)?v=4"),
            "context": .string(status.context), "description": ForgeJSON(status.description), "state": .string(status.state),
            "commit": try tx.render(commit, repository),
            "branches": .array(
                branches.map { branch in
                    [
                        "name": .string(branch.name),
                        "commit": ["sha": .string(branch.sha), "url": .string("\(api)/commits/\(branch.sha)")],
                        "protected": false,
                    ]
                }),
            "created_at": Times.json(status.createdAt), "updated_at": Times.json(status.createdAt),
        ]
    }
}

/// Creates and changes check runs, with the events that follow.
struct CheckChanges {
    let call: Call
    let repository: Repository
    let user: User

    /// Reports a verdict in terms of a status: a run is made, or the latest of the name is completed.
    func report(_ sha: String, name: String, state: String, summary: String) throws {
        let latest = try call.read { tx in
            try CheckRun.fetchOne(
                cached: tx.db, sql: "SELECT * FROM checkRuns WHERE repositoryID = ? AND sha = ? AND name = ? ORDER BY id DESC",
                arguments: [repository.id, sha, name])
        }
        let body: ForgeJSON =
            state == "pending"
            ? ["status": "in_progress"]
            : [
                "status": "completed", "conclusion": state == "success" ? "success" : "failure",
                "output": ["title": .string(name), "summary": .string(summary)],
            ]
        if let latest, latest.status != "completed" {
            _ = try update(latest, body)
        } else {
            _ = try create(sha, name: name, body)
        }
    }

    func create(_ sha: String, name: String, _ body: ForgeJSON) throws -> CheckRun {
        try call.change { tx in
            let known = try CheckSuite.fetchOne(
                cached: tx.db, sql: "SELECT * FROM checkSuites WHERE repositoryID = ? AND sha = ? AND userID = ?",
                arguments: [repository.id, sha, user.id])
            let suite: CheckSuite
            if let known {
                suite = known
            } else {
                suite = CheckSuite(
                    id: try tx.db.nextID("checkSuite"), repositoryID: repository.id, sha: sha, userID: user.id, createdAt: tx.now)
                try suite.insert(tx.db)
            }
            var run = CheckRun(
                id: try tx.db.nextID("checkRun"), repositoryID: repository.id, suiteID: suite.id, sha: sha, name: name, status: "queued",
                conclusion: nil, externalID: "", detailsURL: nil, title: nil, summary: nil, text: nil, startedAt: tx.now, completedAt: nil,
                userID: user.id)
            try run.apply(body, now: tx.now)
            try run.insert(tx.db)
            let action = run.status == "completed" ? "completed" : "created"
            if action == "completed" { try emit("created", run, tx) }
            try emit(action, run, tx)
            return run
        }
    }

    func update(_ run: CheckRun, _ body: ForgeJSON) throws -> CheckRun {
        try call.change { tx in
            var updated = run
            if let name = body["name"].string { updated.name = name }
            try updated.apply(body, now: tx.now)
            try updated.update(tx.db)
            if updated.status == "completed", run.status != "completed" || run.conclusion != updated.conclusion {
                try emit("completed", updated, tx)
            }
            return updated
        }
    }

    private func emit(_ action: String, _ run: CheckRun, _ tx: Transaction) throws {
        try tx.emit("check_run", action, repository, sender: user, ["check_run": try tx.render(run, repository)])
    }
}

extension CheckRun {
    static let conclusions = ["action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out"]

    /// Takes over the members of a request.
    mutating func apply(_ body: ForgeJSON, now: Int64) throws {
        if let conclusion = body["conclusion"].string {
            guard Self.conclusions.contains(conclusion) else { throw Refusal.field("CheckRun", "conclusion", "invalid") }
            self.conclusion = conclusion
            status = "completed"
        }
        if let status = body["status"].string {
            guard ["queued", "in_progress", "completed", "waiting", "requested", "pending"].contains(status) else {
                throw Refusal.field("CheckRun", "status", "invalid")
            }
            guard status != "completed" || conclusion != nil else {
                throw Refusal.custom("CheckRun", "If status is completed, conclusion is required")
            }
            self.status = status
            if status != "completed" { conclusion = nil }
        }
        externalID = body["external_id"].string ?? externalID
        detailsURL = body["details_url"].string ?? detailsURL
        title = body["output"]["title"].string ?? title
        summary = body["output"]["summary"].string ?? summary
        text = body["output"]["text"].string ?? text
        startedAt = body["started_at"].string.flatMap(Times.parse) ?? startedAt
        completedAt = status == "completed" ? body["completed_at"].string.flatMap(Times.parse) ?? completedAt ?? now : nil
    }
}

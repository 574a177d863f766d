import GRDB

/// Creates and changes check runs and suites, with the events that follow.
struct CheckChanges {
    let call: Call
    let repository: Repository
    let user: User

    /// Reports a status as a check run: creates a run, or completes the latest one of that name.
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
        let branch = try branch(sha)
        return try call.change { tx in
            let suite = try findSuite(sha, tx) ?? makeSuite(sha, branch, tx)
            var run = CheckRun(
                id: try tx.db.nextID("checkRun"), repositoryID: repository.id, suiteID: suite.id, sha: sha, name: name, status: "queued",
                conclusion: nil, externalID: "", detailsURL: nil, title: nil, summary: nil, text: nil, startedAt: tx.now, completedAt: nil,
                userID: user.id)
            let before = CheckSuite.verdict(try CheckRun.latest(of: suite, tx.db))
            try run.apply(body, now: tx.now)
            try run.insert(tx.db)
            try emit("created", run, tx)
            if run.status == "completed" { try emit("completed", run, tx) }
            try settle(suite, before, tx)
            return run
        }
    }

    func update(_ run: CheckRun, _ body: ForgeJSON) throws -> CheckRun {
        try call.change { tx in
            var updated = run
            if let name = body["name"].string { updated.name = name }
            let suite = try CheckSuite.fetchOne(cached: tx.db, key: run.suiteID)
            let before = try suite.map { CheckSuite.verdict(try CheckRun.latest(of: $0, tx.db)) }
            try updated.apply(body, now: tx.now)
            try updated.update(tx.db)
            if updated.status == "completed", run.status != "completed" || run.conclusion != updated.conclusion {
                try emit("completed", updated, tx)
            }
            if let suite, let before { try settle(suite, before, tx) }
            return updated
        }
    }

    /// Asks the author of a run to do it again: the suite starts anew, and subscribers are told.
    func rerequest(_ run: CheckRun) throws {
        try call.change { tx in try emit("rerequested", run, tx) }
    }

    // MARK: Suites

    /// Makes a suite without runs; `nil` if there is one already.
    func createSuite(_ sha: String) throws -> (suite: CheckSuite, isNew: Bool) {
        let branch = try branch(sha)
        return try call.change { tx in
            if let known = try findSuite(sha, tx) { return (known, false) }
            let suite = try makeSuite(sha, branch, tx)
            try emit("requested", suite, tx)
            return (suite, true)
        }
    }

    func rerequest(_ suite: CheckSuite) throws {
        try call.change { tx in try emit("rerequested", suite, tx) }
    }

    private func findSuite(_ sha: String, _ tx: Transaction) throws -> CheckSuite? {
        try CheckSuite.fetchOne(
            cached: tx.db, sql: "SELECT * FROM checkSuites WHERE repositoryID = ? AND sha = ? AND userID = ?",
            arguments: [repository.id, sha, user.id])
    }

    /// The branch whose tip is the commit, including the heads of pull requests.
    private func branch(_ sha: String) throws -> String? {
        let names = try call.git(repository).branches(at: sha)
        if let name = names.first(where: { $0 != repository.defaultBranch }) ?? names.first { return name }
        return nil
    }

    private func makeSuite(_ sha: String, _ branch: String?, _ tx: Transaction) throws -> CheckSuite {
        let parent = try call.git(repository).family.commit(sha)?.parents.first
        let suite = CheckSuite(
            id: try tx.db.nextID("checkSuite"), repositoryID: repository.id, sha: sha, userID: user.id, createdAt: tx.now,
            headBranch: branch, before: parent, updatedAt: tx.now)
        try suite.insert(tx.db)
        return suite
    }

    /// Records the event when the last run of a suite was completed, or the suite's conclusion changed.
    private func settle(_ suite: CheckSuite, _ before: (status: String, conclusion: String?), _ tx: Transaction) throws {
        var updated = suite
        updated.updatedAt = tx.now
        try updated.update(tx.db)
        let now = CheckSuite.verdict(try CheckRun.latest(of: suite, tx.db))
        if now.status == "completed", before != now { try emit("completed", updated, tx) }
    }

    private func emit(_ action: String, _ suite: CheckSuite, _ tx: Transaction) throws {
        guard try tx.isWatched(repository, "check_suite") else { return }
        try tx.emit("check_suite", action, repository, sender: user, ["check_suite": try tx.renderForWebhook(suite, repository)])
    }

    private func emit(_ action: String, _ run: CheckRun, _ tx: Transaction) throws {
        guard try tx.isWatched(repository, "check_run") else { return }
        try tx.emit("check_run", action, repository, sender: user, ["check_run": try tx.render(run, repository, webhook: true)])
    }
}

extension CheckRun {
    /// Applies the members of a request.
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
        startedAt = body["started_at"].string.flatMap(Times.parse) ?? startedAt
        completedAt = status == "completed" ? body["completed_at"].string.flatMap(Times.parse) ?? completedAt ?? now : nil
        if !body["output"].isNull { try applyOutput(body["output"]) }
        if let given = body["actions"].array {
            guard given.count <= 3 else {
                throw Refusal.unprocessable("Invalid request.\n\nNo more than 3 items are allowed; \(given.count) were supplied.")
            }
            actions = body["actions"].text
        }
    }

    /// Annotations of later requests are added to the earlier ones.
    private mutating func applyOutput(_ output: ForgeJSON) throws {
        guard output.object != nil else {
            throw Refusal.unprocessable("Invalid request.\n\nFor 'properties/output', \(output.text) is not an object.")
        }
        title = output["title"].string ?? title
        summary = output["summary"].string ?? summary
        text = output["text"].string ?? text
        for value in [output["summary"].string, output["text"].string] where value?.utf8.count ?? 0 > 65_535 {
            throw Refusal.unprocessable("Invalid request.\n\nOnly 65535 characters are allowed; \(value?.count ?? 0) were supplied.")
        }
        guard let given = output["annotations"].array else { return }
        guard given.count <= 50 else {
            throw Refusal.unprocessable("Invalid request.\n\nNo more than 50 items are allowed; \(given.count) were supplied.")
        }
        for annotation in given {
            try RequestShape.check(
                annotation, required: ["path", "start_line", "end_line", "annotation_level", "message"],
                [
                    ("path", .string), ("start_line", .integer), ("end_line", .integer), ("message", .string),
                    ("annotation_level", .oneOf(["notice", "warning", "failure"])),
                ])
        }
        let known = (try? ForgeJSON(parsing: annotations))?.array ?? []
        annotations = ForgeJSON.array(known + given).text
    }
}

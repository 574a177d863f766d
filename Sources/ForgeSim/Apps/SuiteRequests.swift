import GRDB

/// Opens a check suite on a pushed commit for every app that may write checks, and asks that app alone to run it.
struct SuiteRequests {
    let tx: Transaction
    let repository: Repository
    let sender: User

    /// - Parameters:
    ///   - sha: The commit that a branch points at now.
    ///   - before: Where the branch was; `nil` for a new one.
    func open(_ sha: String, branch: String, before: String?) throws {
        let sql = "SELECT * FROM installations WHERE accountID = ? AND suspendedAt IS NULL ORDER BY id"
        for installation in try Installation.fetchAll(cached: tx.db, sql: sql, arguments: [repository.ownerID]) {
            guard try Installation.find(tx.db, app: installation.appID, covering: repository) != nil,
                let app = try SimApp.fetchOne(cached: tx.db, key: installation.appID), wantsSuites(app), try !hasSuite(sha, app)
            else { continue }
            let suite = CheckSuite(
                id: try tx.db.nextID("checkSuite"), repositoryID: repository.id, sha: sha, userID: app.botID, createdAt: tx.now,
                headBranch: branch, before: before, updatedAt: tx.now)
            try suite.insert(tx.db)
            guard let hook = AppHooks.hook(app) else { continue }
            let body: ForgeJSON = ["check_suite": try tx.renderForWebhook(suite, repository)]
            let payload = try tx.payload("requested", repository, sender: sender, body, installation)
            try tx.queue("check_suite", "requested", repository, hook, payload)
        }
    }

    /// Apps may be excepted by `…/check-suites/preferences`.
    private func wantsSuites(_ app: SimApp) -> Bool {
        guard Ruleset.json(app.permissions)["checks"].string == "write" else { return false }
        let preferences = repository.options["auto_trigger_checks"].array ?? []
        return preferences.last { $0["app_id"].int.map(Int64.init) == app.id }?["setting"].bool ?? true
    }

    private func hasSuite(_ sha: String, _ app: SimApp) throws -> Bool {
        let sql = "SELECT count(*) FROM checkSuites WHERE repositoryID = ? AND sha = ? AND userID = ?"
        return try Int.fetchOne(cached: tx.db, sql: sql, arguments: [repository.id, sha, app.botID]) ?? 0 > 0
    }
}

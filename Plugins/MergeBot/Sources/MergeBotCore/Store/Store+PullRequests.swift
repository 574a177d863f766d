import PluginAPI

extension Store {
    private static let joined = "SELECT \(PullRequest.columns) FROM pull_requests p JOIN mergebot_pull_requests m ON m.pull_request = p.id"

    func pullRequest(_ name: PullRequestName) throws -> PullRequest? {
        try host.first("\(Self.joined) WHERE p.repository = ? AND p.number = ?", name.repository, name.number).map(PullRequest.init)
    }

    func pullRequest(_ id: PullRequestID) throws -> PullRequest? {
        try host.first("\(Self.joined) WHERE p.id = ?", id).map(PullRequest.init)
    }

    /// All of a batch, closed ones too, by repository and number.
    func pullRequests(of batch: BatchID) throws -> [PullRequest] {
        try host.query("\(Self.joined) WHERE m.batch = ? ORDER BY p.repository, p.number", batch).map(PullRequest.init)
    }

    /// What its author says of it, which few decisions need.
    func body(of pullRequest: PullRequestID) throws -> String {
        try host.first("SELECT body FROM pull_requests WHERE id = ?", pullRequest)?.string("body") ?? ""
    }

    /// Title and description as one message.
    func message(of pullRequest: PullRequest) throws -> String {
        MessageBuilder.pullRequestMessage(title: pullRequest.title, body: try body(of: pullRequest.id))
    }

    func pullRequests(withHead sha: String) throws -> [PullRequest] {
        try host.query("\(Self.joined) WHERE p.head = ? ORDER BY p.id", sha).map(PullRequest.init)
    }

    func openPullRequests(of project: ProjectID) throws -> [PullRequest] {
        // CROSS JOIN: SQLite keeps this order, so that it starts from the index of the open ones and not from all of the project.
        try host.query(
            """
            SELECT \(PullRequest.columns) FROM mergebot_pull_requests m CROSS JOIN pull_requests p ON p.id = m.pull_request
            WHERE p.project = ? AND m.closed = 0 AND m.state NOT IN ('merged', 'closed') AND p.tracked = 1 ORDER BY p.id
            """, project
        ).map(PullRequest.init)
    }

    /// Other pull requests of a series that are approved; at most 50.
    func approvedPorts(of source: PullRequestID) throws -> [PullRequest] {
        try pullRequests(where: "m.source = ? AND m.closed = 0 AND m.approved_by IS NOT NULL", [source.sqlValue], limit: 50)
    }

    /// The ones that people choose by any condition on `p` (the mirror) and `m` (the merge queue's part).
    func pullRequests(where condition: String, _ arguments: [SQLValue], limit: Int) throws -> [PullRequest] {
        try host.query("\(Self.joined) WHERE \(condition) ORDER BY p.id LIMIT \(limit)", arguments: arguments).map(PullRequest.init)
    }

    /// The attached chain: the pull request itself, its parent, and so on to the root.
    func ancestors(of pullRequest: PullRequest) throws -> [PullRequest] {
        var chain = [pullRequest]
        var next = pullRequest.parent
        while let id = next, !chain.contains(where: { $0.id == id }), let ancestor = try self.pullRequest(id) {
            chain.append(ancestor)
            next = ancestor.parent
        }
        return chain
    }

    /// Ports that follow it, nearest first, stopping where one was detached.
    func descendants(of pullRequest: PullRequestID) throws -> [PullRequest] {
        var found: [PullRequest] = []
        var queue = [pullRequest]
        while !queue.isEmpty {
            let parent = queue.removeFirst()
            let children = try host.query("\(Self.joined) WHERE m.parent = ? ORDER BY p.id", parent).map(PullRequest.init)
            for child in children where !found.contains(where: { $0.id == child.id }) {
                found.append(child)
                queue.append(child.id)
            }
        }
        return found
    }

    func insertPullRequest(_ id: PullRequestID, batch: BatchID, isClosed: Bool, limit: String?) throws {
        try host.execute(
            "INSERT INTO mergebot_pull_requests(pull_request, batch, closed, limit_branch) VALUES (?, ?, ?, ?)", id, batch, isClosed, limit)
    }

    // MARK: Facts

    /// - Parameter isImplied: by skipping the checks.
    func approve(_ pullRequest: PullRequest, by login: String, isImplied: Bool) throws {
        try host.execute(
            """
            UPDATE mergebot_pull_requests SET approved_by = ?, approved_head = ?, approved_at = ?, approval_implied = ?
            WHERE pull_request = ?
            """, login, pullRequest.head, now, isImplied, pullRequest.id)
    }

    func clearApproval(of pullRequest: PullRequestID) throws {
        try host.execute(
            """
            UPDATE mergebot_pull_requests SET approved_by = NULL, approved_head = NULL, approved_at = NULL, approval_implied = 0
            WHERE pull_request = ?
            """, pullRequest)
    }

    /// - Parameter reason: nil takes the pull request out of error.
    func setError(_ reason: String?, of pullRequest: PullRequestID) throws {
        try host.execute(
            "UPDATE mergebot_pull_requests SET error = ?, error_reason = ? WHERE pull_request = ?", reason != nil, reason, pullRequest)
    }

    func setMethod(_ method: MergeMethod?, of pullRequest: PullRequest) throws {
        try host.execute(
            "UPDATE mergebot_pull_requests SET merge_method = ?, method_head = ? WHERE pull_request = ?", method?.rawValue,
            method == nil ? nil : pullRequest.head, pullRequest.id)
    }

    func setClosed(_ isClosed: Bool, _ pullRequest: PullRequestID) throws {
        try host.execute("UPDATE mergebot_pull_requests SET closed = ? WHERE pull_request = ?", isClosed, pullRequest)
    }

    func setStatus(_ status: Verdict, of pullRequest: PullRequestID) throws {
        try host.execute("UPDATE mergebot_pull_requests SET status = ? WHERE pull_request = ?", status.rawValue, pullRequest)
    }

    func setState(_ state: PullRequestState, of pullRequest: PullRequestID) throws {
        try host.execute("UPDATE mergebot_pull_requests SET state = ? WHERE pull_request = ?", state.rawValue, pullRequest)
    }

    /// - Parameter branch: the last branch that it is ported to; nil for no limit.
    func setLimit(_ branch: String?, of pullRequest: PullRequestID) throws {
        try host.execute("UPDATE mergebot_pull_requests SET limit_branch = ? WHERE pull_request = ?", branch, pullRequest)
    }

    /// Another label than the one of its branch.
    func setLabel(_ label: String, of pullRequest: PullRequestID) throws {
        try host.execute("UPDATE mergebot_pull_requests SET label = ? WHERE pull_request = ?", label, pullRequest)
    }

    func move(_ pullRequest: PullRequestID, to batch: BatchID) throws {
        try host.execute("UPDATE mergebot_pull_requests SET batch = ? WHERE pull_request = ?", batch, pullRequest)
    }

    // MARK: What was looked at, and said

    func noteLinkReminder(of pullRequest: PullRequestID) throws {
        try host.execute("UPDATE mergebot_pull_requests SET link_warned = 1 WHERE pull_request = ?", pullRequest)
    }

    func noteMethodReminder(of pullRequest: PullRequestID) throws {
        try host.execute("UPDATE mergebot_pull_requests SET method_warned = 1 WHERE pull_request = ?", pullRequest)
    }

    /// The target is another one: how many commits the pull request has depends on it.
    func forgetInspection(of pullRequest: PullRequestID) throws {
        try host.execute(
            "UPDATE mergebot_pull_requests SET inspected_head = NULL, method_warned = 0 WHERE pull_request = ?", pullRequest)
    }

    /// An inspection found the pull request as it is known.
    func noteInspected(_ pullRequest: PullRequest, commits: Int?) throws {
        try host.execute(
            "UPDATE mergebot_pull_requests SET inspected_head = ?, inspected_commits = ? WHERE pull_request = ?", pullRequest.head, commits,
            pullRequest.id)
    }

    /// Another head: warnings were about the commits that are gone.
    func noteNewHead(of pullRequest: PullRequestID) throws {
        try host.execute(
            """
            UPDATE mergebot_pull_requests SET method_warned = 0, link_warned = 0,
              head_changed_at = coalesce((SELECT p.head_changed_at FROM pull_requests p WHERE p.id = pull_request), ?)
            WHERE pull_request = ?
            """, now, pullRequest)
    }

    func isDelegate(_ login: String, of pullRequest: PullRequestID) throws -> Bool {
        try host.first("SELECT login FROM mergebot_delegates WHERE pull_request = ? AND login = ?", pullRequest, login) != nil
    }

    func delegates(of pullRequest: PullRequestID) throws -> [String] {
        try host.query("SELECT login FROM mergebot_delegates WHERE pull_request = ? ORDER BY login", pullRequest).map {
            try $0.string("login")
        }
    }

    func addDelegate(_ login: String, to pullRequest: PullRequestID) throws {
        try host.execute("INSERT OR IGNORE INTO mergebot_delegates(pull_request, login) VALUES (?, ?)", pullRequest, login)
    }

    // MARK: Statuses

    /// What the mirror knows of a commit.
    func statuses(of sha: String) throws -> Statuses {
        try Self.statuses(try host.query("SELECT * FROM statuses WHERE sha = ? ORDER BY context", sha))
    }

    func overrides(of pullRequest: PullRequestID) throws -> Statuses {
        let rows = try host.query(
            "SELECT context, state, target_url, description, 0 AS updated_at FROM mergebot_overrides WHERE pull_request = ? ORDER BY context",
            pullRequest)
        return try Self.statuses(rows)
    }

    static func statuses(_ rows: [Row]) throws -> Statuses {
        var statuses: Statuses = [:]
        for row in rows {
            statuses[try row.string("context")] = CommitStatus(
                state: try row.word("state"), targetURL: row.optionalString("target_url"), description: row.optionalString("description"),
                updatedAt: try row.int64("updated_at"))
        }
        return statuses
    }

    func setOverride(_ context: String, _ status: CommitStatus, of pullRequest: PullRequestID) throws {
        try host.execute(
            """
            INSERT OR REPLACE INTO mergebot_overrides(pull_request, context, state, target_url, description) VALUES (?, ?, ?, ?, ?)
            """, pullRequest, context, status.state.rawValue, status.targetURL, status.description ?? "")
    }

    /// Statuses of the head overlaid by the overrides of the attached chain, nearer ones winning.
    func effectiveStatuses(of pullRequest: PullRequest) throws -> Statuses {
        let overrides = try ancestors(of: pullRequest).reversed().map { try self.overrides(of: $0.id) }
        return PullRequestStatus.effective(try statuses(of: pullRequest.head), overrides: overrides)
    }

    // MARK: Failures that people were told of

    func wasReported(_ item: PullRequestStatus.Item, of pullRequest: PullRequestID) throws -> Bool {
        let row = try host.first(
            "SELECT state, target_url FROM mergebot_reported_failures WHERE pull_request = ? AND context = ?", pullRequest, item.context)
        guard let row else { return false }
        return try row.string("state") == item.status?.state.rawValue && row.optionalString("target_url") == item.status?.targetURL
    }

    func noteReported(_ item: PullRequestStatus.Item, of pullRequest: PullRequestID) throws {
        try host.execute(
            "INSERT OR REPLACE INTO mergebot_reported_failures(pull_request, context, state, target_url) VALUES (?, ?, ?, ?)", pullRequest,
            item.context, item.status?.state.rawValue ?? "", item.status?.targetURL)
    }

    func forgetReported(of pullRequest: PullRequestID) throws {
        try host.execute("DELETE FROM mergebot_reported_failures WHERE pull_request = ?", pullRequest)
    }
}

import GRDB

/// How much of a pull request is shown.
enum PullDetail {
    /// Lists leave out what the forge would have to compute.
    case list
    case full
    /// `pull_request` events: everything, with repositories as webhooks show them.
    case webhook
    /// Events about something else of a pull request: as in lists.
    case webhookList

    var isFull: Bool { self == .full || self == .webhook }
    var isWebhook: Bool { self == .webhook || self == .webhookList }
}

extension Transaction {
    func render(_ pull: Pull, _ repository: Repository, _ detail: PullDetail = .full) throws -> ForgeJSON {
        let issue = try issue(of: pull)
        let api = try apiURL(repository)
        let url = "\(api)/pulls/\(pull.number)"
        let issueURL = "\(api)/issues/\(pull.number)"
        let html = "\(try htmlURL(repository))/pull/\(pull.number)"
        let statuses = "\(api)/statuses/\(pull.headSHA)"
        let assignees = try assignees(issue.id)
        var members: [(key: String, value: ForgeJSON)] = [
            ("url", .string(url)), ("id", .int(pull.id)), ("node_id", .string(nodeID("PullRequest", pull.id))), ("html_url", .string(html)),
            ("diff_url", .string("\(html).diff")), ("patch_url", .string("\(html).patch")), ("issue_url", .string(issueURL)),
            ("number", ForgeJSON(pull.number)), ("state", .string(issue.state)), ("locked", .bool(issue.locked)),
            ("title", .string(issue.title)), ("user", try renderUser(issue.userID)), ("body", ForgeJSON(issue.body)),
            ("created_at", Times.json(issue.createdAt)), ("updated_at", Times.json(issue.updatedAt)),
            ("closed_at", Times.json(issue.closedAt)), ("merged_at", Times.json(pull.mergedAt)),
            ("merge_commit_sha", ForgeJSON(pull.mergeCommitSHA)), ("assignee", assignees.first ?? .null), ("assignees", .array(assignees)),
            ("requested_reviewers", .array(try requestedReviewers(issue.id).map(render))), ("requested_teams", []),
            ("labels", .array(try Label.of(issue: issue.id, db).map { try render($0, repository) })),
            ("milestone", try renderMilestone(issue.milestoneID, repository)),
            ("draft", .bool(pull.draft)), ("commits_url", .string("\(url)/commits")), ("review_comments_url", .string("\(url)/comments")),
            ("review_comment_url", .string("\(api)/pulls/comments{/number}")), ("comments_url", .string("\(issueURL)/comments")),
            ("statuses_url", .string(statuses)), ("head", try renderHead(pull, detail)), ("base", try renderBase(pull, repository, detail)),
        ]
        let links = [
            ("self", url), ("html", html), ("issue", issueURL), ("comments", "\(issueURL)/comments"),
            ("review_comments", "\(url)/comments"),
            ("review_comment", "\(api)/pulls/comments{/number}"), ("commits", "\(url)/commits"), ("statuses", statuses),
        ]
        members += [
            ("_links", .object(ForgeObject(links.map { ($0.0, ["href": .string($0.1)]) }))),
            ("author_association", try association(issue.userID, repository)), ("auto_merge", .null),
            ("active_lock_reason", ForgeJSON(issue.lockReason)),
        ]
        if detail.isFull { members += try details(try asKnown(pull, repository), issue) }
        return .object(ForgeObject(members))
    }

    /// Whether an open pull request can be merged is known for the base and the head for which it was computed.
    private func asKnown(_ pull: Pull, _ repository: Repository) throws -> Pull {
        guard pull.open, pull.mergeable != nil else { return pull }
        let base = try world.git.repository(repository).branch(pull.baseRef)
        guard pull.mergeableFor != "\(base ?? ""):\(pull.headSHA)" else { return pull }
        var unknown = pull
        unknown.mergeable = nil
        return unknown
    }

    private func details(_ pull: Pull, _ issue: Issue) throws -> [(key: String, value: ForgeJSON)] {
        let comments = try Int.fetchOne(cached: db, sql: "SELECT count(*) FROM comments WHERE issueID = ?", arguments: [issue.id])
        let sql = "SELECT count(*) FROM reviewComments c JOIN reviews r ON r.id = c.reviewID WHERE c.issueID = ? AND r.state != 'PENDING'"
        let reviewComments = try Int.fetchOne(cached: db, sql: sql, arguments: [issue.id])
        return [
            ("merged", .bool(pull.merged)), ("mergeable", ForgeJSON(pull.mergeable)), ("rebaseable", ForgeJSON(pull.mergeable)),
            ("mergeable_state", .string(try mergeableState(pull))), ("merged_by", try renderUser(pull.mergedByID)),
            ("comments", ForgeJSON(comments)), ("review_comments", ForgeJSON(reviewComments)),
            ("maintainer_can_modify", .bool(pull.maintainerCanModify)), ("commits", ForgeJSON(pull.commits)),
            ("additions", ForgeJSON(pull.additions)), ("deletions", ForgeJSON(pull.deletions)),
            ("changed_files", ForgeJSON(pull.changedFiles)),
        ]
    }

    /// `unknown` until it was computed, `dirty` with conflicts, `draft`, `blocked` by a rule of the base, `unstable` while a check on
    /// the head is not green, or `clean`.
    private func mergeableState(_ pull: Pull) throws -> String {
        guard let mergeable = pull.mergeable else { return "unknown" }
        guard mergeable else { return "dirty" }
        if pull.draft { return "draft" }
        if try blocksMerging(pull) { return "blocked" }
        let latest = """
            SELECT state FROM statuses WHERE id IN (SELECT max(id) FROM statuses WHERE repositoryID = ? AND sha = ? GROUP BY context)
            """
        let states = try String.fetchAll(cached: db, sql: latest, arguments: [pull.repositoryID, pull.headSHA])
        let runs = try CheckRun.latest(of: pull.headSHA, pull.repositoryID, db)
        let green = states.allSatisfy { $0 == "success" } && runs.allSatisfy { CheckRun.passing.contains($0.conclusion ?? "") }
        return green ? "clean" : "unstable"
    }

    private func renderHead(_ pull: Pull, _ detail: PullDetail) throws -> ForgeJSON {
        let owner = try user(pull.headOwnerID)
        let repository = try pull.headRepositoryID.flatMap { try Repository.fetchOne(cached: db, key: $0) }
        return [
            "label": .string("\(owner.login):\(pull.headRef)"), "ref": .string(pull.headRef), "sha": .string(pull.headSHA),
            "user": render(owner), "repo": try repository.map { try renderSide($0, detail) } ?? .null,
        ]
    }

    private func renderBase(_ pull: Pull, _ repository: Repository, _ detail: PullDetail) throws -> ForgeJSON {
        let owner = try user(repository.ownerID)
        return [
            "label": .string("\(owner.login):\(pull.baseRef)"), "ref": .string(pull.baseRef), "sha": .string(pull.baseSHA),
            "user": render(owner), "repo": try renderSide(repository, detail),
        ]
    }

    private func renderSide(_ repository: Repository, _ detail: PullDetail) throws -> ForgeJSON {
        try detail.isWebhook ? renderForWebhook(repository) : render(repository)
    }

    /// People who were asked for a review and have not given one.
    func requestedReviewers(_ issue: Int64) throws -> [User] {
        try User.fetchAll(
            cached: db, sql: "SELECT u.* FROM users u JOIN reviewRequests r ON r.userID = u.id WHERE r.issueID = ? ORDER BY r.rowid",
            arguments: [issue])
    }
}

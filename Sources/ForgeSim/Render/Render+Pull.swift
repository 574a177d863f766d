import GRDB

/// How much of a pull request is shown: lists leave out what costs the forge a computation.
enum PullDetail {
    case list, full
}

extension Transaction {
    func render(_ pull: Pull, _ repository: Repository, _ detail: PullDetail = .full) throws -> ForgeJSON {
        guard let issue = try Issue.fetchOne(cached: db, key: pull.issueID) else { throw Refusal.notFound }
        let api = try apiURL(repository)
        let url = "\(api)/pulls/\(pull.number)"
        let issueURL = "\(api)/issues/\(pull.number)"
        let html = "\(try htmlURL(repository))/pull/\(pull.number)"
        let statuses = "\(api)/statuses/\(pull.headSHA)"
        let assignees = try assignees(issue.id)
        var members: [(key: String, value: ForgeJSON)] = [
            ("url", .string(url)), ("id", .int(pull.id)), ("node_id", .string(nodeID("PullRequest", pull.id))), ("html_url", .string(html)),
            ("diff_url", .string("\(html).diff")), ("patch_url", .string("\(html).patch")), ("issue_url", .string(issueURL)),
            ("number", ForgeJSON(pull.number)), ("state", .string(issue.state)), ("locked", false), ("title", .string(issue.title)),
            ("user", try renderUser(issue.userID)), ("body", ForgeJSON(issue.body)), ("created_at", Times.json(issue.createdAt)),
            ("updated_at", Times.json(issue.updatedAt)), ("closed_at", Times.json(issue.closedAt)),
            ("merged_at", Times.json(pull.mergedAt)),
            ("merge_commit_sha", ForgeJSON(pull.mergeCommitSHA)), ("assignee", assignees.first ?? .null), ("assignees", .array(assignees)),
            ("requested_reviewers", []), ("requested_teams", []),
            ("labels", .array(try Label.of(issue: issue.id, db).map { try render($0, repository) })), ("milestone", .null),
            ("draft", .bool(pull.draft)), ("commits_url", .string("\(url)/commits")), ("review_comments_url", .string("\(url)/comments")),
            ("review_comment_url", .string("\(api)/pulls/comments{/number}")), ("comments_url", .string("\(issueURL)/comments")),
            ("statuses_url", .string(statuses)), ("head", try renderHead(pull)), ("base", try renderBase(pull, repository)),
        ]
        let links = [
            ("self", url), ("html", html), ("issue", issueURL), ("comments", "\(issueURL)/comments"),
            ("review_comments", "\(url)/comments"),
            ("review_comment", "\(api)/pulls/comments{/number}"), ("commits", "\(url)/commits"), ("statuses", statuses),
        ]
        members += [
            ("_links", .object(ForgeObject(links.map { ($0.0, ["href": .string($0.1)]) }))),
            ("author_association", try association(issue.userID, repository)), ("auto_merge", .null), ("active_lock_reason", .null),
        ]
        if detail == .full { members += try details(pull, issue) }
        return .object(ForgeObject(members))
    }

    private func details(_ pull: Pull, _ issue: Issue) throws -> [(key: String, value: ForgeJSON)] {
        let comments = try Int.fetchOne(cached: db, sql: "SELECT count(*) FROM comments WHERE issueID = ?", arguments: [issue.id])
        let state = pull.mergeable.map { $0 ? "clean" : "dirty" } ?? "unknown"
        return [
            ("merged", .bool(pull.merged)), ("mergeable", ForgeJSON(pull.mergeable)), ("rebaseable", ForgeJSON(pull.mergeable)),
            ("mergeable_state", .string(pull.draft && state == "clean" ? "draft" : state)), ("merged_by", try renderUser(pull.mergedByID)),
            ("comments", ForgeJSON(comments)), ("review_comments", 0), ("maintainer_can_modify", .bool(pull.maintainerCanModify)),
            ("commits", ForgeJSON(pull.commits)), ("additions", ForgeJSON(pull.additions)), ("deletions", ForgeJSON(pull.deletions)),
            ("changed_files", ForgeJSON(pull.changedFiles)),
        ]
    }

    private func renderHead(_ pull: Pull) throws -> ForgeJSON {
        let owner = try user(pull.headOwnerID)
        let repository = try pull.headRepositoryID.flatMap { try Repository.fetchOne(cached: db, key: $0) }
        return [
            "label": .string("\(owner.login):\(pull.headRef)"), "ref": .string(pull.headRef), "sha": .string(pull.headSHA),
            "user": render(owner), "repo": try repository.map { try render($0) } ?? .null,
        ]
    }

    private func renderBase(_ pull: Pull, _ repository: Repository) throws -> ForgeJSON {
        let owner = try user(repository.ownerID)
        return [
            "label": .string("\(owner.login):\(pull.baseRef)"), "ref": .string(pull.baseRef), "sha": .string(pull.baseSHA),
            "user": render(owner), "repo": try render(repository),
        ]
    }

    /// A review; webhooks write the state in lower case.
    func render(_ review: Review, _ repository: Repository, webhook: Bool = false) throws -> ForgeJSON {
        let pull = "\(try apiURL(repository))/pulls/\(review.number)"
        let html = "\(try htmlURL(repository))/pull/\(review.number)#pullrequestreview-\(review.id)"
        return [
            "id": .int(review.id), "node_id": .string(nodeID("PullRequestReview", review.id)), "user": try renderUser(review.userID),
            "body": webhook && review.body.isEmpty ? .null : .string(review.body), "commit_id": .string(review.commitSHA),
            "submitted_at": Times.json(review.submittedAt), "state": .string(webhook ? review.state.lowercased() : review.state),
            "html_url": .string(html), "pull_request_url": .string(pull),
            "author_association": try association(review.userID, repository),
            "_links": ["html": ["href": .string(html)], "pull_request": ["href": .string(pull)]],
        ]
    }
}

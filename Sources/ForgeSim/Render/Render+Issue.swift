import GRDB

extension Transaction {
    /// An issue; a pull request's issue carries `pull_request`.
    func render(_ issue: Issue, _ repository: Repository) throws -> ForgeJSON {
        var rendered = try renderBase(issue, repository)
        rendered["closed_by"] = try renderUser(issue.closedByID)
        if !issue.isPull {
            rendered["type"] = .null
            rendered["sub_issues_summary"] = ["total": 0, "completed": 0, "percent_completed": 0]
            rendered["issue_dependencies_summary"] = ["blocked_by": 0, "total_blocked_by": 0, "blocking": 0, "total_blocking": 0]
        }
        return rendered
    }

    /// An issue in a webhook: without who closed it, but always with `draft`.
    func renderForWebhook(_ issue: Issue, _ repository: Repository) throws -> ForgeJSON {
        var rendered = try renderBase(issue, repository)
        if !issue.isPull { rendered["draft"] = false }
        return rendered
    }

    private func renderBase(_ issue: Issue, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let url = "\(api)/issues/\(issue.number)"
        let html = "\(try htmlURL(repository))/\(issue.isPull ? "pull" : "issues")/\(issue.number)"
        let pull = issue.isPull ? try Pull.find(db, repository: repository.id, number: issue.number) : nil
        let type = issue.isPull ? "PullRequest" : "Issue"
        let comments = try Int.fetchOne(cached: db, sql: "SELECT count(*) FROM comments WHERE issueID = ?", arguments: [issue.id])
        let assignees = try assignees(issue.id)
        var rendered: ForgeJSON = [
            "url": .string(url), "repository_url": .string(api), "labels_url": .string("\(url)/labels{/name}"),
            "comments_url": .string("\(url)/comments"), "events_url": .string("\(url)/events"), "html_url": .string(html),
            "id": .int(issue.id), "node_id": .string(nodeID(type, pull?.id ?? issue.id)), "number": ForgeJSON(issue.number),
            "title": .string(issue.title), "user": try renderUser(issue.userID),
            "labels": .array(try Label.of(issue: issue.id, db).map { try render($0, repository) }), "state": .string(issue.state),
            "locked": .bool(issue.locked), "assignee": assignees.first ?? .null, "assignees": .array(assignees),
            "milestone": try renderMilestone(issue.milestoneID, repository), "comments": ForgeJSON(comments),
            "created_at": Times.json(issue.createdAt), "updated_at": Times.json(issue.updatedAt), "closed_at": Times.json(issue.closedAt),
            "author_association": try association(issue.userID, repository), "active_lock_reason": ForgeJSON(issue.lockReason),
            "body": ForgeJSON(issue.body), "reactions": try reactions("issue", issue.id, url: url),
            "timeline_url": .string("\(url)/timeline"), "performed_via_github_app": .null, "state_reason": ForgeJSON(issue.stateReason),
        ]
        if let pull {
            rendered["draft"] = .bool(pull.draft)
            rendered["pull_request"] = [
                "url": .string("\(api)/pulls/\(issue.number)"), "html_url": .string(html), "diff_url": .string("\(html).diff"),
                "patch_url": .string("\(html).patch"), "merged_at": Times.json(pull.mergedAt),
            ]
        }
        return rendered
    }

    func render(_ comment: Comment, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let url = "\(api)/issues/comments/\(comment.id)"
        let isPull = try Bool.fetchOne(cached: db, sql: "SELECT isPull FROM issues WHERE id = ?", arguments: [comment.issueID]) ?? false
        let page = "\(try htmlURL(repository))/\(isPull ? "pull" : "issues")/\(comment.number)"
        return [
            "url": .string(url), "html_url": .string("\(page)#issuecomment-\(comment.id)"),
            "issue_url": .string("\(api)/issues/\(comment.number)"), "id": .int(comment.id),
            "node_id": .string(nodeID("IssueComment", comment.id)), "user": try renderUser(comment.userID),
            "created_at": Times.json(comment.createdAt), "updated_at": Times.json(comment.updatedAt),
            "author_association": try association(comment.userID, repository), "body": .string(comment.body),
            "reactions": try reactions("comment", comment.id, url: url), "performed_via_github_app": .null,
        ]
    }

    func render(_ reaction: Reaction) throws -> ForgeJSON {
        [
            "id": .int(reaction.id), "node_id": .string(nodeID("Reaction", reaction.id)), "user": try renderUser(reaction.userID),
            "content": .string(reaction.content), "created_at": Times.json(reaction.createdAt),
        ]
    }

    func assignees(_ issue: Int64) throws -> [ForgeJSON] {
        try Int64.fetchAll(cached: db, sql: "SELECT userID FROM assignees WHERE issueID = ? ORDER BY rowid", arguments: [issue]).map {
            try renderUser($0)
        }
    }

    func reactions(_ subject: String, _ id: Int64, url: String) throws -> ForgeJSON {
        let given = try String.fetchAll(
            cached: db, sql: "SELECT content FROM reactions WHERE subject = ? AND subjectID = ?", arguments: [subject, id])
        var rendered: ForgeJSON = ["url": .string("\(url)/reactions"), "total_count": ForgeJSON(given.count)]
        for content in ["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"] {
            rendered[content] = ForgeJSON(given.count { $0 == content })
        }
        return rendered
    }

    // MARK: Milestones

    func renderMilestone(_ id: Int64?, _ repository: Repository) throws -> ForgeJSON {
        guard let id, let milestone = try Milestone.fetchOne(cached: db, key: id) else { return .null }
        return try render(milestone, repository)
    }

    func render(_ milestone: Milestone, _ repository: Repository) throws -> ForgeJSON {
        let url = "\(try apiURL(repository))/milestones/\(milestone.number)"
        func count(_ state: String) throws -> ForgeJSON {
            ForgeJSON(
                try Int.fetchOne(
                    cached: db, sql: "SELECT count(*) FROM issues WHERE repositoryID = ? AND milestoneID = ? AND state = ?",
                    arguments: [repository.id, milestone.id, state]))
        }
        return [
            "url": .string(url), "html_url": .string("\(try htmlURL(repository))/milestone/\(milestone.number)"),
            "labels_url": .string("\(url)/labels"), "id": .int(milestone.id), "node_id": .string(nodeID("Milestone", milestone.id)),
            "number": ForgeJSON(milestone.number), "title": .string(milestone.title), "description": ForgeJSON(milestone.description),
            "creator": try renderUser(milestone.creatorID), "open_issues": try count("open"), "closed_issues": try count("closed"),
            "state": .string(milestone.state), "created_at": Times.json(milestone.createdAt),
            "updated_at": Times.json(milestone.updatedAt), "due_on": Times.json(milestone.dueOn),
            "closed_at": Times.json(milestone.closedAt),
        ]
    }
}

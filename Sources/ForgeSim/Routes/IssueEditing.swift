import GRDB

/// `POST …/issues` and `PATCH …/issues/{n}`; the latter for pull requests too.
struct IssueEditing {
    let call: Call

    // MARK: Opening

    func open() throws -> Reply {
        let repository = try call.repository()
        let user = try call.signedIn()
        guard Routes.hasIssues(repository) else { throw Refusal(status: 410, message: "Issues are disabled for this repo") }
        let body = try call.json()
        try checkKinds(body, required: ["title"])
        guard let title = Routes.title(body["title"]), !title.trimmingSpaces.isEmpty else {
            throw Refusal.field("Issue", "title", "missing_field")
        }
        try Routes.checkTexts(body, "Issue")
        let privileged = try call.permission(on: repository) > .read
        return try call.change { tx in
            var current = try Repository.fetchOne(cached: tx.db, key: repository.id) ?? repository
            let milestone = privileged ? try milestone(body, repository, tx) : nil
            if privileged { try checkAssignees(body, ConversationChanges(tx: tx, repository: repository, user: user), nil) }
            let issue = Issue(
                id: try tx.db.nextID("issue"), repositoryID: repository.id, number: try current.takeNumber(tx.db), isPull: false,
                title: title, body: body["body"].string, userID: user.id, state: "open", stateReason: nil, createdAt: tx.now,
                updatedAt: tx.now, closedAt: nil, closedByID: nil)
            try issue.insert(tx.db)
            try tx.emit("opened", issue, repository, sender: user)
            try tx.refer(from: issue, issue.body, by: user)
            if privileged {
                let changes = ConversationChanges(tx: tx, repository: repository, user: user)
                try changes.addLabels(try Routes.labelNames(body), to: issue)
                try changes.assign(logins(body) ?? [], to: issue)
                if let milestone { try changes.setMilestone(milestone, of: issue) }
            }
            let rendered = try tx.render(try Issue.fetchOne(cached: tx.db, key: issue.id) ?? issue, repository)
            return Reply.created(rendered).header("Location", rendered["url"].string ?? "")
        }
    }

    // MARK: Editing

    func edit() async throws -> Reply {
        let (repository, issue) = try Routes.findIssue(call)
        let user = try call.signedIn()
        let body = try call.json()
        try checkKinds(body)
        let privileged = try call.permission(on: repository) > .read
        guard issue.userID == user.id || privileged else { throw Refusal.forbidden("Must have admin rights to Repository.") }
        if privileged { try call.read { try checkAssignees(body, .init(tx: $0, repository: repository, user: user), issue) } }
        if issue.isPull {
            _ = try await PullEditing(call: call).run()
        } else {
            try Routes.checkTexts(body, "Issue")
            try call.change { try editIssue(issue, body, repository, user, $0) }
        }
        return try call.change { tx in
            if privileged { try editSurroundings(issue, body, repository, user, tx) }
            return .json(try tx.render(try Issue.fetchOne(cached: tx.db, key: issue.id) ?? issue, repository))
        }
    }

    private func checkKinds(_ body: ForgeJSON, required: [String] = []) throws {
        try RequestShape.check(
            body, required: required,
            [
                ("body", .optionalString), ("labels", .list), ("assignees", .list), ("assignee", .optionalString),
                ("state", .oneOf(["open", "closed"])),
            ])
        if !body["state_reason"].isNull {
            try RequestShape.check(body, [("state_reason", .oneOf(["completed", "not_planned", "duplicate", "reopened"]))])
        }
    }

    private func editIssue(_ issue: Issue, _ body: ForgeJSON, _ repository: Repository, _ user: User, _ tx: Transaction) throws {
        var updated = issue
        var changes: ForgeJSON = [:]
        if !body["title"].isNull, let text = Routes.title(body["title"]), text != issue.title {
            guard !text.trimmingSpaces.isEmpty else { throw Refusal.field("Issue", "title", "missing_field") }
            changes["title"] = ["from": .string(issue.title)]
            updated.title = text
            try tx.record("renamed", issue, by: user, ["rename": ["from": .string(issue.title), "to": .string(text)]])
        }
        if body.has("body"), body["body"].string != issue.body {
            changes["body"] = ["from": .string(issue.body ?? "")]
            updated.body = body["body"].string
            try tx.refer(from: issue, updated.body, by: user)
        }
        if changes.object?.members.isEmpty == false {
            updated.updatedAt = tx.now
            try updated.update(tx.db)
            try tx.emit("edited", updated, repository, sender: user, [("changes", changes)])
        }
        guard let state = body["state"].string, state != issue.state || isOtherReason(body, issue) else { return }
        let reopened = state == "open"
        updated.state = state
        updated.closedAt = reopened ? nil : tx.now
        updated.closedByID = reopened ? nil : user.id
        updated.stateReason = reopened ? "reopened" : body["state_reason"].string ?? "completed"
        updated.updatedAt = tx.now
        try updated.update(tx.db)
        try tx.record(reopened ? "reopened" : "closed", issue, by: user, ["state_reason": ForgeJSON(reopened ? nil : updated.stateReason)])
        try tx.emit(reopened ? "reopened" : "closed", updated, repository, sender: user)
    }

    /// A closed issue may be closed again, for another reason.
    private func isOtherReason(_ body: ForgeJSON, _ issue: Issue) -> Bool {
        guard issue.state == "closed", let reason = body["state_reason"].string else { return false }
        return reason != issue.stateReason
    }

    private func editSurroundings(_ issue: Issue, _ body: ForgeJSON, _ repository: Repository, _ user: User, _ tx: Transaction) throws {
        let changes = ConversationChanges(tx: tx, repository: repository, user: user)
        if body.has("labels") { try changes.setLabels(try Routes.labelNames(body), of: issue) }
        if let logins = logins(body) { try changes.setAssignees(logins, of: issue) }
        if body.has("milestone") { try changes.setMilestone(try milestone(body, repository, tx), of: issue) }
    }

    private func checkAssignees(_ body: ForgeJSON, _ changes: ConversationChanges, _ issue: Issue?) throws {
        let key = body["assignees"].array == nil ? "assignee" : "assignees"
        for login in logins(body) ?? [] {
            guard let person = try User.find(changes.tx.db, login: login), try changes.isAssignable(person, issue) else {
                throw Refusal.invalid(["value": .string(login), "resource": "Issue", "field": .string(key), "code": "invalid"])
            }
        }
    }

    private func logins(_ body: ForgeJSON) -> [String]? {
        if let list = body["assignees"].array { return list.compactMap(\.string) }
        guard body.has("assignee") else { return nil }
        return body["assignee"].string.map { $0.isEmpty ? [] : [$0] } ?? []
    }

    private func milestone(_ body: ForgeJSON, _ repository: Repository, _ tx: Transaction) throws -> Milestone? {
        let value = body["milestone"]
        guard !value.isNull else { return nil }
        guard let number = value.int ?? value.string.flatMap({ Int($0) }),
            let found = try Milestone.find(tx.db, repository: repository.id, number: number)
        else { throw Refusal.invalid(["value": value, "resource": "Issue", "field": "milestone", "code": "invalid"]) }
        return found
    }
}

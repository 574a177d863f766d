import GRDB

/// Changes to what surrounds an issue or pull request, each with its event and its line in the history.
struct ConversationChanges {
    let tx: Transaction
    let repository: Repository
    let user: User

    private func current(_ issue: Issue) throws -> Issue { try Issue.fetchOne(cached: tx.db, key: issue.id) ?? issue }

    private func announce(_ action: String, _ issue: Issue, _ more: [(key: String, value: ForgeJSON)]) throws {
        try tx.touch(issue.id)
        try tx.emit(action, try current(issue), repository, sender: user, more)
    }

    // MARK: Labels

    func findLabel(_ name: String) throws -> Label? {
        try Label.fetchOne(
            cached: tx.db, sql: "SELECT * FROM labels WHERE repositoryID = ? AND name = ?", arguments: [repository.id, name])
    }

    func makeLabel(_ name: String, color: String = "ededed", description: String? = nil) throws -> Label {
        let label = Label(
            id: try tx.db.nextID("label"), repositoryID: repository.id, name: name, color: color, description: description)
        try label.insert(tx.db)
        try tx.emit("label", "created", repository, sender: user, ["label": try tx.render(label, repository)])
        return label
    }

    /// Adds labels; creates those that the repository does not have.
    func addLabels(_ names: [String], to issue: Issue) throws {
        for name in names {
            let label = try findLabel(name) ?? makeLabel(name)
            try tx.db.execute(sql: "INSERT OR IGNORE INTO issueLabels VALUES (?, ?)", arguments: [issue.id, label.id])
            if tx.db.changesCount > 0 { try announceLabel("labeled", label, issue) }
        }
    }

    func removeLabels(_ names: [String], from issue: Issue) throws {
        for name in names {
            guard let label = try findLabel(name) else { continue }
            try tx.db.execute(sql: "DELETE FROM issueLabels WHERE issueID = ? AND labelID = ?", arguments: [issue.id, label.id])
            if tx.db.changesCount > 0 { try announceLabel("unlabeled", label, issue) }
        }
    }

    /// Replaces the labels.
    func setLabels(_ names: [String], of issue: Issue) throws {
        let wanted = Set(names.map { $0.lowercased() })
        try removeLabels(try Label.of(issue: issue.id, tx.db).map(\.name).filter { !wanted.contains($0.lowercased()) }, from: issue)
        try addLabels(names, to: issue)
    }

    private func announceLabel(_ action: String, _ label: Label, _ issue: Issue) throws {
        try tx.record(action, issue, by: user, ["label": ["name": .string(label.name), "color": .string(label.color)]])
        try announce(action, issue, [("label", try tx.render(label, repository))])
    }

    // MARK: Assignees

    /// Assigns people; skips those who may not be assigned.
    func assign(_ logins: [String], to issue: Issue) throws {
        for login in logins {
            guard let person = try User.find(tx.db, login: login), try isAssignable(person, issue) else { continue }
            let count = try Int.fetchOne(cached: tx.db, sql: "SELECT count(*) FROM assignees WHERE issueID = ?", arguments: [issue.id]) ?? 0
            guard count < 10 else { return }
            try tx.db.execute(sql: "INSERT OR IGNORE INTO assignees VALUES (?, ?)", arguments: [issue.id, person.id])
            if tx.db.changesCount > 0 { try announceAssignee("assigned", person, issue) }
        }
    }

    func unassign(_ logins: [String], from issue: Issue) throws {
        for login in logins {
            guard let person = try User.find(tx.db, login: login) else { continue }
            try tx.db.execute(sql: "DELETE FROM assignees WHERE issueID = ? AND userID = ?", arguments: [issue.id, person.id])
            if tx.db.changesCount > 0 { try announceAssignee("unassigned", person, issue) }
        }
    }

    /// Replaces the assignees.
    func setAssignees(_ logins: [String], of issue: Issue) throws {
        let sql = "SELECT u.* FROM users u JOIN assignees a ON a.userID = u.id WHERE a.issueID = ? ORDER BY a.rowid"
        let present = try User.fetchAll(cached: tx.db, sql: sql, arguments: [issue.id]).map(\.login)
        let wanted = Set(logins.map { $0.lowercased() })
        try unassign(present.filter { !wanted.contains($0.lowercased()) }, from: issue)
        try assign(logins, to: issue)
    }

    private func announceAssignee(_ action: String, _ person: User, _ issue: Issue) throws {
        try tx.record(action, issue, by: user, ["assigneeID": .int(person.id), "assignerID": .int(user.id)])
        try announce(action, issue, [("assignee", tx.render(person))])
    }

    /// Collaborators, the author and commenters can be assigned.
    func isAssignable(_ person: User, _ issue: Issue?) throws -> Bool {
        if person.isOrganization { return false }
        if try Permission.of(person, on: repository, tx.db) > .read { return true }
        guard let issue else { return false }
        if person.id == issue.userID { return true }
        let sql = "SELECT count(*) FROM comments WHERE issueID = ? AND userID = ?"
        return try Int.fetchOne(cached: tx.db, sql: sql, arguments: [issue.id, person.id]) ?? 0 > 0
    }

    // MARK: Milestones

    /// Sets or, with `nil`, removes the milestone.
    func setMilestone(_ milestone: Milestone?, of issue: Issue) throws {
        var changed = try current(issue)
        guard changed.milestoneID != milestone?.id else { return }
        if let old = try changed.milestoneID.flatMap({ try Milestone.fetchOne(cached: tx.db, key: $0) }) {
            changed.milestoneID = nil
            try changed.update(tx.db)
            try tx.record("demilestoned", issue, by: user, ["milestone": ["title": .string(old.title)]])
            try announce("demilestoned", issue, [("milestone", try tx.render(old, repository))])
        }
        if let milestone {
            changed.milestoneID = milestone.id
            try changed.update(tx.db)
            try tx.record("milestoned", issue, by: user, ["milestone": ["title": .string(milestone.title)]])
            try announce("milestoned", issue, [("milestone", try tx.render(milestone, repository))])
        }
    }

    // MARK: Locks

    func lock(_ issue: Issue, reason: String?) throws {
        guard !issue.locked else { return }
        var changed = issue
        changed.locked = true
        changed.lockReason = reason
        try changed.update(tx.db)
        try tx.record("locked", issue, by: user, ["lock_reason": ForgeJSON(reason)])
        try announce("locked", issue, [])
    }

    func unlock(_ issue: Issue) throws {
        guard issue.locked else { return }
        var changed = issue
        changed.locked = false
        changed.lockReason = nil
        try changed.update(tx.db)
        try tx.record("unlocked", issue, by: user, ["lock_reason": .null])
        try announce("unlocked", issue, [])
    }
}

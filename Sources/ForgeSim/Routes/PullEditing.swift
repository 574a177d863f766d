import GRDB

/// `PATCH …/pulls/{n}`.
struct PullEditing {
    let call: Call

    func run() async throws -> Reply {
        _ = try call.repository()
        let user = try call.signedIn()
        let (repository, pull) = try Routes.findPull(call)
        let body = try call.json()
        let issue = try call.read { try Issue.fetchOne(cached: $0.db, key: pull.issueID) }
        guard let issue else { throw Refusal.notFound }
        guard try issue.userID == user.id || call.permission(on: repository) >= .write else {
            throw Refusal.forbidden("Must have admin rights to Repository.")
        }
        try RequestShape.check(
            body,
            [
                ("body", .optionalString), ("base", .string), ("maintainer_can_modify", .boolean), ("state", .oneOf(["open", "closed"])),
            ])
        if let title = body["title"].string, title.trimmingSpaces.isEmpty {
            throw Refusal.field("PullRequest", "title", "custom", "title can't be blank")
        }
        try Routes.checkTexts(body, "PullRequest")
        var current = pull
        if let base = body["base"].string, base != pull.baseRef { current = try await retarget(current, base, issue, repository, user) }
        try editTexts(current, body, repository, user)
        switch (body["state"].string, issue.state) {
        case ("closed", "open"): try PullChanges(call: call, repository: repository, user: user).close(current, merged: nil)
        case ("open", "closed"): try await reopen(current, repository, user)
        default: break
        }
        return try call.read { tx in
            guard let final = try Pull.fetchOne(cached: tx.db, key: pull.id) else { throw Refusal.notFound }
            return .json(try tx.render(final, repository))
        }
    }

    private func retarget(_ pull: Pull, _ base: String, _ issue: Issue, _ repository: Repository, _ user: User) async throws -> Pull {
        guard pull.open else {
            throw Refusal.field("PullRequest", "base", "invalid", "Cannot change the base branch of a closed pull request.")
        }
        let git = try call.git(repository)
        guard let sha = try git.branch(base) else {
            throw Refusal.field("PullRequest", "base", "invalid", "Proposed base branch '\(base)' was not found")
        }
        let sql = "SELECT count(*) FROM pulls WHERE repositoryID = ? AND headRepositoryID = ? AND headRef = ? AND baseRef = ? AND open"
        let doubles = try call.read { tx in
            try Int.fetchOne(cached: tx.db, sql: sql, arguments: [repository.id, pull.headRepositoryID, pull.headRef, base]) ?? 0
        }
        if doubles > 0 {
            throw Refusal.field(
                "PullRequest", "base", "invalid",
                "A pull request already exists for base branch '\(base)' and head branch '\(pull.headRef)'")
        }
        let facts = try await PullChanges.facts(git.family, base: sha, head: pull.headSHA)
        if facts.commits.isEmpty {
            throw Refusal.field(
                "PullRequest", "base", "invalid", "There are no new commits between base branch '\(base)' and head branch '\(pull.headRef)'"
            )
        }
        return try PullChanges(call: call, repository: repository, user: user)
            .retarget(pull, to: base, sha, facts, event: "base_ref_changed")
    }

    private func editTexts(_ pull: Pull, _ body: ForgeJSON, _ repository: Repository, _ user: User) throws {
        try call.change { tx in
            guard var issue = try Issue.fetchOne(cached: tx.db, key: pull.issueID) else { return }
            var changes: ForgeJSON = [:]
            if let title = body["title"].string ?? body["title"].int.map(String.init), title != issue.title {
                changes["title"] = ["from": .string(issue.title)]
                try tx.record("renamed", issue, by: user, ["rename": ["from": .string(issue.title), "to": .string(title)]])
                issue.title = title
            }
            if body.has("body"), body["body"].string != issue.body {
                changes["body"] = ["from": .string(issue.body ?? "")]
                issue.body = body["body"].string
                try tx.refer(from: issue, issue.body, by: user)
            }
            var updated = pull
            if let value = body["maintainer_can_modify"].bool { updated.maintainerCanModify = value }
            try updated.update(tx.db)
            guard changes.object?.members.isEmpty == false else { return }
            issue.updatedAt = tx.now
            try issue.update(tx.db)
            try PullChanges(call: call, repository: repository, user: user).emit("edited", updated, tx, [("changes", changes)])
        }
    }

    /// A closed pull request can be reopened if its branch exists and was not rewritten meanwhile.
    func reopen(_ pull: Pull, _ repository: Repository, _ user: User) async throws {
        func refuse(_ why: String) -> Refusal { .field("PullRequest", "state", "invalid", "state cannot be changed. \(why)") }
        if pull.merged { throw refuse("The pull request is merged.") }
        let head = try call.read { tx in try pull.headRepositoryID.flatMap { try Repository.fetchOne(cached: tx.db, key: $0) } }
        guard let head else { throw refuse("The repository that submitted this pull request has been deleted.") }
        let git = try call.git(repository)
        guard let base = try git.branch(pull.baseRef) else { throw refuse("The \(pull.baseRef) branch has been deleted.") }
        guard let tip = try call.git(head).branch(pull.headRef) else { throw refuse("The \(pull.headRef) branch has been deleted.") }
        guard try await git.family.isAncestor(pull.headSHA, of: tip) else {
            throw refuse("The \(pull.headRef) branch was force-pushed or recreated.")
        }
        let facts = try await PullChanges.facts(git.family, base: base, head: tip)
        guard !facts.commits.isEmpty else { throw refuse("There are no new commits on the \(pull.headRef) branch.") }
        let changes = PullChanges(call: call, repository: repository, user: user)
        try changes.setPullRef(pull.number, tip)
        try call.change { tx in
            guard var issue = try Issue.fetchOne(cached: tx.db, key: pull.issueID),
                var updated = try Pull.fetchOne(cached: tx.db, key: pull.id)
            else { return }
            issue.state = "open"
            issue.closedAt = nil
            issue.closedByID = nil
            issue.updatedAt = tx.now
            updated.open = true
            updated.headSHA = tip
            updated.baseSHA = base
            updated.apply(facts)
            try issue.update(tx.db)
            try updated.update(facts.commits, tx.db)
            try tx.record("reopened", issue, by: user)
            try changes.emit("reopened", updated, tx)
        }
    }
}

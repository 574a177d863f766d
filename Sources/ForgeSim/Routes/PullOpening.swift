import GRDB

/// `POST …/pulls`.
struct PullOpening {
    let call: Call

    private struct Head {
        let repository: Repository
        let owner: User
        let branch: String
        let sha: String
    }

    func run() async throws -> Reply {
        let repository = try call.repository()
        let user = try call.signedIn()
        let body = try call.json()
        try RequestShape.check(
            body, required: ["base", "head"],
            [
                ("base", .string), ("head", .string), ("body", .optionalString), ("draft", .boolean), ("maintainer_can_modify", .boolean),
            ])
        let base = body["base"].string ?? ""
        let headName = body["head"].string ?? ""
        let title = Routes.title(body["title"]) ?? ""
        let issue = try findIssue(body["issue"], repository)
        guard !title.trimmingSpaces.isEmpty || issue != nil else { throw Refusal.field("PullRequest", "title", "missing_field") }
        try Routes.checkTexts(body, "PullRequest")
        let git = try call.git(repository)
        guard let baseSHA = try git.branch(base) else { throw Refusal.field("PullRequest", "base", "invalid") }
        let head = try findHead(headName, body["head_repo"].string, repository)
        try refuseDouble(head, base, repository)
        let facts = try await PullChanges.facts(git.family, base: baseSHA, head: head.sha)
        guard !facts.commits.isEmpty else {
            throw Refusal.custom(
                "PullRequest", "No commits between \(try label(base, head, repository)) and \(try label(head, repository))")
        }
        let source = issue ?? .text(title, body["body"].string)
        let plan = Plan(source: source, base: (base, baseSHA), head: head, facts: facts, body: body)
        let pull = try store(plan, repository, user)
        call.world.ci.headMoved(repository, pull: pull, call: call)
        return try call.read { tx in
            Reply.created(try tx.render(pull, repository)).header("Location", "\(try tx.apiURL(repository))/pulls/\(pull.number)")
        }
    }

    // MARK: The head

    private func findHead(_ name: String, _ repositoryName: String?, _ target: Repository) throws -> Head {
        let invalid = Refusal.field("PullRequest", "head", "invalid")
        let colon = name.firstIndex(of: ":")
        let branch = colon.map { String(name[name.index(after: $0)...]) } ?? name
        let (repository, owner) = try call.read { tx -> (Repository, User) in
            let owner = try colon.map { try User.find(tx.db, login: String(name[..<$0])) } ?? tx.user(target.ownerID)
            guard let owner else { throw invalid }
            if owner.id == target.ownerID, repositoryName == nil { return (target, owner) }
            let sql = "SELECT * FROM repositories WHERE ownerID = ? AND familyID = ? ORDER BY name = ? DESC, id"
            let wanted = repositoryName?.split(separator: "/").last.map(String.init) ?? target.name
            guard let found = try Repository.fetchOne(cached: tx.db, sql: sql, arguments: [owner.id, target.familyID, wanted]) else {
                throw invalid
            }
            return (found, owner)
        }
        guard let sha = try call.git(repository).branch(branch) else { throw invalid }
        return Head(repository: repository, owner: owner, branch: branch, sha: sha)
    }

    private func refuseDouble(_ head: Head, _ base: String, _ repository: Repository) throws {
        let sql = "SELECT count(*) FROM pulls WHERE repositoryID = ? AND headRepositoryID = ? AND headRef = ? AND baseRef = ? AND open"
        let count = try call.read {
            try Int.fetchOne(cached: $0.db, sql: sql, arguments: [repository.id, head.repository.id, head.branch, base]) ?? 0
        }
        if count > 0 { throw Refusal.custom("PullRequest", "A pull request already exists for \(head.owner.login):\(head.branch).") }
    }

    private func label(_ base: String, _ head: Head, _ repository: Repository) throws -> String {
        if head.repository.id == repository.id { return base }
        return try call.read { "\(try $0.user(repository.ownerID).login):\(base)" }
    }

    private func label(_ head: Head, _ repository: Repository) throws -> String {
        head.repository.id == repository.id ? head.branch : "\(head.owner.login):\(head.branch)"
    }

    // MARK: Storing

    /// What becomes the pull request: an existing issue, or a title and a text.
    private enum Source {
        case issue(Issue)
        case text(String, String?)
    }

    private func findIssue(_ number: ForgeJSON, _ repository: Repository) throws -> Source? {
        guard let number = number.int else { return nil }
        let issue = try call.read { try Issue.find($0.db, repository: repository.id, number: number) }
        guard let issue, issue.state == "open" else { throw Refusal.field("PullRequest", "issue", "invalid") }
        guard !issue.isPull else { throw Refusal.field("PullRequest", "issue", "invalid") }
        return .issue(issue)
    }

    private struct Plan {
        let source: Source
        let base: (ref: String, sha: String)
        let head: Head
        let facts: PullChanges.Facts
        let body: ForgeJSON
    }

    private func store(_ plan: Plan, _ repository: Repository, _ user: User) throws -> Pull {
        let (head, base, facts, body) = (plan.head, plan.base, plan.facts, plan.body)
        let changes = PullChanges(call: call, repository: repository, user: user)
        return try call.change { tx in
            let issue = try makeIssue(plan.source, repository, user, tx)
            // Before the commit: a ref that nobody knows about does no harm, a pull request without one does.
            try changes.setPullRef(issue.number, head.sha)
            let pull = Pull(
                id: try tx.db.nextID("pull"), issueID: issue.id, repositoryID: repository.id, number: issue.number,
                headRepositoryID: head.repository.id, headOwnerID: head.owner.id, headRef: head.branch, headSHA: head.sha,
                baseRef: base.ref, baseSHA: base.sha, draft: body["draft"].bool ?? false, open: true, merged: false, mergedAt: nil,
                mergedByID: nil, mergeCommitSHA: nil,
                maintainerCanModify: body["maintainer_can_modify"].bool ?? (head.repository.ownerID != repository.ownerID),
                commits: facts.commits.count, additions: facts.additions, deletions: facts.deletions, changedFiles: facts.changedFiles,
                mergeable: nil, mergeableFor: nil)
            try pull.insert(tx.db)
            try pull.insert(facts.commits, tx.db)
            try changes.emit("opened", pull, tx)
            try tx.refer(from: issue, issue.body, by: user)
            return pull
        }
    }

    private func makeIssue(_ source: Source, _ repository: Repository, _ user: User, _ tx: Transaction) throws -> Issue {
        switch source {
        case .issue(var issue):
            issue.isPull = true
            issue.updatedAt = tx.now
            try issue.update(tx.db)
            return issue
        case .text(let title, let text):
            var current = try Repository.fetchOne(cached: tx.db, key: repository.id) ?? repository
            let issue = Issue(
                id: try tx.db.nextID("issue"), repositoryID: repository.id, number: try current.takeNumber(tx.db), isPull: true,
                title: title, body: text, userID: user.id, state: "open", stateReason: nil, createdAt: tx.now, updatedAt: tx.now,
                closedAt: nil, closedByID: nil)
            try issue.insert(tx.db)
            return issue
        }
    }
}

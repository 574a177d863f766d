import GRDB

/// Finds issues and pull requests for a query.
struct IssueSearch {
    let call: Call
    let query: SearchQuery
    let tx: Transaction

    /// One issue, with what has been looked up about it.
    struct Candidate {
        let issue: Issue
        let pull: Pull?
        let repository: Repository
    }

    func run() throws -> [Candidate] {
        let repositories = try scope()
        var found: [Candidate] = []
        for repository in repositories {
            let issues = try Issue.fetchAll(
                cached: tx.db, sql: "SELECT * FROM issues WHERE repositoryID = ? ORDER BY number", arguments: [repository.id])
            for issue in issues where quick(issue) {
                let pull = issue.isPull ? try Pull.find(tx.db, repository: repository.id, number: issue.number) : nil
                let candidate = Candidate(issue: issue, pull: pull, repository: repository)
                if try query.terms.allSatisfy({ try matches($0, candidate) != $0.isNegated }) { found.append(candidate) }
            }
        }
        return found
    }

    /// Rules an issue out without further queries.
    private func quick(_ issue: Issue) -> Bool {
        let kinds = query.values("is") + query.values("type") + query.values("state")
        if kinds.contains("open") && issue.state != "open" || kinds.contains("closed") && issue.state != "closed" { return false }
        let wantsPull = kinds.contains("pr") || kinds.contains("pull-request")
        return !(wantsPull && !issue.isPull || kinds.contains("issue") && issue.isPull)
    }

    // MARK: Where to look

    private func scope() throws -> [Repository] {
        let names = query.values("repo")
        let owners = query.values("org") + query.values("user")
        let unseen = SearchQuery.invalid(
            "The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them."
        )
        var found: [Repository] = []
        for name in names {
            let parts = name.split(separator: "/").map(String.init)
            guard parts.count == 2, let repository = try Repository.find(tx.db, owner: parts[0], name: parts[1]),
                try Permission.of(call.user, on: repository, tx.db) >= .read
            else { continue }
            found.append(repository)
        }
        for owner in owners {
            let login = owner == "@me" ? call.user?.login ?? "" : owner
            guard let user = try User.find(tx.db, login: login) else { continue }
            found += try Repository.fetchAll(
                cached: tx.db, sql: "SELECT * FROM repositories WHERE ownerID = ? ORDER BY id", arguments: [user.id])
        }
        if found.isEmpty, !(names + owners).isEmpty {
            if !names.isEmpty || owners.allSatisfy({ (try? User.find(tx.db, login: $0)) == nil }) { throw unseen }
            return []
        }
        if (names + owners).isEmpty { found = try Repository.fetchAll(cached: tx.db, sql: "SELECT * FROM repositories ORDER BY id") }
        let hidden = query.values("repo", negated: true).map { $0.lowercased() }
        return try found.filter { repository in
            try Permission.of(call.user, on: repository, tx.db) >= .read && !hidden.contains(try tx.fullName(repository).lowercased())
        }
    }

    // MARK: Matching

    private func matches(_ term: SearchQuery.Term, _ item: Candidate) throws -> Bool {
        let value = term.value
        let (issue, pull) = (item.issue, item.pull)
        switch term.key {
        case nil: return try hasText(value, issue)
        case "is", "type", "state": return try has(value, item)
        case "label":
            let names = Set(try Label.of(issue: issue.id, tx.db).map { $0.name.lowercased() })
            return value.lowercased().split(separator: ",").contains { names.contains(String($0)) }
        case "author": return try isUser(value, issue.userID)
        case "assignee":
            let sql = "SELECT userID FROM assignees WHERE issueID = ?"
            return try Int64.fetchAll(cached: tx.db, sql: sql, arguments: [issue.id]).contains { try isUser(value, $0) }
        case "commenter":
            let sql = "SELECT DISTINCT userID FROM comments WHERE issueID = ?"
            return try Int64.fetchAll(cached: tx.db, sql: sql, arguments: [issue.id]).contains { try isUser(value, $0) }
        case "head": return pull?.headRef.hasPrefix(value) ?? false
        case "base": return pull?.baseRef == value
        case "draft": return pull.map { $0.draft == (value == "true") } ?? false
        case "reason": return issue.stateReason == (value.lowercased() == "not planned" ? "not_planned" : value.lowercased())
        case "archived": return item.repository.archived == (value == "true")
        case "no": return try lacks(value, issue)
        case "created": return try SearchRange(value).contains(issue.createdAt)
        case "updated": return try SearchRange(value).contains(issue.updatedAt)
        case "closed": return try issue.closedAt.map(SearchRange(value).contains) ?? false
        case "merged": return try pull?.mergedAt.map(SearchRange(value).contains) ?? false
        case "comments":
            let count = try Int.fetchOne(cached: tx.db, sql: "SELECT count(*) FROM comments WHERE issueID = ?", arguments: [issue.id])
            return SearchRange(numbers: value).contains(Int64(count ?? 0))
        // Where to look and in which order has already been decided.
        default: return !term.isNegated
        }
    }

    private func has(_ value: String, _ item: Candidate) throws -> Bool {
        switch value.lowercased() {
        case "open", "closed": item.issue.state == value.lowercased()
        case "pr", "pull-request": item.issue.isPull
        case "issue": !item.issue.isPull
        case "merged": item.pull?.merged ?? false
        case "unmerged": item.pull.map { !$0.merged } ?? false
        case "draft": item.pull?.draft ?? false
        case "public": !item.repository.private
        case "private": item.repository.private
        default: throw Refusal.notSimulated("searching by is:\(value)")
        }
    }

    private func lacks(_ value: String, _ issue: Issue) throws -> Bool {
        switch value {
        case "label": return try Label.of(issue: issue.id, tx.db).isEmpty
        case "assignee":
            let sql = "SELECT count(*) FROM assignees WHERE issueID = ?"
            return try Int.fetchOne(cached: tx.db, sql: sql, arguments: [issue.id]) == 0
        default: throw Refusal.notSimulated("searching by no:\(value)")
        }
    }

    private func isUser(_ login: String, _ id: Int64) throws -> Bool {
        if login == "@me" { return call.user?.id == id }
        let name = login.hasPrefix("app/") ? "\(login.dropFirst(4))[bot]" : login
        return try tx.user(id).login.lowercased() == name.lowercased()
    }

    private func hasText(_ text: String, _ issue: Issue) throws -> Bool {
        let fields = query.values("in").flatMap { $0.split(separator: ",").map(String.init) }
        let wanted = fields.isEmpty ? ["title", "body", "comments"] : fields
        let needle = text.lowercased()
        if wanted.contains("title"), issue.title.lowercased().contains(needle) { return true }
        if wanted.contains("body"), issue.body?.lowercased().contains(needle) == true { return true }
        guard wanted.contains("comments") else { return false }
        let bodies = try String.fetchAll(cached: tx.db, sql: "SELECT body FROM comments WHERE issueID = ?", arguments: [issue.id])
        return bodies.contains { $0.lowercased().contains(needle) }
    }
}

/// A range of times or numbers in a query: `>=a`, `<a`, `a..b`, `a..*`, `a`.
struct SearchRange {
    private var low = Int64.min
    private var high = Int64.max
    private static let day: Int64 = 86_400_000

    init(_ text: String) throws {
        try self.init(text) { part in
            guard let time = Times.parse(part) else {
                throw SearchQuery.invalid(
                    "'\(part)' is not a recognized date/time format. Please provide an ISO 8601 date/time value, such as YYYY-MM-DD.")
            }
            return (time, part.count == 10 ? time + Self.day - 1 : time + 999)
        }
    }

    /// Of integers; anything else matches nothing.
    init(numbers text: String) {
        let parsed = try? SearchRange(text) { part in
            guard let number = Int64(part), number.magnitude < 1 << 40 else { throw Refusal.notFound }
            return (number, number)
        }
        if let parsed { self = parsed } else { (low, high) = (1, 0) }
    }

    private init(_ text: String, _ read: (String) throws -> (first: Int64, last: Int64)) throws {
        if let dots = text.firstRange(of: "..") {
            let (left, right) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
            if left != "*" { low = try read(left).first }
            if right != "*" { high = try read(right).last }
        } else if text.hasPrefix(">=") {
            low = try read(String(text.dropFirst(2))).first
        } else if text.hasPrefix("<=") {
            high = try read(String(text.dropFirst(2))).last
        } else if text.hasPrefix(">") {
            low = try read(String(text.dropFirst())).last + 1
        } else if text.hasPrefix("<") {
            high = try read(String(text.dropFirst())).first - 1
        } else {
            (low, high) = try read(text)
        }
    }

    func contains(_ value: Int64) -> Bool { low <= value && value <= high }
}

import GRDB

/// Changes to issues that come from inside the simulator: closing keywords, references and mentions.
struct IssueChanges {
    let call: Call
    let repository: Repository
    let user: User

    /// Closes the issues that a text closes by its keywords; those of other repositories only if the user may write there.
    func close(by text: String, commit: String?) throws {
        for reference in ClosingKeywords.references(in: text) {
            guard let name = reference.repository else {
                try close(reference.number, commit: commit)
                continue
            }
            guard let target = try writable(name) else { continue }
            try IssueChanges(call: call, repository: target, user: user).close(reference.number, commit: commit)
        }
    }

    private func writable(_ name: String) throws -> Repository? {
        let parts = name.split(separator: "/").map(String.init)
        guard parts.count == 2 else { return nil }
        return try call.read { tx in
            guard let found = try Repository.find(tx.db, owner: parts[0], name: parts[1]) else { return nil }
            return try Permission.of(user, on: found, tx.db) >= .write ? found : nil
        }
    }

    /// Closes an open issue (not a pull request) by its number.
    private func close(_ number: Int, commit: String?) throws {
        try call.change { tx in
            guard var issue = try Issue.find(tx.db, repository: repository.id, number: number), issue.state == "open", !issue.isPull else {
                return
            }
            issue.state = "closed"
            issue.stateReason = "completed"
            issue.closedAt = tx.now
            issue.closedByID = user.id
            issue.updatedAt = tx.now
            try issue.update(tx.db)
            try tx.record("closed", issue, by: user, commit: commit, ["state_reason": "completed"])
            try tx.emit("closed", issue, repository, sender: user)
        }
    }

    /// Records in the histories of issues that a commit mentions them.
    func refer(_ commit: GitCommit) throws {
        let numbers = ClosingKeywords.mentioned(in: commit.message)
        guard !numbers.isEmpty else { return }
        try call.change { tx in
            for number in numbers {
                guard let issue = try Issue.find(tx.db, repository: repository.id, number: number) else { continue }
                let sql = "SELECT count(*) FROM issueEvents WHERE issueID = ? AND event = 'referenced' AND commitSHA = ?"
                guard try Int.fetchOne(cached: tx.db, sql: sql, arguments: [issue.id, commit.sha]) == 0 else { continue }
                try tx.record("referenced", issue, by: user, commit: commit.sha)
            }
        }
    }
}

extension Transaction {
    /// Records what a new text of an issue or comment refers to: other issues, and people, who are then subscribed.
    func refer(from issue: Issue, _ text: String?, by author: User) throws {
        guard let text else { return }
        for number in ClosingKeywords.mentioned(in: text) where number != issue.number {
            guard let other = try Issue.find(db, repository: issue.repositoryID, number: number) else { continue }
            let sql = "SELECT count(*) FROM issueEvents WHERE issueID = ? AND event = 'cross-referenced' AND details = ?"
            let details: ForgeJSON = ["source": .int(issue.id)]
            guard try Int.fetchOne(cached: db, sql: sql, arguments: [other.id, details.text]) == 0 else { continue }
            try record("cross-referenced", other, by: author, details)
        }
        for login in ClosingKeywords.people(in: text) {
            guard let person = try User.find(db, login: login), !person.isOrganization, person.id != author.id else { continue }
            try record("mentioned", issue, by: person)
            try record("subscribed", issue, by: person)
        }
    }
}

/// The words by which commits and pull requests close issues, and other references in texts.
enum ClosingKeywords {
    struct Reference: Equatable, Sendable {
        /// `owner/name`; `nil`: the repository of the text.
        var repository: String?
        var number: Int
    }

    /// The issues that a text closes, in its order: `fixes #1`, `closes owner/name#2`, `resolves https://…/owner/name/issues/3`.
    static func references(in text: String) -> [Reference] {
        let pattern =
            /(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?[ \t]+(?:([\w.-]+\/[\w.-]+)?#(\d+)|https?:\/\/[^\/\s]+\/([\w.-]+\/[\w.-]+)\/issues\/(\d+))\b/
        return text.matches(of: pattern).compactMap { match in
            if let digits = match.output.2, let number = Int(digits) {
                return Reference(repository: match.output.1.map(String.init), number: number)
            }
            guard let digits = match.output.4, let number = Int(digits) else { return nil }
            return Reference(repository: match.output.3.map(String.init), number: number)
        }
    }

    /// The issue numbers of the same repository that a text mentions, each once.
    static func mentioned(in text: String) -> [Int] {
        var seen: Set<Int> = []
        return text.matches(of: /(?:^|[\s(\[:,])#(\d+)\b/).compactMap { Int($0.output.1) }.filter { seen.insert($0).inserted }
    }

    /// The logins that a text mentions, each once.
    static func people(in text: String) -> [String] {
        var seen: Set<String> = []
        return text.matches(of: /(?:^|[\s(\[,])@([A-Za-z0-9][A-Za-z0-9-]*)/).map { String($0.output.1) }.filter { seen.insert($0).inserted }
    }
}

import GRDB

/// Small objects and lists that several types share.
enum GraphQLParts {
    static func ref(_ name: String, _ repository: Repository, _ call: Call) throws -> GraphQLValue {
        let full = name.hasPrefix("refs/") ? name : "refs/heads/\(name)"
        let git = try call.git(repository)
        guard let sha = try git.ref(full) else { return .null }
        let parts = full.split(separator: "/", maxSplits: 2).map(String.init)
        return .object(
            PlainObject(
                typeName: "Ref",
                members: [
                    "id": .text(nodeID("Ref", repository.id) + full), "name": .text(parts.last), "prefix": .text("refs/\(parts[1])/"),
                    "target": try commit(sha, repository, call), "repository": .object(RepositoryObject(repository: repository)),
                ]))
    }

    static func commit(_ sha: String?, _ repository: Repository, _ call: Call) throws -> GraphQLValue {
        guard let sha, let commit = try call.git(repository).family.commit(sha) else { return .null }
        return self.commit(commit, repository, try call.read { try $0.htmlURL(repository) })
    }

    static func commit(_ commit: GitCommit, _ repository: Repository, _ html: String) -> GraphQLValue {
        let message = commit.message.trimmingNewlines
        let halves = message.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return .object(
            PlainObject(
                typeName: "Commit",
                members: [
                    "id": .text(nodeID("Commit", repository.id) + commit.sha), "oid": .text(commit.sha),
                    "abbreviatedOid": .text(String(commit.sha.prefix(7))), "message": .text(message),
                    "messageHeadline": .text(halves.first.map(String.init) ?? ""),
                    "messageBody": .text(halves.count > 1 ? halves[1].trimmingSpaces : ""),
                    "committedDate": .time(commit.committer.seconds * 1000), "authoredDate": .time(commit.author.seconds * 1000),
                    "url": .text("\(html)/commit/\(commit.sha)"),
                ]))
    }

    static func label(_ label: Label, _ repository: Repository, _ tx: Transaction) throws -> GraphQLValue {
        .object(
            PlainObject(
                typeName: "Label",
                members: [
                    "id": .text(nodeID("Label", label.id)), "name": .text(label.name), "color": .text(label.color),
                    "description": .text(label.description), "isDefault": .flag(label.isDefault),
                    "url": .text("\(try tx.htmlURL(repository))/labels/\(label.name.urlEncoded)"),
                ]))
    }

    static func comments(_ issue: Issue, _ arguments: ForgeJSON, _ call: Call) throws -> GraphQLValue {
        let sql = "SELECT * FROM comments WHERE issueID = ? ORDER BY id"
        let items = try call.read { tx in
            let repository = try Repository.fetchOne(cached: tx.db, key: issue.repositoryID)
            return try Comment.fetchAll(cached: tx.db, sql: sql, arguments: [issue.id]).map { comment in
                let rendered = try repository.map { try tx.render(comment, $0) } ?? [:]
                return GraphQLValue.object(
                    PlainObject(
                        typeName: "IssueComment",
                        members: [
                            "id": .scalar(rendered["node_id"]), "databaseId": .scalar(.int(comment.id)), "body": .text(comment.body),
                            "author": .object(UserObject(user: try tx.user(comment.userID))), "createdAt": .time(comment.createdAt),
                            "updatedAt": .time(comment.updatedAt), "url": .scalar(rendered["html_url"]),
                        ]))
            }
        }
        return try PlainObject.connection("IssueComment", items, arguments)
    }

    static func reviews(_ pull: Pull, _ repository: Repository, _ arguments: ForgeJSON, _ call: Call) throws -> GraphQLValue {
        let sql = "SELECT * FROM reviews WHERE issueID = ? ORDER BY id"
        let states = arguments["states"].array?.compactMap(\.string)
        let items = try call.read { tx in
            try Review.fetchAll(cached: tx.db, sql: sql, arguments: [pull.issueID]).filter { $0.isVisible(to: call.user) }
                .filter { states?.contains($0.state) ?? true }.map { review in
                    let rendered = try tx.render(review, repository)
                    return GraphQLValue.object(
                        PlainObject(
                            typeName: "PullRequestReview",
                            members: [
                                "id": .scalar(rendered["node_id"]), "databaseId": .scalar(.int(review.id)), "body": .text(review.body),
                                "state": .text(review.state), "author": .object(UserObject(user: try tx.user(review.userID))),
                                "submittedAt": .scalar(rendered["submitted_at"]), "url": .scalar(rendered["html_url"]),
                            ]))
                }
        }
        return try PlainObject.connection("PullRequestReview", items, arguments)
    }

    static func labels(_ labels: [Label], _ repository: Repository, _ arguments: ForgeJSON, _ call: Call) throws -> GraphQLValue {
        let items = try call.read { tx in try labels.map { try label($0, repository, tx) } }
        return try PlainObject.connection("Label", items, arguments)
    }

    static func assignees(_ issue: Issue, _ arguments: ForgeJSON, _ call: Call) throws -> GraphQLValue {
        let sql = "SELECT u.* FROM users u JOIN assignees a ON a.userID = u.id WHERE a.issueID = ? ORDER BY a.rowid"
        let people = try call.read { try User.fetchAll(cached: $0.db, sql: sql, arguments: [issue.id]) }
        return try PlainObject.connection("User", people.map { .object(UserObject(user: $0)) }, arguments)
    }

    /// The conversations of a repository: pull requests, issues, labels.
    static func conversation(_ field: String, _ repository: Repository, _ arguments: ForgeJSON, _ call: Call) throws -> GraphQLValue {
        let number = arguments["number"].int ?? 0
        switch field {
        case "pullRequest":
            guard let pull = try call.read({ try Pull.find($0.db, repository: repository.id, number: number) }) else {
                throw GraphQLProblem(message: "Could not resolve to a PullRequest with the number of \(number).", type: "NOT_FOUND")
            }
            return .object(try PullObject(pull, call))
        case "issue":
            guard let issue = try call.read({ try Issue.find($0.db, repository: repository.id, number: number) }), !issue.isPull else {
                throw GraphQLProblem(message: "Could not resolve to an Issue with the number of \(number).", type: "NOT_FOUND")
            }
            return .object(IssueObject(issue: issue, repository: repository))
        case "label":
            return try call.read { tx in
                let sql = "SELECT * FROM labels WHERE repositoryID = ? AND name = ?"
                let found = try Label.fetchOne(cached: tx.db, sql: sql, arguments: [repository.id, arguments["name"].string])
                return try found.map { try label($0, repository, tx) } ?? .null
            }
        case "labels":
            let all = try call.read {
                let sql = "SELECT * FROM labels WHERE repositoryID = ? ORDER BY id"
                return try Label.fetchAll(cached: $0.db, sql: sql, arguments: [repository.id])
            }
            return try labels(all, repository, arguments, call)
        case "pullRequests": return try pulls(repository, arguments, call)
        case "issues": return try issues(repository, arguments, call)
        default: return .null
        }
    }

    private static func pulls(_ repository: Repository, _ arguments: ForgeJSON, _ call: Call) throws -> GraphQLValue {
        let states = arguments["states"].array?.compactMap(\.string)
        let all = try call.read {
            try Pull.fetchAll(cached: $0.db, sql: "SELECT * FROM pulls WHERE repositoryID = ? ORDER BY number", arguments: [repository.id])
        }
        let wanted = all.filter { pull in
            (states?.contains(pull.graphState) ?? true) && (arguments["baseRefName"].string.map { $0 == pull.baseRef } ?? true)
                && (arguments["headRefName"].string.map { $0 == pull.headRef } ?? true)
        }
        return try PlainObject.connection("PullRequest", try wanted.map { .object(try PullObject($0, call)) }, arguments)
    }

    private static func issues(_ repository: Repository, _ arguments: ForgeJSON, _ call: Call) throws -> GraphQLValue {
        let states = arguments["states"].array?.compactMap(\.string)
        let sql = "SELECT * FROM issues WHERE repositoryID = ? AND NOT isPull ORDER BY number"
        let all = try call.read { try Issue.fetchAll(cached: $0.db, sql: sql, arguments: [repository.id]) }
            .filter { states?.contains($0.state.uppercased()) ?? true }
        return try PlainObject.connection("Issue", all.map { .object(IssueObject(issue: $0, repository: repository)) }, arguments)
    }
}

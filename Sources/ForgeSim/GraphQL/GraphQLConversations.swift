import GRDB

/// An issue.
struct IssueObject: GraphQLObject {
    let issue: Issue
    let repository: Repository
    let typeName = "Issue"

    func value(_ field: String, _ arguments: ForgeJSON, _ call: Call) async throws -> GraphQLValue {
        switch field {
        case "id": .text(nodeID("Issue", issue.id))
        case "databaseId": .scalar(.int(issue.id))
        case "fullDatabaseId": .text(String(issue.id))
        case "state": .text(issue.state.uppercased())
        case "stateReason": .text(issue.stateReason?.uppercased())
        case "url": .text("\(try call.read { try $0.htmlURL(repository) })/issues/\(issue.number)")
        case "resourcePath": .text("/\(try call.read { try $0.fullName(repository) })/issues/\(issue.number)")
        default: try Self.common(field, issue, repository, arguments, call)
        }
    }

    /// What issues and pull requests share.
    static func common(
        _ field: String, _ issue: Issue, _ repository: Repository, _ arguments: ForgeJSON, _ call: Call
    ) throws -> GraphQLValue {
        switch field {
        case "number": .number(issue.number)
        case "title": .text(issue.title)
        case "body": .text(issue.body ?? "")
        case "closed": .flag(issue.state == "closed")
        case "locked": .flag(issue.locked)
        case "activeLockReason": .text(issue.lockReason?.uppercased().replacing(" ", with: "_").replacing("-", with: "_"))
        case "createdAt": .time(issue.createdAt)
        case "updatedAt": .time(issue.updatedAt)
        case "closedAt": .time(issue.closedAt)
        case "author": try UserObject.find(issue.userID, call)
        case "authorAssociation": .scalar(try call.read { try $0.association(issue.userID, repository) })
        case "repository": .object(RepositoryObject(repository: repository))
        case "labels": try GraphQLParts.labels(try call.read { try Label.of(issue: issue.id, $0.db) }, repository, arguments, call)
        case "assignees": try GraphQLParts.assignees(issue, arguments, call)
        case "comments": try GraphQLParts.comments(issue, arguments, call)
        default: .null
        }
    }
}

/// A pull request.
struct PullObject: GraphQLObject {
    let pull: Pull
    let issue: Issue
    let repository: Repository
    let typeName = "PullRequest"

    init(_ pull: Pull, _ call: Call) throws {
        self.pull = pull
        (issue, repository) = try call.read { tx in
            guard let repository = try Repository.fetchOne(cached: tx.db, key: pull.repositoryID) else { throw Refusal.notFound }
            return (try tx.issue(of: pull), repository)
        }
    }

    func value(_ field: String, _ arguments: ForgeJSON, _ call: Call) async throws -> GraphQLValue {
        switch field {
        case "id": return .text(nodeID("PullRequest", pull.id))
        case "databaseId": return .scalar(.int(pull.id))
        case "fullDatabaseId": return .text(String(pull.id))
        case "state": return .text(pull.graphState)
        case "isDraft": return .flag(pull.draft)
        case "merged": return .flag(pull.merged)
        case "mergedAt": return .time(pull.mergedAt)
        case "mergedBy": return try UserObject.find(pull.mergedByID, call)
        case "mergeable":
            let known = try await Mergeability(call: call, repository: repository, git: try call.git(repository)).of(pull)
            return .text(known.mergeable.map { $0 ? "MERGEABLE" : "CONFLICTING" } ?? "UNKNOWN")
        case "mergeCommit": return pull.merged ? try GraphQLParts.commit(pull.mergeCommitSHA, repository, call) : .null
        case "url", "permalink": return .text("\(try call.read { try $0.htmlURL(repository) })/pull/\(pull.number)")
        case "resourcePath": return .text("/\(try call.read { try $0.fullName(repository) })/pull/\(pull.number)")
        case "maintainerCanModify": return .flag(pull.maintainerCanModify)
        case "additions": return .number(pull.additions)
        case "deletions": return .number(pull.deletions)
        case "changedFiles": return .number(pull.changedFiles)
        case "closingIssuesReferences": return try closing(arguments, call)
        case "reviews": return try GraphQLParts.reviews(pull, repository, arguments, call)
        case "commits": return try await commits(arguments, call)
        default: return try side(field, call) ?? IssueObject.common(field, issue, repository, arguments, call)
        }
    }

    private func side(_ field: String, _ call: Call) throws -> GraphQLValue? {
        switch field {
        case "baseRefName": return .text(pull.baseRef)
        case "baseRefOid": return .text(pull.baseSHA)
        case "baseRef": return try GraphQLParts.ref("refs/heads/\(pull.baseRef)", repository, call)
        case "baseRepository": return .object(RepositoryObject(repository: repository))
        case "headRefName": return .text(pull.headRef)
        case "headRefOid": return .text(pull.headSHA)
        case "headRef":
            guard let head = try call.read({ tx in try pull.headRepositoryID.flatMap { try Repository.fetchOne(cached: tx.db, key: $0) } })
            else { return .null }
            return try GraphQLParts.ref("refs/heads/\(pull.headRef)", head, call)
        case "headRepository": return try RepositoryObject.find(pull.headRepositoryID, call)
        case "headRepositoryOwner": return try UserObject.find(pull.headOwnerID, call)
        case "isCrossRepository": return .flag(pull.headRepositoryID != pull.repositoryID)
        default: return nil
        }
    }

    /// The issues that merging into the default branch will close.
    private func closing(_ arguments: ForgeJSON, _ call: Call) throws -> GraphQLValue {
        var items: [GraphQLValue] = []
        if pull.baseRef == repository.defaultBranch {
            var seen: Set<Int64> = []
            try call.read { tx in
                for reference in ClosingKeywords.references(in: issue.body ?? "") {
                    let parts = reference.repository?.split(separator: "/").map(String.init)
                    let target = try parts.map { try Repository.find(tx.db, owner: $0[0], name: $0[1]) } ?? repository
                    guard let target, try Permission.of(call.user, on: target, tx.db) >= .read,
                        let found = try Issue.find(tx.db, repository: target.id, number: reference.number), !found.isPull,
                        seen.insert(found.id).inserted
                    else { continue }
                    items.append(.object(IssueObject(issue: found, repository: target)))
                }
            }
        }
        return try PlainObject.connection("Issue", items, arguments)
    }

    private func commits(_ arguments: ForgeJSON, _ call: Call) async throws -> GraphQLValue {
        let all = try await Routes.pullCommits(pull, try call.git(repository))
        let html = try call.read { try $0.htmlURL(repository) }
        let items = all.map { commit in
            GraphQLValue.object(
                PlainObject(
                    typeName: "PullRequestCommit",
                    members: [
                        "id": .text(nodeID("PullRequestCommit", pull.id) + commit.sha),
                        "commit": GraphQLParts.commit(commit, repository, html),
                        "url": .text("\(html)/pull/\(pull.number)/commits/\(commit.sha)"), "pullRequest": .object(self),
                    ]))
        }
        return try PlainObject.connection("PullRequestCommit", items, arguments)
    }
}

extension Pull {
    var graphState: String { merged ? "MERGED" : open ? "OPEN" : "CLOSED" }
}

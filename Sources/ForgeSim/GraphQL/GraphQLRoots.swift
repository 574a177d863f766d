import GRDB

/// The root of queries.
struct QueryRoot: GraphQLObject {
    let typeName = "Query"

    func value(_ field: String, _ arguments: ForgeJSON, _ call: Call) async throws -> GraphQLValue {
        switch field {
        case "viewer": return .object(UserObject(user: try call.signedIn()))
        case "node": return try Self.node(arguments["id"].string ?? "", call)
        case "nodes": return .list(try (arguments["ids"].array ?? []).map { try Self.node($0.string ?? "", call) })
        case "repository": return try repository(arguments, call)
        case "user": return try account(arguments["login"].string ?? "", "User", "a User", call)
        case "organization": return try account(arguments["login"].string ?? "", "Organization", "an Organization", call)
        case "rateLimit": return .object(limits(call))
        default: return .null
        }
    }

    static func missing(_ id: String) -> GraphQLProblem {
        GraphQLProblem(message: "Could not resolve to a node with the global id of '\(id)'", type: "NOT_FOUND")
    }

    /// The object with a global id.
    static func node(_ id: String, _ call: Call) throws -> GraphQLValue {
        for type in ["User", "Organization"] {
            if let row = rowID(type, node: id), let user = try call.read({ try User.fetchOne(cached: $0.db, key: row) }), user.type == type
            {
                return .object(UserObject(user: user))
            }
        }
        if let row = rowID("PullRequest", node: id) { return .object(try pull(row, id, call)) }
        if let row = rowID("Repository", node: id), case .object(let found) = try RepositoryObject.find(row, call),
            let object = found as? RepositoryObject, try call.permission(on: object.repository) >= .read
        {
            return .object(object)
        }
        guard let row = rowID("Issue", node: id) else { throw missing(id) }
        return try call.read { tx in
            guard let issue = try Issue.fetchOne(cached: tx.db, key: row), !issue.isPull,
                let repository = try Repository.fetchOne(cached: tx.db, key: issue.repositoryID),
                try Permission.of(call.user, on: repository, tx.db) >= .read
            else { throw missing(id) }
            return .object(IssueObject(issue: issue, repository: repository))
        }
    }

    /// The pull request behind a global id, if the caller may see it.
    static func pull(_ row: Int64?, _ id: String, _ call: Call) throws -> PullObject {
        let found = try call.read { tx in try row.flatMap { try Pull.fetchOne(cached: tx.db, key: $0) } }
        guard let found, let object = try? PullObject(found, call), try call.permission(on: object.repository) >= .read else {
            throw missing(id)
        }
        return object
    }

    private func repository(_ arguments: ForgeJSON, _ call: Call) throws -> GraphQLValue {
        let (owner, name) = (arguments["owner"].string ?? "", arguments["name"].string ?? "")
        return try call.read { tx in
            var found = try Repository.find(tx.db, owner: owner, name: name)
            if found == nil, arguments["followRenames"].bool != false {
                found = try Repository.find(tx.db, owner: owner, formerName: name)
            }
            guard let found, try Permission.of(call.user, on: found, tx.db) >= .read else {
                throw GraphQLProblem(message: "Could not resolve to a Repository with the name '\(owner)/\(name)'.", type: "NOT_FOUND")
            }
            return .object(RepositoryObject(repository: found))
        }
    }

    private func account(_ login: String, _ type: String, _ article: String, _ call: Call) throws -> GraphQLValue {
        guard let user = try call.read({ try User.find($0.db, login: login) }), user.type == type else {
            throw GraphQLProblem(message: "Could not resolve to \(article) with the login of '\(login)'.", type: "NOT_FOUND")
        }
        return .object(UserObject(user: user))
    }

    private func limits(_ call: Call) -> PlainObject {
        let standing = call.world.rates.standing(of: call.user.map { "user:\($0.id)" }, .graphql, now: call.now)
        return PlainObject(
            typeName: "RateLimit",
            members: [
                "cost": .number(1), "limit": .number(standing.limit), "nodeCount": .number(0), "remaining": .number(standing.remaining),
                "used": .number(standing.used), "resetAt": .time(standing.reset * 1000),
            ])
    }
}

/// The root of mutations.
struct MutationRoot: GraphQLObject {
    let typeName = "Mutation"

    func value(_ field: String, _ arguments: ForgeJSON, _ call: Call) async throws -> GraphQLValue {
        let input = arguments["input"]
        let id = input["pullRequestId"].string ?? ""
        let object = try QueryRoot.pull(rowID("PullRequest", node: id), id, call)
        let user = try call.signedIn()
        let type = field.prefix(1).uppercased() + field.dropFirst()
        guard try object.issue.userID == user.id || call.permission(on: object.repository) >= .write else {
            throw GraphQLProblem(message: "\(user.login) does not have the correct permissions to execute `\(type)`", type: "FORBIDDEN")
        }
        let changes = PullChanges(call: call, repository: object.repository, user: user)
        switch field {
        case "markPullRequestReadyForReview": try setDraft(false, object, changes)
        case "convertPullRequestToDraft": try setDraft(true, object, changes)
        case "closePullRequest": if object.pull.open { try changes.close(object.pull, merged: nil) }
        case "reopenPullRequest": if !object.pull.open { try await reopen(object, call, user) }
        default: return .null
        }
        let current = try QueryRoot.pull(object.pull.id, id, call)
        return .object(
            PlainObject(
                typeName: "\(type)Payload",
                members: ["clientMutationId": .text(input["clientMutationId"].string), "pullRequest": .object(current)]))
    }

    private func setDraft(_ draft: Bool, _ object: PullObject, _ changes: PullChanges) throws {
        guard object.pull.draft != draft else { return }
        try changes.call.change { tx in
            var pull = object.pull
            pull.draft = draft
            try pull.update(tx.db)
            try tx.touch(object.issue.id)
            try tx.record(draft ? "convert_to_draft" : "ready_for_review", object.issue, by: changes.user)
            try changes.emit(draft ? "converted_to_draft" : "ready_for_review", pull, tx)
        }
    }

    private func reopen(_ object: PullObject, _ call: Call, _ user: User) async throws {
        do {
            try await PullEditing(call: call).reopen(object.pull, object.repository, user)
        } catch let refusal as Refusal {
            let reason = refusal.errors?.first?["message"].string ?? refusal.message
            throw GraphQLProblem(message: "Could not open the pull request: \(reason)", type: "UNPROCESSABLE")
        }
    }
}

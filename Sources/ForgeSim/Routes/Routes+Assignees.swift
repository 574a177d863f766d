import GRDB

/// Who can be assigned, and who is.
extension Routes {
    static func assignees(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}"
        routes.get("\(path)/assignees") { call in
            let repository = try call.repository()
            return try call.read { tx in
                let people = try User.fetchAll(cached: tx.db, sql: "SELECT * FROM users ORDER BY id")
                return try call.list(try people.filter { try isAssignable($0, nil, repository, tx) }) { tx.render($0) }
            }
        }
        routes.get("\(path)/assignees/{login}") { call in
            let repository = try call.repository()
            return try call.read { tx in try answer(call, nil, repository, tx) }
        }
        routes.get("\(path)/issues/{number}/assignees/{login}") { call in
            let (repository, issue) = try findIssue(call)
            return try call.read { tx in try answer(call, issue, repository, tx) }
        }
        for method in ["POST", "DELETE"] {
            routes.on(method, "\(path)/issues/{number}/assignees") { call in
                let (repository, issue) = try findIssue(call)
                let user = try call.signedIn()
                let body = try call.json()
                let logins = body["assignees"].array?.compactMap(\.string) ?? body["assignees"].string.map { [$0] } ?? []
                let privileged = try call.permission(on: repository) > .read
                return try call.change { tx in
                    let changes = ConversationChanges(tx: tx, repository: repository, user: user)
                    // Without the permission the forge silently ignores the request.
                    if privileged { try method == "POST" ? changes.assign(logins, to: issue) : changes.unassign(logins, from: issue) }
                    let current = try Issue.fetchOne(cached: tx.db, key: issue.id) ?? issue
                    return .json(try tx.render(current, repository), status: method == "POST" ? 201 : 200)
                }
            }
        }
    }

    private static func isAssignable(_ person: User, _ issue: Issue?, _ repository: Repository, _ tx: Transaction) throws -> Bool {
        try ConversationChanges(tx: tx, repository: repository, user: person).isAssignable(person, issue)
    }

    private static func answer(_ call: Call, _ issue: Issue?, _ repository: Repository, _ tx: Transaction) throws -> Reply {
        guard let person = try User.find(tx.db, login: call.parameter("login")), try isAssignable(person, issue, repository, tx) else {
            throw Refusal.notFound
        }
        return .noContent
    }
}

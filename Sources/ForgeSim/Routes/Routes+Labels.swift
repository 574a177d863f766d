import GRDB

/// Labels of repositories and of issues.
extension Routes {
    static func labels(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}"
        routes.get("\(path)/labels") { call in
            let repository = try call.repository()
            return try call.read { tx in
                let all = try Label.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM labels WHERE repositoryID = ? ORDER BY id", arguments: [repository.id])
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.post("\(path)/labels") { call in
            let repository = try call.repository(.write)
            let user = try call.signedIn()
            let body = try call.json()
            guard let name = body["name"].string, !name.isEmpty else { throw Refusal.field("Label", "name", "missing_field") }
            return try call.change { tx in
                guard try find(name, repository, tx) == nil else { throw Refusal.field("Label", "name", "already_exists") }
                let label = try make(name, repository, user, tx, color: body["color"].string, description: body["description"].string)
                return .created(try tx.render(label, repository))
            }
        }
        routes.get("\(path)/labels/{name}") { call in
            let repository = try call.repository()
            return try call.read { tx in
                guard let label = try find(call.parameter("name"), repository, tx) else { throw Refusal.notFound }
                return .json(try tx.render(label, repository))
            }
        }
        routes.delete("\(path)/labels/{name}") { call in
            let repository = try call.repository(.write)
            try call.change { tx in
                guard let label = try find(call.parameter("name"), repository, tx) else { throw Refusal.notFound }
                try label.delete(tx.db)
            }
            return .noContent
        }
        routes.get("\(path)/issues/{number}/labels") { call in
            let (repository, issue) = try findIssue(call)
            return try call.read { tx in try call.list(try Label.of(issue: issue.id, tx.db)) { try tx.render($0, repository) } }
        }
        routes.post("\(path)/issues/{number}/labels") { try change($0, add: try names($0), remove: []) }
        routes.put("\(path)/issues/{number}/labels") { call in
            let wanted = try names(call)
            let (_, issue) = try findIssue(call)
            let present = try call.read { try Label.of(issue: issue.id, $0.db).map(\.name) }
            return try change(
                call, add: wanted, remove: present.filter { name in !wanted.contains { $0.lowercased() == name.lowercased() } })
        }
        routes.delete("\(path)/issues/{number}/labels") { call in
            let (_, issue) = try findIssue(call)
            _ = try change(call, add: [], remove: try call.read { try Label.of(issue: issue.id, $0.db).map(\.name) })
            return .noContent
        }
        routes.delete("\(path)/issues/{number}/labels/{name...}") { call in
            let (_, issue) = try findIssue(call)
            let name = call.parameter("name").lowercased()
            let present = try call.read { try Label.of(issue: issue.id, $0.db) }
            guard let label = present.first(where: { $0.name.lowercased() == name }) else {
                throw Refusal(status: 404, message: "Label does not exist")
            }
            return try change(call, add: [], remove: [label.name])
        }
    }

    /// The label names of a request: a list, an object with one, or objects with names.
    private static func names(_ call: Call) throws -> [String] {
        let body = try call.anyJSON()
        let items: [ForgeJSON]
        if let list = body.array {
            items = list
        } else if let list = body["labels"].array {
            items = list
        } else if body["labels"].string != nil {
            items = [body["labels"]]
        } else {
            throw Refusal.notSupplied("labels")
        }
        return items.compactMap { $0.string ?? $0["name"].string }.filter { !$0.isEmpty }
    }

    private static func find(_ name: String, _ repository: Repository, _ tx: Transaction) throws -> Label? {
        try Label.fetchOne(
            cached: tx.db, sql: "SELECT * FROM labels WHERE repositoryID = ? AND name = ?", arguments: [repository.id, name])
    }

    private static func make(
        _ name: String, _ repository: Repository, _ user: User, _ tx: Transaction, color: String? = nil, description: String? = nil
    ) throws -> Label {
        let label = Label(
            id: try tx.db.nextID("label"), repositoryID: repository.id, name: name, color: color ?? "ededed", description: description)
        try label.insert(tx.db)
        try tx.emit("label", "created", repository, sender: user, ["label": try tx.render(label, repository)])
        return label
    }

    private static func change(_ call: Call, add: [String], remove: [String]) throws -> Reply {
        let repository = try call.repository()
        let (_, issue) = try findIssue(call)
        let user = try call.signedIn()
        guard try call.permission(on: repository) >= .triage else { throw Refusal.forbidden("Must have admin rights to Repository.") }
        return try call.change { tx in
            for name in remove {
                guard let label = try find(name, repository, tx) else { continue }
                try tx.db.execute(sql: "DELETE FROM issueLabels WHERE issueID = ? AND labelID = ?", arguments: [issue.id, label.id])
                if tx.db.changesCount > 0 { try emit("unlabeled", label, issue, repository, user, tx, call) }
            }
            for name in add {
                let label = try find(name, repository, tx) ?? make(name, repository, user, tx)
                try tx.db.execute(sql: "INSERT OR IGNORE INTO issueLabels VALUES (?, ?)", arguments: [issue.id, label.id])
                if tx.db.changesCount > 0 { try emit("labeled", label, issue, repository, user, tx, call) }
            }
            return .json(.array(try Label.of(issue: issue.id, tx.db).map { try tx.render($0, repository) }))
        }
    }

    private static func emit(
        _ action: String, _ label: Label, _ issue: Issue, _ repository: Repository, _ user: User, _ tx: Transaction, _ call: Call
    ) throws {
        try tx.touch(issue.id)
        let rendered = try tx.render(label, repository)
        if let pull = try Pull.find(tx.db, repository: repository.id, number: issue.number) {
            try PullChanges(call: call, repository: repository, user: user).emit(action, pull, tx, [("label", rendered)])
        } else {
            try tx.emit("issues", action, repository, sender: user, ["issue": try tx.render(issue, repository), "label": rendered])
        }
    }
}

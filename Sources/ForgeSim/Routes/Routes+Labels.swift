import GRDB

/// Labels of repositories and of issues.
extension Routes {
    static func labels(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/labels"
        routes.get(path) { call in
            let repository = try call.repository()
            return try call.read { tx in
                let all = try Label.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM labels WHERE repositoryID = ? ORDER BY id", arguments: [repository.id])
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.post(path) { call in
            let repository = try call.repository()
            let user = try call.allowed(.triage, on: repository)
            let body = try call.json()
            guard let name = body["name"].string, !name.trimmingSpaces.isEmpty else {
                throw Refusal.field("Label", "name", "missing_field")
            }
            try checkLabel(body, name)
            return try call.change { tx in
                let changes = ConversationChanges(tx: tx, repository: repository, user: user)
                guard try changes.findLabel(name) == nil else { throw Refusal.field("Label", "name", "already_exists") }
                let color = body["color"].string ?? "ededed"
                let rendered = try tx.render(try changes.makeLabel(name, color: color, description: body["description"].string), repository)
                return Reply.created(rendered).header("Location", rendered["url"].string ?? "")
            }
        }
        routes.get("\(path)/{name...}") { call in
            let (repository, label) = try findLabel(call)
            return try call.read { .json(try $0.render(label, repository)) }
        }
        routes.patch("\(path)/{name...}") { try editLabel($0) }
        routes.delete("\(path)/{name...}") { call in
            let (repository, label) = try findLabel(call)
            let user = try call.allowed(.triage, on: repository)
            try call.change { tx in
                let rendered = try tx.render(label, repository)
                try label.delete(tx.db)
                try tx.emit("label", "deleted", repository, sender: user, ["label": rendered])
            }
            return .noContent
        }
        issueLabels(&routes)
    }

    private static func issueLabels(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/issues/{number}/labels"
        routes.get(path) { call in
            let (repository, issue) = try findIssue(call)
            return try call.read { tx in try call.list(try Label.of(issue: issue.id, tx.db)) { try tx.render($0, repository) } }
        }
        routes.post(path) { call in
            try change(call) { try $0.addLabels(try labelNames(try call.anyJSON(), required: true), to: $1) }
        }
        routes.put(path) { call in
            try change(call) { try $0.setLabels(try labelNames(try call.anyJSON(), required: true), of: $1) }
        }
        routes.delete(path) { call in
            _ = try change(call) { try $0.setLabels([], of: $1) }
            return .noContent
        }
        routes.delete("\(path)/{name...}") { call in
            let name = call.parameter("name")
            return try change(call) { changes, issue in
                let present = try Label.of(issue: issue.id, changes.tx.db)
                guard present.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
                    throw Refusal(status: 404, message: "Label does not exist")
                }
                try changes.removeLabels([name], from: issue)
            }
        }
    }

    /// The label names in a request: a list, an object with one, or objects with names.
    static func labelNames(_ body: ForgeJSON, required: Bool = false) throws -> [String] {
        let items: [ForgeJSON]
        guard body.array != nil || body.object != nil else { throw Refusal.notAnObject }
        if let list = body.array {
            items = list
        } else if let list = body["labels"].array {
            items = list
        } else if body["labels"].string != nil {
            items = [body["labels"]]
        } else if required {
            throw Refusal.notSupplied("labels")
        } else {
            return []
        }
        let names = items.compactMap { $0.string ?? $0["name"].string }.filter { !$0.isEmpty }
        if names.contains(where: { $0.count > 50 }) {
            throw Refusal.field("Label", "name", "custom", "name is too long (maximum is 50 characters)")
        }
        return names
    }

    private static func findLabel(_ call: Call) throws -> (Repository, Label) {
        let repository = try call.repository()
        let label = try call.read { tx in
            try Label.fetchOne(
                cached: tx.db, sql: "SELECT * FROM labels WHERE repositoryID = ? AND name = ?",
                arguments: [repository.id, call.parameter("name")])
        }
        guard let label else { throw Refusal.notFound }
        return (repository, label)
    }

    /// Limits for name and description, format of the colour.
    private static func checkLabel(_ body: ForgeJSON, _ name: String?) throws {
        try RequestShape.check(body, [("color", .string), ("description", .optionalString), ("new_name", .string)])
        if let name, name.count > 50 { throw Refusal.field("Label", "name", "custom", "name is too long (maximum is 50 characters)") }
        if let color = body["color"].string, color.count != 6 || !color.allSatisfy(\.isHexDigit) {
            throw Refusal.invalid(["value": .string(color), "resource": "Label", "field": "color", "code": "invalid"])
        }
        if let text = body["description"].string, text.count > 100 {
            throw Refusal.field("Label", "description", "custom", "description is too long (maximum is 100 characters)")
        }
    }

    private static func editLabel(_ call: Call) throws -> Reply {
        let (repository, label) = try findLabel(call)
        let user = try call.allowed(.triage, on: repository)
        let body = try call.json()
        let name = body["new_name"].string ?? body["name"].string
        try checkLabel(body, name)
        return try call.change { tx in
            var updated = label
            var changes: ForgeJSON = [:]
            if let name, name != label.name {
                let other = try ConversationChanges(tx: tx, repository: repository, user: user).findLabel(name)
                guard other == nil || other?.id == label.id else { throw Refusal.field("Label", "name", "already_exists") }
                changes["name"] = ["from": .string(label.name)]
                updated.name = name
            }
            if let color = body["color"].string, color != label.color {
                changes["color"] = ["from": .string(label.color)]
                updated.color = color
            }
            if body.has("description"), body["description"].string != label.description {
                changes["description"] = ["from": .string(label.description ?? "")]
                updated.description = body["description"].string
            }
            try updated.update(tx.db)
            let rendered = try tx.render(updated, repository)
            if changes.object?.members.isEmpty == false {
                try tx.emit("label", "edited", repository, sender: user, ["label": rendered, "changes": changes])
            }
            return .json(rendered)
        }
    }

    private static func change(_ call: Call, _ body: (ConversationChanges, Issue) throws -> Void) throws -> Reply {
        let (repository, issue) = try findIssue(call)
        let user = try call.allowed(.triage, on: repository)
        return try call.change { tx in
            try body(ConversationChanges(tx: tx, repository: repository, user: user), issue)
            return .json(.array(try Label.of(issue: issue.id, tx.db).map { try tx.render($0, repository) }))
        }
    }
}

import GRDB

/// Milestones.
extension Routes {
    static func milestones(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/milestones"
        routes.get(path) { call in
            let repository = try call.repository()
            try call.refuseQuery("sort", except: ["due_on"])
            return try call.read { tx in
                var all = try Milestone.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM milestones WHERE repositoryID = ? ORDER BY dueOn IS NULL, dueOn, number",
                    arguments: [repository.id])
                let state = call.query["state"] ?? "open"
                if state != "all" { all = all.filter { $0.state == state } }
                if call.query["direction"] == "desc" { all.reverse() }
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.post(path) { call in
            let repository = try call.repository()
            let user = try call.allowed(.triage, on: repository)
            let body = try call.json()
            return try call.change { tx in
                let sql = "SELECT coalesce(max(number), 0) + 1 FROM milestones WHERE repositoryID = ?"
                var milestone = Milestone(
                    id: try tx.db.nextID("milestone"), repositoryID: repository.id,
                    number: try Int.fetchOne(cached: tx.db, sql: sql, arguments: [repository.id]) ?? 1, title: "", state: "open",
                    creatorID: user.id, createdAt: tx.now, updatedAt: tx.now)
                if !body.has("title") { throw Refusal.field("Milestone", "title", "missing_field") }
                try apply(body, &milestone, tx)
                try milestone.insert(tx.db)
                return .created(try announce("created", milestone, repository, user, tx))
            }
        }
        routes.get("\(path)/{milestone}") { call in
            let (repository, milestone) = try findMilestone(call)
            return try call.read { .json(try $0.render(milestone, repository)) }
        }
        routes.patch("\(path)/{milestone}") { try editMilestone($0) }
        routes.delete("\(path)/{milestone}") { call in
            let (repository, milestone) = try findMilestone(call)
            let user = try call.allowed(.triage, on: repository)
            try call.change { tx in
                _ = try announce("deleted", milestone, repository, user, tx)
                try tx.db.execute(sql: "UPDATE issues SET milestoneID = NULL WHERE milestoneID = ?", arguments: [milestone.id])
                try milestone.delete(tx.db)
            }
            return .noContent
        }
        routes.get("\(path)/{milestone}/labels") { call in
            let (repository, milestone) = try findMilestone(call)
            return try call.read { tx in
                let sql = """
                    SELECT DISTINCT l.* FROM labels l JOIN issueLabels i ON i.labelID = l.id JOIN issues s ON s.id = i.issueID
                    WHERE s.milestoneID = ? ORDER BY l.id
                    """
                let labels = try Label.fetchAll(cached: tx.db, sql: sql, arguments: [milestone.id])
                return try call.list(labels) { try tx.render($0, repository) }
            }
        }
    }

    private static func findMilestone(_ call: Call) throws -> (Repository, Milestone) {
        let repository = try call.repository()
        let found = try call.read { try Milestone.find($0.db, repository: repository.id, number: try call.number("milestone")) }
        guard let found else { throw Refusal.notFound }
        return (repository, found)
    }

    private static func editMilestone(_ call: Call) throws -> Reply {
        let (repository, old) = try findMilestone(call)
        let user = try call.allowed(.triage, on: repository)
        let body = try call.json()
        return try call.change { tx in
            var milestone = old
            try apply(body, &milestone, tx)
            milestone.updatedAt = tx.now
            try milestone.update(tx.db)
            var changes: ForgeJSON = [:]
            if milestone.title != old.title { changes["title"] = ["from": .string(old.title)] }
            if milestone.description != old.description { changes["description"] = ["from": .string(old.description ?? "")] }
            if milestone.dueOn != old.dueOn { changes["due_on"] = ["from": .string(old.dueOn.map(Times.iso) ?? "")] }
            if changes.object?.members.isEmpty == false { _ = try announce("edited", milestone, repository, user, tx, changes) }
            if milestone.state != old.state {
                _ = try announce(milestone.state == "closed" ? "closed" : "opened", milestone, repository, user, tx)
            }
            return .json(try tx.render(milestone, repository))
        }
    }

    private static func apply(_ body: ForgeJSON, _ milestone: inout Milestone, _ tx: Transaction) throws {
        try RequestShape.check(body, [("title", .string), ("description", .optionalString), ("due_on", .optionalString)])
        if let title = body["title"].string {
            guard !title.trimmingSpaces.isEmpty else { throw Refusal.field("Milestone", "title", "missing_field") }
            let sql = "SELECT count(*) FROM milestones WHERE repositoryID = ? AND title = ? AND id != ?"
            let doubles = try Int.fetchOne(cached: tx.db, sql: sql, arguments: [milestone.repositoryID, title, milestone.id]) ?? 0
            guard doubles == 0 else { throw Refusal.field("Milestone", "title", "already_exists") }
            milestone.title = title
        }
        if body.has("description") { milestone.description = body["description"].string }
        if let state = body["state"].string {
            guard state == "open" || state == "closed" else { throw Refusal.field("Milestone", "state", "invalid") }
            if state != milestone.state { milestone.closedAt = state == "closed" ? tx.now : nil }
            milestone.state = state
        }
        guard body.has("due_on") else { return }
        let due = body["due_on"].string.flatMap(Times.parse)
        if due == nil, !body["due_on"].isNull { throw Refusal.field("Milestone", "due_on", "invalid") }
        milestone.dueOn = due
    }

    private static func announce(
        _ action: String, _ milestone: Milestone, _ repository: Repository, _ user: User, _ tx: Transaction, _ changes: ForgeJSON? = nil
    ) throws -> ForgeJSON {
        let rendered = try tx.render(milestone, repository)
        var body: ForgeJSON = ["milestone": rendered]
        if let changes { body["changes"] = changes }
        try tx.emit("milestone", action, repository, sender: user, body)
        return rendered
    }
}

import GRDB

/// Webhooks.
extension Routes {
    static func hooks(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/hooks"
        routes.get(path) { call in
            let repository = try call.repository(.admin)
            return try call.read { tx in
                let all = try Hook.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM hooks WHERE repositoryID = ? ORDER BY id", arguments: [repository.id])
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.post(path) { try create($0) }
        routes.get("\(path)/{id}") { call in
            let (repository, hook) = try find(call)
            return try call.read { .json(try $0.render(hook, repository)) }
        }
        routes.patch("\(path)/{id}") { try edit($0) }
        routes.delete("\(path)/{id}") { call in
            let (_, hook) = try find(call)
            _ = try call.change { try hook.delete($0.db) }
            return .noContent
        }
        for name in ["pings", "tests"] {
            routes.post("\(path)/{id}/\(name)") { call in
                let (repository, hook) = try find(call)
                let user = try call.signedIn()
                try call.change { try $0.ping(hook, repository, sender: user) }
                return .noContent
            }
        }
        routes.get("\(path)/{id}/deliveries") { call in
            let (_, hook) = try find(call)
            return try call.read { tx in
                let all = try Delivery.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM deliveries WHERE hookID = ? AND deliveredAt IS NOT NULL ORDER BY seq DESC",
                    arguments: [hook.id])
                return try call.list(all) { delivery in render(delivery) }
            }
        }
        routes.get("\(path)/{id}/deliveries/{delivery}") { call in
            let (_, hook) = try find(call)
            return try call.read { tx in
                guard let delivery = try Delivery.fetchOne(cached: tx.db, key: try call.id("delivery")), delivery.hookID == hook.id else {
                    throw Refusal.notFound
                }
                var rendered = render(delivery)
                rendered["request"] = ["headers": [:], "payload": (try? ForgeJSON(parsing: delivery.payload)) ?? .null]
                rendered["response"] = ["headers": [:], "payload": ForgeJSON(delivery.response)]
                return .json(rendered)
            }
        }
        routes.post("\(path)/{id}/deliveries/{delivery}/attempts") { call in
            let (_, hook) = try find(call)
            let delivery = try call.read { try Delivery.fetchOne(cached: $0.db, key: try call.id("delivery")) }
            guard let delivery, delivery.hookID == hook.id else { throw Refusal.notFound }
            _ = try call.world.deliveries.redeliver(delivery.seq, world: call.world)
            return .json([:], status: 202)
        }
    }

    private static func find(_ call: Call) throws -> (Repository, Hook) {
        let repository = try call.repository(.admin)
        let hook = try call.read { try Hook.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let hook, hook.repositoryID == repository.id else { throw Refusal.notFound }
        return (repository, hook)
    }

    private static func render(_ delivery: Delivery) -> ForgeJSON {
        [
            "id": .int(delivery.seq), "guid": .string(delivery.guid), "delivered_at": Times.json(delivery.deliveredAt),
            "redelivery": .bool(delivery.redelivery), "duration": 0, "status": .string(delivery.state == "delivered" ? "OK" : "failed"),
            "status_code": ForgeJSON(delivery.status), "event": .string(delivery.event), "action": ForgeJSON(delivery.action),
            "installation_id": .null, "repository_id": .int(delivery.repositoryID),
        ]
    }

    private static func create(_ call: Call) throws -> Reply {
        let repository = try call.repository(.admin)
        let user = try call.signedIn()
        let body = try call.json()
        guard body["name"].isNull || body["name"].string == "web" else {
            throw Refusal.custom("Hook", "The \"name\" provided is not a valid service name: only \"web\" is accepted")
        }
        let config = body["config"]
        guard let url = config["url"].string, !url.isEmpty else {
            throw Refusal.field("Hook", "url", "missing_field", "url cannot be blank")
        }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else { throw Refusal.custom("Hook", "url is missing a scheme") }
        let events = body["events"].array?.compactMap(\.string) ?? ["push"]
        return try call.change { tx in
            let known = try Hook.fetchAll(cached: tx.db, sql: "SELECT * FROM hooks WHERE repositoryID = ?", arguments: [repository.id])
            if known.contains(where: { $0.url == url && Set($0.eventNames) == Set(events) }) {
                throw Refusal.custom("Hook", "Hook already exists on this repository")
            }
            var hook = Hook(
                id: try tx.db.nextID("hook"), repositoryID: repository.id, url: url, contentType: "form", secret: nil, insecureSSL: "0",
                events: events.joined(separator: ","), active: body["active"].bool ?? true, paused: false, lastCode: nil,
                lastStatus: "unused", lastMessage: nil, createdAt: tx.now, updatedAt: tx.now)
            hook.apply(config)
            try hook.insert(tx.db)
            try tx.ping(hook, repository, sender: user)
            return .created(try tx.render(hook, repository))
        }
    }

    private static func edit(_ call: Call) throws -> Reply {
        let (repository, hook) = try find(call)
        let body = try call.json()
        return try call.change { tx in
            var updated = hook
            if let config = body["config"].object {
                if let url = config["url"]?.string { updated.url = url }
                updated.apply(body["config"])
            }
            var events = body["events"].array?.compactMap(\.string) ?? updated.eventNames
            for name in body["add_events"].array?.compactMap(\.string) ?? [] where !events.contains(name) { events.append(name) }
            let removed = body["remove_events"].array?.compactMap(\.string) ?? []
            updated.events = events.filter { !removed.contains($0) }.joined(separator: ",")
            if let active = body["active"].bool { updated.active = active }
            updated.updatedAt = tx.now
            try updated.update(tx.db)
            return .json(try tx.render(updated, repository))
        }
    }
}

extension Hook {
    mutating func apply(_ config: ForgeJSON) {
        if let type = config["content_type"].string { contentType = type == "json" ? "json" : "form" }
        if config.has("secret"), config["secret"].string != "********" { secret = config["secret"].string }
        if let insecure = config["insecure_ssl"].string ?? config["insecure_ssl"].int.map(String.init) { insecureSSL = insecure }
    }
}

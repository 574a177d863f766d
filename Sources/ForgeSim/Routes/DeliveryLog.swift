import GRDB

/// The deliveries of one hook, of a repository or of an app, as the forge shows them.
struct DeliveryLog {
    let call: Call
    let hook: Hook

    /// Newest first. Pages use a cursor, since new deliveries are added at the front.
    func list() throws -> Reply {
        var before = Int64.max
        if let cursor = call.query["cursor"] {
            guard let seq = Self.seq(cursor) else { throw Refusal.notSimulated("what the forge answers to the cursor '\(cursor)'") }
            before = seq
        }
        let condition: String
        switch call.query["status"] {
        case nil: condition = ""
        case "success": condition = "AND state = 'delivered'"
        case "failure": condition = "AND state = 'failed'"
        case let other?: throw Refusal.notSimulated("what the forge answers to deliveries with the status '\(other)'")
        }
        let sql = """
            SELECT * FROM deliveries WHERE hookID = ? AND deliveredAt IS NOT NULL AND seq < ? \(condition) ORDER BY seq DESC LIMIT ?
            """
        let found = try call.read { tx in
            try Delivery.fetchAll(cached: tx.db, sql: sql, arguments: [hook.id, before, call.perPage + 1])
        }
        let reply = Reply.json(.array(found.prefix(call.perPage).map(item)))
        guard found.count > call.perPage else { return reply }
        let kept = call.queryText.split(separator: "&").filter { !$0.hasPrefix("cursor=") }.map { "\($0)&" }.joined()
        return reply.header("Link", "<\(call.base)\(call.path)?\(kept)cursor=v1_\(found[call.perPage - 1].seq)>; rel=\"next\"")
    }

    private static func seq(_ cursor: String) -> Int64? { cursor.hasPrefix("v1_") ? Int64(cursor.dropFirst(3)) : nil }

    func show() throws -> Reply {
        let delivery = try find()
        let exchange = Ruleset.json(delivery.exchange)
        var rendered = item(delivery)
        rendered["url"] = exchange["url"].isNull ? .string(hook.url) : exchange["url"]
        rendered["request"] = ["headers": exchange["request"], "payload": Ruleset.json(delivery.payload)]
        rendered["response"] = ["headers": exchange["response"], "payload": ForgeJSON(delivery.response)]
        return .json(rendered)
    }

    /// The same payload and id again; the list gets one more item.
    func sendAgain() throws -> Reply {
        let delivery = try find()
        try call.change { try $0.queueAgain(delivery) }
        return .json([:], status: 202)
    }

    private func find() throws -> Delivery {
        let delivery = try call.read { try Delivery.fetchOne(cached: $0.db, key: try call.id("delivery")) }
        guard let delivery, delivery.hookID == hook.id, delivery.deliveredAt != nil else { throw Refusal.notFound }
        return delivery
    }

    private func item(_ delivery: Delivery) -> ForgeJSON {
        let exchange = Ruleset.json(delivery.exchange)
        let status = exchange["status"].isNull ? .string(delivery.state == "delivered" ? "OK" : "failed") : exchange["status"]
        return [
            "id": .int(delivery.seq), "guid": .string(delivery.guid), "delivered_at": Times.json(delivery.deliveredAt),
            "redelivery": .bool(delivery.redelivery), "duration": .double(exchange["duration"].double ?? 0), "status": status,
            "status_code": ForgeJSON(delivery.status ?? 0), "event": .string(delivery.event), "action": ForgeJSON(delivery.action),
            "installation_id": Ruleset.json(delivery.payload)["installation"]["id"],
            "repository_id": delivery.repositoryID == 0 ? .null : .int(delivery.repositoryID), "throttled_at": .null,
        ]
    }
}

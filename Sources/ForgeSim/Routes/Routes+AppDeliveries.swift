import GRDB

/// The deliveries of an app's own webhook.
extension Routes {
    static func appDeliveries(_ routes: inout RouteTable) {
        let path = "/app/hook/deliveries"
        routes.get(path) { call in
            let app = try asApp(call)
            return try call.read { tx in
                let all = try Delivery.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM deliveries WHERE hookID = ? AND deliveredAt IS NOT NULL ORDER BY seq DESC",
                    arguments: [-app.id])
                return try call.list(all) { item($0, app) }
            }
        }
        routes.get("\(path)/{delivery}") { call in
            let (app, delivery) = try find(call)
            var rendered = item(delivery, app)
            rendered["url"] = ForgeJSON(app.hookURL)
            rendered["request"] = [
                "headers": [
                    "X-GitHub-Event": .string(delivery.event), "X-GitHub-Delivery": .string(delivery.guid),
                    "User-Agent": "GitHub-Hookshot/0000001",
                ],
                "payload": Ruleset.json(delivery.payload),
            ]
            rendered["response"] = ["headers": [:], "payload": ForgeJSON(delivery.response)]
            return .json(rendered)
        }
        routes.post("\(path)/{delivery}/attempts") { call in
            let (_, delivery) = try find(call)
            _ = try call.world.deliveries.redeliver(delivery.seq, world: call.world)
            return .json([:], status: 202)
        }
    }

    private static func find(_ call: Call) throws -> (SimApp, Delivery) {
        let app = try asApp(call)
        let delivery = try call.read { try Delivery.fetchOne(cached: $0.db, key: try call.id("delivery")) }
        guard let delivery, delivery.hookID == -app.id else { throw Refusal.notFound }
        return (app, delivery)
    }

    private static func item(_ delivery: Delivery, _ app: SimApp) -> ForgeJSON {
        let installation = Ruleset.json(delivery.payload)["installation"]["id"]
        return [
            "id": .int(delivery.seq), "guid": .string(delivery.guid), "delivered_at": Times.json(delivery.deliveredAt),
            "redelivery": .bool(delivery.redelivery), "duration": 0.0,
            "status": .string(delivery.state == "delivered" ? "OK" : "Invalid HTTP Response: \(delivery.status ?? 502)"),
            "status_code": ForgeJSON(delivery.status ?? 0), "event": .string(delivery.event), "action": ForgeJSON(delivery.action),
            "installation_id": installation, "repository_id": delivery.repositoryID == 0 ? .null : .int(delivery.repositoryID),
            "throttled_at": .null,
        ]
    }
}

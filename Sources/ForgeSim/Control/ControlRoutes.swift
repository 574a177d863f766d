import GRDB

/// The calls below `/_sim`: how a test steers the simulator.
enum ControlRoutes {
    static func table(users: [SimUser]) -> RouteTable {
        var routes = RouteTable()
        routes.get("/_sim/idle") { call in
            let timeout = call.query["timeout_ms"].flatMap { Int($0) } ?? 5_000
            let idle = await call.world.deliveries.waitUntilIdle(timeout: .milliseconds(timeout))
            let answer: ForgeJSON = ["idle": .bool(idle), "last_delivery": .int(call.world.deliveries.quiet.last)]
            return .json(answer, status: idle ? 200 : 504)
        }
        deliveries(&routes)
        faults(&routes)
        routes.get("/_sim/requests") { call in
            let since = call.query["since"].flatMap { Int64($0) } ?? 0
            return .json(["items": .array(call.world.requests.entries(since: since).map(render))])
        }
        routes.post("/_sim/reset") { call in
            try await call.world.lock.with { try call.world.reset(users: users) }
            return .noContent
        }
        routes.get("/_sim/ci") { call in .json(["rules": .array(call.world.ci.rules.map(\.json))]) }
        routes.put("/_sim/ci") { call in
            let body = try call.anyJSON()
            guard let items = body.array ?? body["rules"].array else { throw Refusal.unprocessable("\"rules\" must be a list") }
            call.world.ci.rules = try items.map { try CIRule(json: $0) }
            return .json(["rules": .array(call.world.ci.rules.map(\.json))])
        }
        return routes
    }

    private static func deliveries(_ routes: inout RouteTable) {
        routes.get("/_sim/deliveries") { call in
            let since = call.query["since"].flatMap { Int64($0) } ?? 0
            return try call.read { tx in
                var all = try Delivery.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM deliveries WHERE seq > ? ORDER BY seq", arguments: [since])
                if let name = call.query["repository"] { all = all.filter { $0.repository.lowercased() == name.lowercased() } }
                if let event = call.query["event"] { all = all.filter { $0.event == event } }
                return .json(["items": .array(all.map(render))])
            }
        }
        routes.post("/_sim/deliveries/{seq}/redeliver") { call in
            let delivery = try call.read { try Delivery.fetchOne(cached: $0.db, key: try call.id("seq")) }
            guard var delivery else { throw Refusal.notFound }
            delivery.redelivery = true
            let again = delivery
            try call.world.write { try again.update($0) }
            call.world.deliveries.redeliver(again, world: call.world)
            return .json(render(again), status: 202)
        }
        routes.patch("/_sim/hooks/{id}") { call in
            guard let paused = try call.json()["paused"].bool else { throw Refusal.notSupplied("paused") }
            let id = try call.id("id")
            let found = try call.world.write { db in
                try db.execute(sql: "UPDATE hooks SET paused = ? WHERE id = ?", arguments: [paused, id])
                return db.changesCount
            }
            guard found > 0 else { throw Refusal.notFound }
            call.world.deliveries.pause(id, paused, world: call.world)
            return .json(["id": .int(id), "paused": .bool(paused)])
        }
    }

    private static func faults(_ routes: inout RouteTable) {
        routes.get("/_sim/faults") { call in .json(["items": .array(call.world.faults.rules.map(\.json))]) }
        routes.post("/_sim/faults") { call in .created(try call.world.faults.add(try call.json()).json) }
        routes.delete("/_sim/faults") { call in
            call.world.faults.clear()
            return .noContent
        }
        routes.delete("/_sim/faults/{id}") { call in
            guard call.world.faults.remove(try call.number("id")) else { throw Refusal.notFound }
            return .noContent
        }
        routes.put("/_sim/seed") { call in
            let body = try call.anyJSON()
            guard let seed = body.int ?? body["seed"].int else { throw Refusal.notSupplied("seed") }
            call.world.faults.reseed(UInt64(bitPattern: Int64(seed)))
            call.world.ci.reseed(UInt64(bitPattern: Int64(seed)))
            return .json(["seed": ForgeJSON(seed)])
        }
    }

    private static func render(_ entry: RequestLog.Entry) -> ForgeJSON {
        [
            "seq": .int(entry.seq), "method": .string(entry.method), "path": .string(entry.path), "query": .string(entry.query),
            "status": ForgeJSON(entry.status), "login": ForgeJSON(entry.login), "ms": .int(entry.milliseconds),
        ]
    }

    static func render(_ delivery: Delivery) -> ForgeJSON {
        [
            "seq": .int(delivery.seq), "id": .string(delivery.guid), "hook": .int(delivery.hookID),
            "repository": .string(delivery.repository),
            "event": .string(delivery.event), "action": ForgeJSON(delivery.action), "state": .string(delivery.state),
            "status": ForgeJSON(delivery.status), "created_at": Times.json(delivery.createdAt),
            "delivered_at": Times.json(delivery.deliveredAt),
            "redelivery": .bool(delivery.redelivery), "payload": (try? ForgeJSON(parsing: delivery.payload)) ?? .null,
            "response": ForgeJSON(delivery.response),
        ]
    }
}

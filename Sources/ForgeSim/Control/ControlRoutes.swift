import GRDB

/// The calls below `/_sim`: how a test controls the simulator.
enum ControlRoutes {
    static func table(users: [SimUser]) -> RouteTable {
        var routes = RouteTable()
        routes.get("/_sim/idle") { call in
            let timeout = min(max(0, call.query["timeout_ms"].flatMap { Int($0) } ?? 5_000), 3_600_000)
            let idle = await call.world.deliveries.waitUntilIdle(timeout: .milliseconds(timeout))
            let answer: ForgeJSON = ["idle": .bool(idle), "last_delivery": .int(call.world.deliveries.quiet.last)]
            return .json(answer, status: idle ? 200 : 504)
        }
        deliveries(&routes)
        faults(&routes)
        apps(&routes)
        routes.get("/_sim/requests") { call in
            let since = call.query["since"].flatMap { Int64($0) } ?? 0
            return .json(["items": .array(call.world.requests.entries(since: since).map(render))])
        }
        state(&routes, users: users)
        limits(&routes)
        routes.get("/_sim/ci") { call in .json(["rules": .array(call.world.ci.rules.map(\.json))]) }
        routes.put("/_sim/ci") { call in
            let body = try call.anyJSON()
            guard let items = body.array ?? body["rules"].array else { throw Refusal.unprocessable("\"rules\" must be a list") }
            call.world.ci.rules = try items.map { try CIRule(json: $0) }
            return .json(["rules": .array(call.world.ci.rules.map(\.json))])
        }
        return routes
    }

    private static func state(_ routes: inout RouteTable, users: [SimUser]) {
        routes.post("/_sim/reset") { call in
            try await call.world.lock.with { try call.world.reset(users: users) }
            return .noContent
        }
        routes.get("/_sim/export") { call in
            let archive = try await call.world.lock.with { try await StateArchive(world: call.world).export() }
            return Reply(status: 200, body: .bytes(archive, type: "application/x-tar"))
        }
        routes.post("/_sim/import") { call in
            try await call.world.lock.with { try await StateArchive(world: call.world).restore(call.body) }
            return .noContent
        }
    }

    private static func limits(_ routes: inout RouteTable) {
        @Sendable func current(_ call: Call) -> Reply {
            .json(["limits": RateBook.json(call.world.rates.limits)])
        }
        routes.get("/_sim/limits") { current($0) }
        routes.put("/_sim/limits") { call in
            let body = try call.json()
            let known = RateResource.allCases.map(\.rawValue) + [RateBook.unauthenticated]
            var limits: [String: Int] = [:]
            for (name, value) in (body["limits"].object ?? body.object)?.members ?? [] {
                guard known.contains(name) else {
                    throw Refusal.unprocessable("unknown resource '\(name)'; known are \(known.joined(separator: ", "))")
                }
                guard let limit = value.int, limit >= 0 else { throw Refusal.unprocessable("\"\(name)\" must be a number of calls") }
                limits[name] = limit
            }
            call.world.rates.limits = limits
            return current(call)
        }
        routes.delete("/_sim/limits") { call in
            call.world.rates.limits = [:]
            return .noContent
        }
    }

    private static func deliveries(_ routes: inout RouteTable) {
        routes.get("/_sim/deliveries") { call in
            let since = call.query["since"].flatMap { Int64($0) } ?? 0
            let items = try journal(call.world, since: since, repository: call.query["repository"], event: call.query["event"])
            return .json(["items": .array(items)])
        }
        routes.post("/_sim/deliveries/{seq}/redeliver") { call in
            guard let delivery = try call.world.deliveries.redeliver(try call.id("seq"), world: call.world) else { throw Refusal.notFound }
            return .json(render(delivery), status: 202)
        }
        routes.patch("/_sim/hooks/{id}") { call in
            guard let paused = try call.json()["paused"].bool else { throw Refusal.notSupplied("paused") }
            let id = try call.id("id")
            guard try call.world.deliveries.pause(id, paused, world: call.world) else { throw Refusal.notFound }
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

    /// The journal after a sequence number, oldest first.
    static func journal(_ world: World, since seq: Int64, repository: String?, event: String?) throws -> [ForgeJSON] {
        let sql = """
            SELECT * FROM deliveries
            WHERE seq > ? AND (? IS NULL OR repository = ? COLLATE NOCASE) AND (? IS NULL OR event = ?) ORDER BY seq
            """
        return try world.read(base: world.base) { tx in
            try Delivery.fetchAll(cached: tx.db, sql: sql, arguments: [seq, repository, repository, event, event]).map { render($0) }
        }
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

import GRDB

/// Creates apps without a browser.
extension ControlRoutes {
    static func apps(_ routes: inout RouteTable) {
        routes.post("/_sim/apps") { call in
            let body = try call.json()
            return try call.change { tx in
                guard let login = body["owner"].string, let owner = try User.find(tx.db, login: login) else {
                    throw Refusal.unprocessable("\"owner\" must be the login of a user or an organization")
                }
                var wish = AppMaking.Wish(control: body)
                if wish.hookSecret == nil { wish.hookSecret = try tx.db.secret() }
                let made = try AppMaking(tx: tx).make(wish, owner: owner)
                return .created(try tx.renderMade(made))
            }
        }
        routes.get("/_sim/apps") { call in
            try call.read { tx in
                .json(["items": .array(try SimApp.fetchAll(cached: tx.db, sql: "SELECT * FROM apps ORDER BY id").map { try tx.render($0) })]
                )
            }
        }
        routes.post("/_sim/apps/{id}/installations") { call in
            try await call.world.lock.with {
                let reply = try install(call)
                _ = call.world.deliveries.enqueue(call.outbox.take(), world: call.world)
                return reply
            }
        }
        routes.post("/_sim/app-manifests") { call in
            let body = try call.json()
            guard body["manifest"].object != nil else { throw Refusal.notSupplied("manifest") }
            return try call.change { tx in
                guard let login = body["owner"].string, let owner = try User.find(tx.db, login: login) else {
                    throw Refusal.unprocessable("\"owner\" must be the login of a user or an organization")
                }
                let code = try tx.db.secret()
                try tx.db.execute(
                    sql: "INSERT INTO manifests VALUES (?, ?, ?, ?)", arguments: [code, owner.id, body["manifest"].text, tx.now])
                return .created(["code": .string(code)])
            }
        }
    }

    private static func install(_ call: Call) throws -> Reply {
        let body = try call.json()
        return try call.change { tx in
            guard let app = try SimApp.fetchOne(cached: tx.db, key: try call.id("id")) else { throw Refusal.notFound }
            guard let login = body["account"].string, let account = try User.find(tx.db, login: login) else {
                throw Refusal.unprocessable("\"account\" must be the login of a user or an organization")
            }
            let repositories = try body["repositories"].array?.map { item in
                let name = item.string?.split(separator: "/").last.map(String.init) ?? ""
                guard let found = try Repository.find(tx.db, owner: account.login, name: name) else {
                    throw Refusal.unprocessable("\(account.login) has no repository '\(name)'")
                }
                return found
            }
            let installation = try AppMaking(tx: tx).install(app, on: account, repositories)
            try AppHooks.installed(installation, app, tx)
            return .created(try tx.render(installation))
        }
    }
}

/// Users, organisations, the rate limit.
extension Routes {
    static func people(_ routes: inout RouteTable) {
        routes.get("/user") { call in
            let user = try call.signedIn()
            return try call.read { .json($0.renderProfile(user, emailVisible: true)) }
        }
        routes.get("/user/emails") { call in
            let user = try call.signedIn()
            return .json([["email": .string(user.commitEmail), "primary": true, "verified": true, "visibility": "public"]])
        }
        routes.get("/users/{login}") { call in
            try call.read { tx in
                guard let user = try User.find(tx.db, login: call.parameter("login")) else { throw Refusal.notFound }
                return .json(tx.renderProfile(user, emailVisible: true))
            }
        }
        routes.get("/orgs/{org}") { call in
            try call.read { tx in
                guard let user = try User.find(tx.db, login: call.parameter("org")), user.isOrganization else { throw Refusal.notFound }
                var rendered = tx.renderOrganization(user)
                for (key, value) in [("name", user.name ?? user.login), ("html_url", "\(tx.base)/\(user.login)"), ("type", user.type)] {
                    rendered[key] = .string(value)
                }
                rendered["email"] = ForgeJSON(user.email)
                rendered["created_at"] = Times.json(user.createdAt)
                return .json(rendered)
            }
        }
        routes.get("/rate_limit") { call in
            let used = call.world.rates.count(for: call.user?.login, now: call.now)
            let limit = call.user == nil ? 60 : RateBook.limit
            let core: ForgeJSON = [
                "limit": ForgeJSON(limit), "used": ForgeJSON(used), "remaining": ForgeJSON(max(0, limit - used)),
                "reset": .int((call.now / 3_600_000 + 1) * 3600), "resource": "core",
            ]
            return .json(["resources": ["core": core, "graphql": core, "search": core], "rate": core])
        }
        routes.get("/") { call in
            .json(["current_user_url": .string("\(call.base)/user"), "repository_url": .string("\(call.base)/repos/{owner}/{repo}")])
        }
        routes.get("/zen") { _ in
            Reply(status: 200, body: .bytes(Array("Anything added dilutes everything else.".utf8), type: "text/plain"))
        }
    }
}

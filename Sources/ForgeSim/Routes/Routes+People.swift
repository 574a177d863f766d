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
            let caller = call.user.map { "user:\($0.id)" }
            let standings = RateResource.allCases.map { call.world.rates.standing(of: caller, $0, now: call.now) }
            let resources = ForgeObject(standings.map { ($0.resource.rawValue, $0.json) })
            return .json(["resources": .object(resources), "rate": resources["core"] ?? .null])
        }
        routes.get("/") { call in
            .json(["current_user_url": .string("\(call.base)/user"), "repository_url": .string("\(call.base)/repos/{owner}/{repo}")])
        }
        routes.get("/zen") { _ in
            Reply(status: 200, body: .bytes(Array("Anything added dilutes everything else.".utf8), type: "text/plain"))
        }
    }
}

import GRDB

/// GitHub Apps: calls with an app's own token, calls with an installation's token, and manifests.
extension Routes {
    static func apps(_ routes: inout RouteTable) {
        routes.get("/app") { call in
            let app = try asApp(call)
            return try call.read { .json(try $0.render(app, withCount: true)) }
        }
        routes.get("/apps/{slug}") { call in
            try call.read { tx in
                guard let app = try SimApp.find(tx.db, slug: call.parameter("slug")) else { throw Refusal.notFound }
                return .json(try tx.render(app))
            }
        }
        routes.post("/app-manifests/{code}/conversions") { try convert($0) }
        installations(&routes)
        routes.get("/app/hook/config") { call in
            let app = try asApp(call)
            return try call.read { .json($0.renderHookConfig(app)) }
        }
        routes.patch("/app/hook/config") { try editHook($0) }
        appDeliveries(&routes)
        for (path, what) in [
            ("/repos/{owner}/{repo}/installation", "repo"), ("/orgs/{org}/installation", "org"), ("/users/{login}/installation", "user"),
        ] {
            routes.get(path) { try findInstallation($0, by: what) }
        }
        routes.get("/installation/repositories") { call in
            let grant = try asInstallation(call)
            return try call.read { tx in
                let all = try grant.installation.repositories(tx.db).filter { grant.repositories?.contains($0.id) ?? true }
                return try call.wrappedList(all) {
                    try tx.renderListed($0, for: call.user)
                } wrap: { items in
                    let selection = grant.repositories == nil ? grant.installation.selection : "selected"
                    return [
                        "total_count": ForgeJSON(all.count), "repository_selection": .string(selection), "repositories": .array(items),
                    ]
                }
            }
        }
        routes.delete("/installation/token") { call in
            _ = try asInstallation(call)
            let token = call.headers["authorization"]?.split(separator: " ").last.map(String.init) ?? ""
            try call.change { try $0.db.execute(sql: "DELETE FROM installationTokens WHERE token = ?", arguments: [token]) }
            return .noContent
        }
    }

    /// The app whose token the call carries.
    static func asApp(_ call: Call) throws -> SimApp {
        guard let app = call.app else { throw AppToken.undecodable }
        return app
    }

    private static func asInstallation(_ call: Call) throws -> InstallationGrant {
        guard let grant = call.grant else {
            try call.signedIn()
            throw Refusal.forbidden(
                "You must authenticate with an installation access token in order to list repositories for an installation.")
        }
        return grant
    }

    // MARK: Installations

    private static func installations(_ routes: inout RouteTable) {
        let path = "/app/installations"
        routes.get(path) { call in
            let app = try asApp(call)
            return try call.read { tx in
                let all = try Installation.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM installations WHERE appID = ? ORDER BY id", arguments: [app.id])
                return try call.list(all) { try tx.render($0) }
            }
        }
        routes.get("\(path)/{id}") { call in
            let installation = try findInstallation(call)
            return try call.read { .json(try $0.render(installation)) }
        }
        routes.delete("\(path)/{id}") { call in
            let installation = try findInstallation(call)
            try call.change { tx in
                try AppHooks.told("deleted", installation, tx)
                try installation.delete(tx.db)
            }
            return .noContent
        }
        for method in ["PUT", "DELETE"] {
            routes.on(method, "\(path)/{id}/suspended") { call in
                var installation = try findInstallation(call)
                try call.change { tx in
                    installation.suspendedAt = method == "PUT" ? tx.now : nil
                    installation.updatedAt = tx.now
                    try installation.update(tx.db)
                    try AppHooks.told(method == "PUT" ? "suspend" : "unsuspend", installation, tx)
                }
                return .noContent
            }
        }
        routes.post("\(path)/{id}/access_tokens") { try TokenMaking(call: $0, installation: try findInstallation($0)).run() }
    }

    private static func findInstallation(_ call: Call) throws -> Installation {
        let app = try asApp(call)
        let found = try call.read { try Installation.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let found, found.appID == app.id else { throw Refusal.notFound }
        return found
    }

    private static func findInstallation(_ call: Call, by what: String) throws -> Reply {
        let app = try asApp(call)
        return try call.read { tx in
            var found: Installation?
            if what == "repo" {
                let repository = try Repository.find(tx.db, owner: call.parameter("owner"), name: call.parameter("repo"))
                found = try repository.flatMap { try Installation.find(tx.db, app: app.id, covering: $0) }
            } else if let account = try User.find(tx.db, login: call.parameter(what == "org" ? "org" : "login")),
                account.isOrganization == (what == "org")
            {
                found = try Installation.find(tx.db, app: app.id, account: account.id)
            }
            guard let found else { throw Refusal.notFound }
            return .json(try tx.render(found))
        }
    }

    // MARK: Manifests and the webhook

    private static func convert(_ call: Call) throws -> Reply {
        try call.change { tx in
            let code = call.parameter("code")
            guard let row = try Row.fetchOne(tx.db, sql: "SELECT * FROM manifests WHERE code = ?", arguments: [code]),
                tx.now - (row["createdAt"] as Int64) <= 3_600_000
            else { throw Refusal.notFound }
            try tx.db.execute(sql: "DELETE FROM manifests WHERE code = ?", arguments: [code])
            var wish = AppMaking.Wish(manifest: Ruleset.json(row["manifest"]))
            if wish.hookURL != nil { wish.hookSecret = try tx.db.secret() }
            let made = try AppMaking(tx: tx).make(wish, owner: try tx.user(row["ownerID"]))
            return .created(try tx.renderMade(made))
        }
    }

    private static func editHook(_ call: Call) throws -> Reply {
        var app = try asApp(call)
        let body = try call.json()
        return try call.change { tx in
            if let url = body["url"].string { app.hookURL = url }
            if let type = body["content_type"].string { app.hookContentType = type == "json" ? "json" : "form" }
            if body.has("secret") { app.hookSecret = body["secret"].string }
            if let insecure = body["insecure_ssl"].string ?? body["insecure_ssl"].int.map(String.init) { app.hookInsecure = insecure }
            app.updatedAt = tx.now
            try app.update(tx.db)
            return .json(tx.renderHookConfig(app))
        }
    }
}

extension Transaction {
    /// An app with the secrets that are shown only once.
    func renderMade(_ made: AppMaking.Made) throws -> ForgeJSON {
        var rendered = try render(made.app)
        rendered["client_secret"] = .string(made.app.clientSecret)
        rendered["webhook_secret"] = ForgeJSON(made.app.hookSecret)
        rendered["pem"] = .string(made.pem)
        return rendered
    }
}

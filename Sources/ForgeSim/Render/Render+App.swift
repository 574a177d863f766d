import GRDB

extension Transaction {
    func render(_ app: SimApp, withCount: Bool = false) throws -> ForgeJSON {
        var rendered: ForgeJSON = [
            "id": .int(app.id), "client_id": .string(app.clientID), "slug": .string(app.slug),
            "node_id": .string(nodeID("Integration", app.id)), "owner": try renderUser(app.ownerID), "name": .string(app.name),
            "description": ForgeJSON(app.description), "external_url": .string(app.externalURL),
            "html_url": .string("\(base)/apps/\(app.slug)"), "created_at": Times.json(app.createdAt),
            "updated_at": Times.json(app.updatedAt), "permissions": Ruleset.json(app.permissions), "events": Ruleset.json(app.events),
        ]
        if withCount {
            rendered["installations_count"] = ForgeJSON(
                try Int.fetchOne(cached: db, sql: "SELECT count(*) FROM installations WHERE appID = ?", arguments: [app.id]))
        }
        return rendered
    }

    func render(_ installation: Installation) throws -> ForgeJSON {
        guard let app = try SimApp.fetchOne(cached: db, key: installation.appID) else { throw Refusal.notFound }
        let account = try user(installation.accountID)
        let settings = account.isOrganization ? "\(base)/organizations/\(account.login)" : base
        return [
            "id": .int(installation.id), "client_id": .string(app.clientID), "account": render(account),
            "repository_selection": .string(installation.selection),
            "access_tokens_url": .string("\(base)/app/installations/\(installation.id)/access_tokens"),
            "repositories_url": .string("\(base)/installation/repositories"),
            "html_url": .string("\(settings)/settings/installations/\(installation.id)"), "app_id": .int(app.id),
            "app_slug": .string(app.slug), "target_id": .int(account.id), "target_type": .string(account.type),
            "permissions": Ruleset.json(app.permissions), "events": Ruleset.json(app.events),
            "created_at": Times.json(installation.createdAt), "updated_at": Times.json(installation.updatedAt), "single_file_name": .null,
            "has_multiple_single_files": false, "single_file_paths": [],
            "suspended_by": installation.suspendedAt == nil ? .null : try renderUser(installation.accountID),
            "suspended_at": Times.json(installation.suspendedAt),
        ]
    }

    func renderHookConfig(_ app: SimApp) -> ForgeJSON {
        var rendered: ForgeJSON = ["content_type": .string(app.hookContentType), "insecure_ssl": .string(app.hookInsecure)]
        if app.hookSecret != nil { rendered["secret"] = "********" }
        if let url = app.hookURL { rendered["url"] = .string(url) }
        return rendered
    }
}

import GRDB

/// `POST /app/installations/{id}/access_tokens`.
struct TokenMaking {
    let call: Call
    let installation: Installation
    private static let lifetime: Int64 = 3_600_000

    func run() throws -> Reply {
        if installation.suspendedAt != nil { throw Refusal.forbidden("This installation has been suspended") }
        let body = try call.json()
        return try call.change { tx in
            let chosen = try repositories(body, tx)
            let permissions = try permissions(body["permissions"], tx)
            let random = try tx.db.secret()
            let ids = chosen.map { ForgeJSON.array($0.map { .int($0.id) }).text }
            let token = InstallationToken(
                token: "ghs_\(random.prefix(36))", installationID: installation.id, expiresAt: tx.now + Self.lifetime,
                permissions: permissions.text, repositories: ids)
            try token.insert(tx.db)
            var rendered: ForgeJSON = [
                "token": .string(token.token), "expires_at": Times.json(token.expiresAt), "permissions": permissions,
                "repository_selection": .string(chosen == nil ? installation.selection : "selected"),
            ]
            if let chosen { rendered["repositories"] = .array(try chosen.map { try tx.renderListed($0, for: nil) }) }
            return .created(rendered)
        }
    }

    private func repositories(_ body: ForgeJSON, _ tx: Transaction) throws -> [Repository]? {
        guard body.has("repositories") || body.has("repository_ids") else { return nil }
        let names = (body["repositories"].array ?? []).compactMap { $0.string?.lowercased() }
        let ids = (body["repository_ids"].array ?? []).compactMap { $0.int.map(Int64.init) }
        let all = try installation.repositories(tx.db)
        let missing = Refusal.unprocessable(
            "There is at least one repository that does not exist or is not accessible to the parent installation.")
        guard names.allSatisfy({ name in all.contains { $0.name.lowercased() == name } }),
            ids.allSatisfy({ id in all.contains { $0.id == id } })
        else { throw missing }
        return all.filter { names.contains($0.name.lowercased()) || ids.contains($0.id) }
    }

    private func permissions(_ wanted: ForgeJSON, _ tx: Transaction) throws -> ForgeJSON {
        guard let app = try SimApp.fetchOne(cached: tx.db, key: installation.appID) else { throw Refusal.notFound }
        let granted = Ruleset.json(app.permissions)
        guard let members = wanted.object?.members else { return granted }
        let levels = ["read", "write", "admin"]
        for (name, level) in members {
            let most = levels.firstIndex(of: granted[name].string ?? "") ?? -1
            guard let asked = levels.firstIndex(of: level.string ?? ""), asked <= most else {
                throw Refusal.unprocessable("The permissions requested are not granted to this installation.")
            }
        }
        var result = wanted
        if result["metadata"].isNull { result["metadata"] = "read" }
        return result
    }
}

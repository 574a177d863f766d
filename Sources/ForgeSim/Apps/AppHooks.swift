import GRDB

/// The webhooks of apps: an app's own hook gets the events of every repository that it is installed on.
///
/// Such a hook is not a row: its id is the negated id of the app.
enum AppHooks {
    static func hook(_ app: SimApp) -> Hook? {
        guard let url = app.hookURL else { return nil }
        let events = (Ruleset.json(app.events).array ?? []).compactMap(\.string)
        return Hook(
            id: -app.id, repositoryID: 0, url: url, contentType: app.hookContentType, secret: app.hookSecret, insecureSSL: app.hookInsecure,
            events: events.joined(separator: ","), active: true, paused: false, lastCode: nil, lastStatus: "unused", lastMessage: nil,
            createdAt: app.createdAt, updatedAt: app.updatedAt)
    }

    /// The hook with an id, of a repository or of an app.
    static func find(_ id: Int64, _ db: Database) throws -> Hook? {
        guard id < 0 else { return try Hook.fetchOne(cached: db, key: id) }
        return try SimApp.fetchOne(cached: db, key: -id).flatMap(hook)
    }

    /// The apps that want an event of a repository.
    static func covering(_ repository: Repository, _ event: String, _ db: Database) throws -> [(hook: Hook, installation: Installation)] {
        let sql = "SELECT * FROM installations WHERE accountID = ? AND suspendedAt IS NULL ORDER BY id"
        return try Installation.fetchAll(cached: db, sql: sql, arguments: [repository.ownerID]).compactMap { installation in
            guard try Installation.find(db, app: installation.appID, covering: repository) != nil,
                let hook = try find(-installation.appID, db), hook.wants(event)
            else { return nil }
            return (hook, installation)
        }
    }

    /// Records the event by which an app learns that it was installed.
    static func installed(_ installation: Installation, _ app: SimApp, _ tx: Transaction) throws {
        guard let hook = hook(app) else { return }
        let repositories = try installation.repositories(tx.db).map { repository -> ForgeJSON in
            [
                "id": .int(repository.id), "node_id": .string(nodeID("Repository", repository.id)), "name": .string(repository.name),
                "full_name": .string(try tx.fullName(repository)), "private": .bool(repository.private),
            ]
        }
        var shown = try tx.render(installation)
        // Only in this event does the forge write times as seconds.
        shown["created_at"] = .int(installation.createdAt / 1000)
        shown["updated_at"] = .int(installation.updatedAt / 1000)
        let payload: ForgeJSON = [
            "action": "created", "installation": shown, "repositories": .array(repositories), "requester": .null,
            "sender": tx.render(try tx.user(installation.accountID)),
        ]
        try tx.queue("installation", "created", nil, hook, payload.text)
    }

    /// Records the event by which an app learns that an installation was suspended, resumed or removed.
    static func told(_ action: String, _ installation: Installation, _ tx: Transaction) throws {
        guard let app = try SimApp.fetchOne(cached: tx.db, key: installation.appID), let hook = hook(app) else { return }
        let payload: ForgeJSON = [
            "action": .string(action), "installation": try tx.render(installation),
            "sender": tx.render(try tx.user(installation.accountID)),
        ]
        try tx.queue("installation", action, nil, hook, payload.text)
    }
}

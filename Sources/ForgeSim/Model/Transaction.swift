import GRDB

/// One database transaction: reading, rendering and, for changes, emitting events.
final class Transaction {
    let db: Database
    let world: World
    /// The base URL of links.
    let base: String
    private(set) var caused: [Delivery] = []

    /// What was rendered earlier in this transaction.
    var renderedUsers: [Int64: ForgeJSON] = [:]
    var renderedRepositories: [Int64: ForgeJSON] = [:]
    /// Accounts that were looked up by a commit's address; `nil` if there is none.
    var usersByEmail: [String: User?] = [:]
    private var users: [Int64: User] = [:]

    init(_ db: Database, world: World, base: String) {
        self.db = db
        self.world = world
        self.base = base
    }

    var now: Int64 { world.now }

    func user(_ id: Int64) throws -> User {
        if let known = users[id] { return known }
        let ghost = User(id: id, login: "ghost", type: "User", name: nil, email: nil, role: nil, createdAt: 0)
        let user = try User.fetchOne(cached: db, key: id) ?? ghost
        users[id] = user
        return user
    }

    func fullName(_ repository: Repository) throws -> String {
        "\(try user(repository.ownerID).login)/\(repository.name)"
    }

    /// Records an event for every hook of the repository that subscribes to it.
    ///
    /// The members of `body` go between the action and the repository, in the forge's order.
    func emit(_ event: String, _ action: String?, _ repository: Repository, sender: User, _ body: @autoclosure () throws -> ForgeJSON)
        throws
    {
        let hooks = try watching(repository, event)
        let apps = try AppHooks.covering(repository, event, db)
        guard !hooks.isEmpty || !apps.isEmpty else { return }
        let body = try body()
        let payload = hooks.isEmpty ? "" : try self.payload(action, repository, sender: sender, body)
        for hook in hooks { try queue(event, action, repository, hook, payload) }
        for (hook, installation) in apps {
            let payload = try self.payload(action, repository, sender: sender, body, installation)
            try queue(event, action, repository, hook, payload)
        }
    }

    private func watching(_ repository: Repository, _ event: String) throws -> [Hook] {
        try Hook.fetchAll(cached: db, sql: "SELECT * FROM hooks WHERE repositoryID = ? ORDER BY id", arguments: [repository.id])
            .filter { $0.wants(event) }
    }

    /// Whether anybody subscribes to an event: otherwise it need not be rendered.
    func isWatched(_ repository: Repository, _ event: String) throws -> Bool {
        try !watching(repository, event).isEmpty || !AppHooks.covering(repository, event, db).isEmpty
    }

    /// Records the ping of one hook.
    func ping(_ hook: Hook, _ repository: Repository, sender: User) throws {
        let body: ForgeJSON = [
            "zen": "Anything added dilutes everything else.", "hook_id": .int(hook.id), "hook": try render(hook, repository),
        ]
        try queue("ping", nil, repository, hook, try payload(nil, repository, sender: sender, body))
    }

    func payload(_ action: String?, _ repository: Repository, sender: User, _ body: ForgeJSON, _ installation: Installation? = nil)
        throws -> String
    {
        var members: [(key: String, value: ForgeJSON)] = []
        if let action { members.append(("action", .string(action))) }
        members += body.object?.members ?? []
        if members.firstIndex(where: { $0.key == "repository" }) == nil { members.append(("repository", try renderForWebhook(repository))) }
        let owner = try user(repository.ownerID)
        if owner.isOrganization { members.append(("organization", renderOrganization(owner))) }
        members.append(("sender", render(sender)))
        if let installation {
            let node = nodeID("IntegrationInstallation", installation.id)
            members.append(("installation", ["id": .int(installation.id), "node_id": .string(node)]))
        }
        return ForgeJSON.object(ForgeObject(members)).text
    }

    /// Adds one delivery to the journal; without a repository for what concerns an app as a whole.
    func queue(_ event: String, _ action: String?, _ repository: Repository?, _ hook: Hook, _ payload: String) throws {
        let seq = try db.nextID("delivery") - (try seedOffset())
        let delivery = Delivery(
            seq: seq, guid: try db.uuid(seq), hookID: hook.id, repositoryID: repository?.id ?? 0,
            repository: try repository.map(fullName) ?? "", event: event, action: action, state: "queued", status: nil, createdAt: now,
            deliveredAt: nil, payload: payload, response: nil, redelivery: false)
        try delivery.insert(db)
        caused.append(delivery)
    }

    /// Adds a delivery to the journal again, with the id that it had.
    func queueAgain(_ delivery: Delivery) throws {
        let again = Delivery(
            seq: try db.nextID("delivery") - (try seedOffset()), guid: delivery.guid, hookID: delivery.hookID,
            repositoryID: delivery.repositoryID, repository: delivery.repository, event: delivery.event, action: delivery.action,
            state: "queued", status: nil, createdAt: now, deliveredAt: nil, payload: delivery.payload, response: nil, redelivery: true)
        try again.insert(db)
        caused.append(again)
    }

    private func seedOffset() throws -> Int64 {
        try Int64.fetchOne(cached: db, sql: "SELECT value FROM counters WHERE kind = 'seed'") ?? 0
    }
}

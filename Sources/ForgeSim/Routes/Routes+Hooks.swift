import GRDB

/// Webhooks.
extension Routes {
    static func hooks(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/hooks"
        routes.get(path) { call in
            let repository = try call.repository(.admin)
            return try call.read { tx in
                let all = try Hook.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM hooks WHERE repositoryID = ? ORDER BY id", arguments: [repository.id])
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.post(path) { try HookEditing(call: $0, repository: try $0.repository(.admin)).create() }
        routes.get("\(path)/{id}") { call in
            let (repository, hook) = try findHook(call)
            return try call.read { .json(try $0.render(hook, repository)) }
        }
        routes.patch("\(path)/{id}") { call in
            let (repository, hook) = try findHook(call)
            return try HookEditing(call: call, repository: repository).edit(hook)
        }
        routes.delete("\(path)/{id}") { call in
            let (_, hook) = try findHook(call)
            _ = try call.change { try hook.delete($0.db) }
            return .noContent
        }
        routes.get("\(path)/{id}/config") { call in
            let (_, hook) = try findHook(call)
            return .json(hook.config)
        }
        routes.patch("\(path)/{id}/config") { call in
            let (repository, hook) = try findHook(call)
            return try HookEditing(call: call, repository: repository).editConfig(hook)
        }
        routes.post("\(path)/{id}/pings") { call in
            let (repository, hook) = try findHook(call)
            let user = try call.signedIn()
            try call.change { try $0.ping(hook, repository, sender: user) }
            return .noContent
        }
        routes.post("\(path)/{id}/tests") { try await testHook($0) }
        routes.get("\(path)/{id}/deliveries") { try DeliveryLog(call: $0, hook: try findHook($0).hook).list() }
        routes.get("\(path)/{id}/deliveries/{delivery}") { try DeliveryLog(call: $0, hook: try findHook($0).hook).show() }
        routes.post("\(path)/{id}/deliveries/{delivery}/attempts") { try DeliveryLog(call: $0, hook: try findHook($0).hook).sendAgain() }
    }

    private static func findHook(_ call: Call) throws -> (repository: Repository, hook: Hook) {
        let repository = try call.repository(.admin)
        let hook = try call.read { try Hook.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let hook, hook.repositoryID == repository.id else { throw Refusal.notFound }
        return (repository, hook)
    }

    /// Sends the newest push again to a hook that subscribes to pushes; nothing to others.
    private static func testHook(_ call: Call) async throws -> Reply {
        let (repository, hook) = try findHook(call)
        let user = try call.signedIn()
        let git = try call.git(repository)
        guard hook.wants("push"), let head = try git.branch(repository.defaultBranch) else { return .noContent }
        let before = try git.family.commit(head)?.parents.first
        let change = GitRepository.Change(ref: "refs/heads/\(repository.defaultBranch)", old: before, new: head)
        let changes = RefChanges(call: call, repository: repository, git: git, user: user)
        try await changes.repeatPush(change, to: hook)
        return .noContent
    }
}

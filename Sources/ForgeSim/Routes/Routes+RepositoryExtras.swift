import GRDB

/// Subscriptions, topics and tags, and endpoints that the simulator deliberately lacks.
extension Routes {
    static func repositoryExtras(_ routes: inout RouteTable) {
        subscriptions(&routes)
        let path = "/repos/{owner}/{repo}"
        routes.get("\(path)/topics") { call in
            let repository = try call.repository()
            return .json(["names": .array(repository.options["topics"].array ?? [])])
        }
        routes.put("\(path)/topics") { try setTopics($0) }
        routes.get("\(path)/tags") { call in
            let repository = try call.repository()
            let git = try call.git(repository)
            let tags = try git.refs(seenBy: .api, now: call.now).filter { $0.key.hasPrefix("refs/tags/") }.sorted { $0.key > $1.key }
            return try call.read { tx in
                let api = try tx.apiURL(repository)
                return try call.list(tags) { ref, sha in
                    let name = String(ref.dropFirst(10))
                    let commit = try commitBehind(sha, git) ?? sha
                    return [
                        "name": .string(name), "zipball_url": .string("\(api)/zipball/\(ref)"),
                        "tarball_url": .string("\(api)/tarball/\(ref)"),
                        "commit": ["sha": .string(commit), "url": .string("\(api)/commits/\(commit)")],
                        "node_id": .string(nodeID("Ref", repository.id) + ref),
                    ]
                }
            }
        }
    }

    // MARK: Subscriptions

    private static func subscriptions(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/subscription"
        routes.get(path) { call in
            let repository = try call.repository()
            let user = try call.signedIn()
            return try call.read { tx in
                let sql = "SELECT * FROM subscriptions WHERE repositoryID = ? AND userID = ?"
                guard let row = try Row.fetchOne(tx.db, sql: sql, arguments: [repository.id, user.id]) else { throw Refusal.notFound }
                return .json(try render(row, repository, tx))
            }
        }
        routes.put(path) { call in
            let repository = try call.repository()
            let user = try call.signedIn()
            let body = try call.json()
            for key in ["subscribed", "ignored"] where body.has(key) && body[key].bool == nil {
                throw Refusal.wrongType(key, body[key], "boolean")
            }
            return try call.change { tx in
                let ignored = body["ignored"].bool ?? false
                try tx.db.execute(
                    sql: """
                        INSERT INTO subscriptions VALUES (?, ?, ?, ?, ?) ON CONFLICT (repositoryID, userID)
                        DO UPDATE SET subscribed = excluded.subscribed, ignored = excluded.ignored
                        """, arguments: [repository.id, user.id, !ignored && body["subscribed"].bool ?? false, ignored, tx.now])
                let sql = "SELECT * FROM subscriptions WHERE repositoryID = ? AND userID = ?"
                guard let row = try Row.fetchOne(tx.db, sql: sql, arguments: [repository.id, user.id]) else { throw Refusal.notFound }
                return .json(try render(row, repository, tx))
            }
        }
        routes.delete(path) { call in
            let repository = try call.repository()
            let user = try call.signedIn()
            try call.change { tx in
                try tx.db.execute(
                    sql: "DELETE FROM subscriptions WHERE repositoryID = ? AND userID = ?", arguments: [repository.id, user.id])
            }
            return .noContent
        }
    }

    private static func render(_ row: Row, _ repository: Repository, _ tx: Transaction) throws -> ForgeJSON {
        let api = try tx.apiURL(repository)
        return [
            "subscribed": .bool(row["subscribed"]), "ignored": .bool(row["ignored"]), "reason": .null,
            "created_at": Times.json(row["createdAt"] as Int64), "url": .string("\(api)/subscription"), "repository_url": .string(api),
        ]
    }

    // MARK: Topics

    private static func setTopics(_ call: Call) throws -> Reply {
        let repository = try call.repository(.admin)
        let user = try call.signedIn()
        let body = try call.json()
        guard body.has("names") else { throw Refusal.notSupplied("names") }
        guard let names = body["names"].array else { throw Refusal.wrongType("names", body["names"], "array") }
        let topics = try names.map { name in
            guard let text = name.string?.lowercased(), isTopic(text) else {
                throw Refusal.invalid(
                    "Topics must start with a lowercase letter or number, consist of 50 characters or less, and can include hyphens.")
            }
            return text
        }
        try call.change { tx in
            var updated = repository
            var options = updated.options
            options["topics"] = .array(topics.map(ForgeJSON.string))
            updated.settings = options.text
            try updated.update(tx.db)
            try RepositoryEvents(tx: tx, old: repository, new: updated, sender: user).emit()
        }
        return .json(["names": .array(topics.map(ForgeJSON.string))])
    }

    private static func isTopic(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return (1...50).contains(scalars.count) && scalars.first != "-"
            && scalars.allSatisfy { $0 == "-" || ("a"..."z").contains($0) || ("0"..."9").contains($0) }
    }
}

import GRDB

/// Creates and changes webhooks of a repository.
struct HookEditing {
    let call: Call
    let repository: Repository

    /// The events that a repository's hook may subscribe to.
    private static let events: Set<String> = [
        "*", "branch_protection_configuration", "branch_protection_rule", "check_run", "check_suite", "code_scanning_alert",
        "commit_comment", "create", "custom_property_values", "delete", "dependabot_alert", "deploy_key", "deployment",
        "deployment_protection_rule", "deployment_review", "deployment_status", "discussion", "discussion_comment", "fork", "gollum",
        "issue_comment", "issues", "label", "member", "merge_group", "meta", "milestone", "package", "page_build", "project",
        "project_card", "project_column", "public", "pull_request", "pull_request_review", "pull_request_review_comment",
        "pull_request_review_thread", "push", "registry_package", "release", "repository", "repository_advisory", "repository_import",
        "repository_ruleset", "repository_vulnerability_alert", "secret_scanning_alert", "secret_scanning_alert_location",
        "secret_scanning_scan", "security_and_analysis", "star", "status", "sub_issues", "team_add", "watch", "workflow_job",
        "workflow_run",
    ]
    /// How many hooks may subscribe to the same event.
    private static let most = 20

    func create() throws -> Reply {
        let user = try call.signedIn()
        let body = try call.json()
        guard body["name"].isNull || body["name"].string == "web" else {
            throw Refusal.custom("Hook", "The \"name\" provided is not a valid service name: only \"web\" is accepted")
        }
        let config = body["config"]
        guard config.has("url") else {
            throw Refusal.invalid(["resource": "Hook", "code": "custom", "message": "Config must contain URL for webhooks"])
        }
        guard let url = config["url"].string, !url.isEmpty else {
            throw Refusal.field("Hook", "url", "missing_field", "url cannot be blank")
        }
        let events = try wanted(body["events"]) ?? ["push"]
        return try call.change { tx in
            var hook = Hook(
                id: try tx.db.nextID("hook"), repositoryID: repository.id, url: url, contentType: "form", secret: nil, insecureSSL: "0",
                events: events.joined(separator: ","), active: body["active"].bool ?? true, paused: false, lastCode: nil,
                lastStatus: "unused", lastMessage: nil, createdAt: tx.now, updatedAt: tx.now)
            try hook.apply(config)
            try check(hook, tx)
            try hook.insert(tx.db)
            try tx.ping(hook, repository, sender: user)
            let rendered = try tx.render(hook, repository)
            return Reply.created(rendered).header("Location", rendered["url"].string ?? "")
        }
    }

    func edit(_ hook: Hook) throws -> Reply {
        let body = try call.json()
        return try change(hook) { updated in
            if body["config"].object != nil {
                updated.secret = nil
                try updated.apply(body["config"])
            }
            var events = try wanted(body["events"]) ?? updated.eventNames
            for name in try wanted(body["add_events"]) ?? [] where !events.contains(name) { events.append(name) }
            let removed = try wanted(body["remove_events"]) ?? []
            updated.events = events.filter { !removed.contains($0) }.joined(separator: ",")
            if let active = body["active"].bool { updated.active = active }
        } reply: { updated, tx in
            .json(try tx.render(updated, repository))
        }
    }

    func editConfig(_ hook: Hook) throws -> Reply {
        let body = try call.json()
        return try change(hook) {
            try $0.apply(body)
        } reply: { updated, _ in
            .json(updated.config)
        }
    }

    private func change(_ hook: Hook, _ body: (inout Hook) throws -> Void, reply: (Hook, Transaction) throws -> Reply) throws -> Reply {
        try call.change { tx in
            var updated = hook
            try body(&updated)
            updated.updatedAt = tx.now
            try check(updated, tx)
            try updated.update(tx.db)
            return try reply(updated, tx)
        }
    }

    private func wanted(_ list: ForgeJSON) throws -> [String]? {
        guard let items = list.array else { return nil }
        return try items.map { item in
            guard let name = item.string else { throw Refusal.wrongType("events", item, "string") }
            guard Self.events.contains(name) else { throw Refusal.notSimulated("what the forge answers to a hook for '\(name)'") }
            return name
        }
    }

    private func check(_ hook: Hook, _ tx: Transaction) throws {
        guard hook.url.hasPrefix("http://") || hook.url.hasPrefix("https://") else {
            throw Refusal.custom("Hook", "url is missing a scheme")
        }
        let sql = "SELECT * FROM hooks WHERE repositoryID = ? AND id <> ?"
        let others = try Hook.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id, hook.id])
        if others.contains(where: { $0.url == hook.url && $0.overlaps(hook) }) {
            throw Refusal.custom("Hook", "Hook already exists on this repository")
        }
        for event in hook.eventNames where others.count(where: { $0.eventNames.contains(event) }) >= Self.most {
            throw Refusal.custom("Hook", "The \"\(event)\" event cannot have more than \(Self.most) hooks")
        }
    }
}

extension Hook {
    /// Whether both hooks share an event.
    fileprivate func overlaps(_ other: Hook) -> Bool {
        let (mine, theirs) = (Set(eventNames), Set(other.eventNames))
        return mine == theirs || mine.contains("*") || theirs.contains("*") || !mine.isDisjoint(with: theirs)
    }

    /// The settings as shown: never the secret.
    var config: ForgeJSON {
        var config: ForgeJSON = ["content_type": .string(contentType), "insecure_ssl": .string(insecureSSL)]
        if secret != nil { config["secret"] = "********" }
        config["url"] = .string(url)
        return config
    }

    /// Applies the given settings.
    mutating func apply(_ config: ForgeJSON) throws {
        if let url = config["url"].string { self.url = url }
        if let type = config["content_type"].string {
            guard ["json", "form"].contains(type) else {
                throw Refusal.notSimulated("what the forge answers to the content type '\(type)'")
            }
            contentType = type
        }
        if config.has("secret"), config["secret"].string != "********" {
            secret = config["secret"].string.flatMap { $0.isEmpty ? nil : $0 }
        }
        if let insecure = config["insecure_ssl"].string ?? config["insecure_ssl"].int.map(String.init) {
            guard ["0", "1"].contains(insecure) else { throw Refusal.notSimulated("what the forge answers to insecure_ssl '\(insecure)'") }
            insecureSSL = insecure
        }
    }
}

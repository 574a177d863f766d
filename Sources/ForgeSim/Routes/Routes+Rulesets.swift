import GRDB

/// Rulesets of repositories.
extension Routes {
    static func rulesets(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/rulesets"
        routes.get(path) { call in
            let repository = try call.repository()
            return try call.read { tx in
                let all = try Ruleset.all(of: repository.id, tx.db)
                let wanted = call.query["targets"]?.split(separator: ",").map(String.init)
                return try call.list(all.filter { wanted?.contains($0.target) ?? true }) { try tx.render($0, repository, for: nil) }
            }
        }
        routes.post(path) { call in
            let repository = try call.repository(.admin)
            let body = try call.json()
            return try call.change { tx in
                var ruleset = Ruleset(
                    id: try tx.db.nextID("ruleset"), repositoryID: repository.id, name: "", target: "branch", enforcement: "",
                    bypass: "[]", conditions: "{}", rules: "[]", createdAt: tx.now, updatedAt: tx.now)
                guard body["name"].string != nil else { throw Refusal.notSupplied("name") }
                guard body["enforcement"].string != nil else { throw Refusal.notSupplied("enforcement") }
                try RulesetEditing(tx: tx, repository: repository).apply(body, to: &ruleset)
                try ruleset.insert(tx.db)
                return .created(try tx.render(ruleset, repository, for: call.user))
            }
        }
        routes.get("\(path)/{id}") { call in
            let (repository, ruleset) = try findRuleset(call, .read)
            return try call.read { .json(try $0.render(ruleset, repository, for: call.user, full: true)) }
        }
        routes.put("\(path)/{id}") { call in
            let (repository, found) = try findRuleset(call, .admin)
            let body = try call.json()
            return try call.change { tx in
                var ruleset = found
                try RulesetEditing(tx: tx, repository: repository).apply(body, to: &ruleset)
                ruleset.updatedAt = tx.now
                try ruleset.update(tx.db)
                return .json(try tx.render(ruleset, repository, for: call.user))
            }
        }
        routes.delete("\(path)/{id}") { call in
            let (_, ruleset) = try findRuleset(call, .admin)
            _ = try call.change { try ruleset.delete($0.db) }
            return .noContent
        }
        routes.get("/repos/{owner}/{repo}/rules/branches/{branch...}") { try rules($0) }
    }

    private static func findRuleset(_ call: Call, _ permission: Permission) throws -> (Repository, Ruleset) {
        let repository = try call.repository(permission)
        let ruleset = try call.read { try Ruleset.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let ruleset, ruleset.repositoryID == repository.id else { throw Refusal.notFound }
        return (repository, ruleset)
    }

    /// The rules that apply to a branch, which need not exist.
    private static func rules(_ call: Call) throws -> Reply {
        let repository = try call.repository()
        return try call.read { tx in
            let ref = "refs/heads/\(call.parameter("branch"))"
            let name = try tx.fullName(repository)
            let active = try Ruleset.all(of: repository.id, tx.db).filter {
                $0.enforcement == "active" && $0.covers(ref, defaultBranch: repository.defaultBranch)
            }
            let rules = active.flatMap { ruleset in
                (Ruleset.json(ruleset.rules).array ?? []).map { rule in
                    var rendered = rule
                    rendered["ruleset_source_type"] = "Repository"
                    rendered["ruleset_source"] = .string(name)
                    rendered["ruleset_id"] = .int(ruleset.id)
                    return rendered
                }
            }
            return try call.list(rules) { $0 }
        }
    }
}

/// Parses a ruleset from a request.
struct RulesetEditing {
    let tx: Transaction
    let repository: Repository

    private static let known = [
        "creation", "update", "deletion", "non_fast_forward", "required_linear_history", "required_signatures", "pull_request",
        "required_status_checks",
    ]
    /// Rules that the forge has and the simulator does not enforce.
    private static let missing = [
        "required_deployments", "commit_message_pattern", "commit_author_email_pattern", "committer_email_pattern", "branch_name_pattern",
        "tag_name_pattern", "file_path_restriction", "max_file_path_length", "file_extension_restriction", "max_file_size", "workflows",
        "code_scanning", "code_quality", "merge_queue", "copilot_code_review",
    ]

    func apply(_ body: ForgeJSON, to ruleset: inout Ruleset) throws {
        if !body["target"].isNull { ruleset.target = try choice(body, "target", ["branch", "tag", "push"]) }
        if ruleset.target == "push" { throw Refusal.notSimulated("rulesets with the target push") }
        if !body["enforcement"].isNull { ruleset.enforcement = try choice(body, "enforcement", ["disabled", "active", "evaluate"]) }
        if body.has("bypass_actors") { ruleset.bypass = try actors(body["bypass_actors"]).text }
        if body.has("conditions") { ruleset.conditions = try conditions(body["conditions"], ruleset.target).text }
        if body.has("rules") { ruleset.rules = try rules(body["rules"]).text }
        guard let name = body["name"].string else { return }
        let sql = "SELECT count(*) FROM rulesets WHERE repositoryID = ? AND name = ? AND id <> ?"
        let doubles = try Int.fetchOne(cached: tx.db, sql: sql, arguments: [repository.id, name, ruleset.id]) ?? 0
        if doubles > 0 { throw Refusal.invalid("Name must be unique") }
        ruleset.name = name
    }

    private func choice(_ body: ForgeJSON, _ key: String, _ values: [String]) throws -> String {
        guard let value = body[key].string, values.contains(value) else { throw Refusal.notPossible(key, body[key], values) }
        return value
    }

    private func actors(_ value: ForgeJSON) throws -> ForgeJSON {
        guard !value.isNull else { return [] }
        guard let items = value.array else { throw Refusal.wrongType("bypass_actors", value, "array") }
        return .array(
            try items.map { item in
                let types = ["Integration", "OrganizationAdmin", "RepositoryRole", "Team", "DeployKey", "User"]
                let type = try choice(item, "actor_type", types)
                if type == "DeployKey" { throw Refusal.notSimulated("deploy keys as actors that pass rulesets") }
                let mode = item["bypass_mode"].isNull ? "always" : try choice(item, "bypass_mode", ["always", "pull_request", "exempt"])
                return ["actor_id": ForgeJSON(item["actor_id"].int), "actor_type": .string(type), "bypass_mode": .string(mode)]
            })
    }

    private func conditions(_ value: ForgeJSON, _ target: String) throws -> ForgeJSON {
        guard !value.isNull else { return [:] }
        let names = value["ref_name"]
        func patterns(_ key: String) throws -> ForgeJSON {
            let list = names[key].isNull ? [] : names[key].array
            guard let list else { throw Refusal.wrongType("conditions/ref_name/\(key)", names[key], "array") }
            let start = target == "tag" ? "refs/tags/" : "refs/heads/"
            let texts = list.compactMap(\.string)
            guard texts.count == list.count else { throw Refusal.wrongType("conditions/ref_name/\(key)", names[key], "array of strings") }
            if let text = texts.first(where: { $0.contains("[") && !$0.contains("]") }) {
                throw Refusal.notSimulated("what is said about the pattern \(text) of a ruleset")
            }
            let bad = texts.filter { text in
                let special = text == "~ALL" || text == "~DEFAULT_BRANCH" && target == "branch"
                return !special && (!text.hasPrefix(start) || text.count == start.count || text.contains(" "))
            }
            if !bad.isEmpty {
                throw Refusal.invalid(.string("Invalid target patterns: \(bad.map { "'\($0)'" }.joined(separator: ", "))"))
            }
            return .array(list)
        }
        return ["ref_name": ["exclude": try patterns("exclude"), "include": try patterns("include")]]
    }

    private func rules(_ value: ForgeJSON) throws -> ForgeJSON {
        guard let items = value.array else { throw Refusal.wrongType("rules", value, "array") }
        for (index, item) in items.enumerated() {
            let type = item["type"].string ?? ""
            if Self.missing.contains(type) { throw Refusal.notSimulated("the rule \(type)") }
            guard Self.known.contains(type) else {
                throw Refusal.unprocessable(
                    "Invalid request.\n\nInvalid property /rules/\(index): data matches no possible input. See `documentation_url`.")
            }
        }
        return value
    }
}

extension Transaction {
    /// A ruleset as lists show it, or with everything that the viewer may see.
    func render(_ ruleset: Ruleset, _ repository: Repository, for viewer: User?, full: Bool? = nil) throws -> ForgeJSON {
        let api = "\(try apiURL(repository))/rulesets/\(ruleset.id)"
        var rendered: ForgeJSON = [
            "id": .int(ruleset.id), "name": .string(ruleset.name), "target": .string(ruleset.target), "source_type": "Repository",
            "source": .string(try fullName(repository)), "enforcement": .string(ruleset.enforcement),
            "node_id": .string(nodeID("RepositoryRuleset", ruleset.id)),
            "_links": ["self": ["href": .string(api)], "html": ["href": .string("\(try htmlURL(repository))/rules/\(ruleset.id)")]],
            "created_at": Times.json(ruleset.createdAt), "updated_at": Times.json(ruleset.updatedAt),
        ]
        guard full ?? (viewer != nil) else { return rendered }
        rendered["conditions"] = Ruleset.json(ruleset.conditions)
        rendered["rules"] = Ruleset.json(ruleset.rules)
        let permission = try Permission.of(viewer, on: repository, db)
        if permission >= .write { rendered["bypass_actors"] = Ruleset.json(ruleset.bypass) }
        let way = try ruleset.bypass(for: viewer, permission: permission, in: user(repository.ownerID), db)
        rendered["current_user_can_bypass"] = .string(way)
        return rendered
    }
}

import GRDB

/// Branches and their protection.
extension Routes {
    static func branches(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/branches"
        routes.get(path) { call in
            let repository = try call.repository()
            try call.refuseQuery("protected", except: ["true", "false"])
            let refs = try call.git(repository).refs(seenBy: .api, now: call.now)
            let branches = refs.filter { $0.key.hasPrefix("refs/heads/") }.map { (String($0.key.dropFirst(11)), $0.value) }
            return try call.read { tx in
                let filter = call.query["protected"]
                let shown = try branches.sorted { $0.0 < $1.0 }.filter { name, _ in
                    try filter == nil || (Protection.find(tx.db, repository.id, branch: name) != nil) == (filter == "true")
                }
                return try call.list(shown) { try tx.renderBranch($0.0, $0.1, repository) }
            }
        }
        routes.get("\(path)/{branch...}") { call in
            let name = call.parameter("branch")
            if let part = ProtectionPart(call) { return try part.run() }
            if name.hasSuffix("/protection") { return try showProtection(call, String(name.dropLast("/protection".count))) }
            return try showBranch(call, name)
        }
        routes.put("\(path)/{branch...}") { call in
            if let part = ProtectionPart(call) { return try part.run() }
            guard let name = protected(call) else { throw Refusal.notFound }
            return try protect(call, name)
        }
        routes.delete("\(path)/{branch...}") { call in
            if let part = ProtectionPart(call) { return try part.run() }
            guard let name = protected(call) else { throw Refusal.notFound }
            let repository = try call.repository(.admin)
            let protection = try call.read { try Protection.find($0.db, repository.id, branch: name) }
            guard let protection else { throw Refusal(status: 404, message: "Branch not protected") }
            _ = try call.change { try protection.delete($0.db) }
            return .noContent
        }
        for method in ["POST", "PATCH"] {
            routes.on(method, "\(path)/{branch...}") { call in
                if let part = ProtectionPart(call) { return try part.run() }
                if call.parameter("branch").hasSuffix("/rename") { throw Refusal.notSimulated("renaming branches") }
                throw Refusal.notFound
            }
        }
    }

    private static func protected(_ call: Call) -> String? {
        let name = call.parameter("branch")
        return name.hasSuffix("/protection") ? String(name.dropLast("/protection".count)) : nil
    }

    private static func showBranch(_ call: Call, _ name: String) throws -> Reply {
        let repository = try call.repository()
        let git = try call.git(repository)
        guard let sha = try git.refs(seenBy: .api, now: call.now)["refs/heads/\(name)"], let commit = try git.family.commit(sha) else {
            throw Refusal(status: 404, message: "Branch not found")
        }
        return try call.read { tx in
            let api = "\(try tx.apiURL(repository))/branches/\(name)"
            let short = try tx.renderBranch(name, sha, repository)
            return .json([
                "name": .string(name), "commit": try tx.render(commit, repository),
                "_links": ["self": .string(api), "html": .string("\(try tx.htmlURL(repository))/tree/\(name)")],
                "protected": short["protected"], "protection": short["protection"], "protection_url": short["protection_url"],
            ])
        }
    }

    // MARK: Protection

    private static func showProtection(_ call: Call, _ name: String) throws -> Reply {
        let repository = try call.repository(.admin)
        guard try call.git(repository).branch(name) != nil else { throw Refusal(status: 404, message: "Branch not found") }
        return try call.read { tx in
            guard let protection = try Protection.find(tx.db, repository.id, branch: name) else {
                throw Refusal(status: 404, message: "Branch not protected")
            }
            return .json(try tx.render(protection, repository))
        }
    }

    private static func protect(_ call: Call, _ name: String) throws -> Reply {
        let repository = try call.repository(.admin)
        guard try call.git(repository).branch(name) != nil else { throw Refusal(status: 404, message: "Branch not found") }
        let body = try call.json()
        let needed = ["required_status_checks", "enforce_admins", "required_pull_request_reviews", "restrictions"]
        let absent = needed.filter { !body.has($0) }
        if !absent.isEmpty {
            let list = absent.map { "\"\($0)\"" }.joined(separator: ", ")
            throw Refusal.unprocessable("Invalid request.\n\n\(list) \(absent.count == 1 ? "wasn't" : "weren't") supplied.")
        }
        for key in ["required_status_checks", "required_pull_request_reviews", "restrictions"]
        where !body[key].isNull && body[key].object == nil {
            throw Refusal.wrongType(key, body[key], "object")
        }
        return try call.change { tx in
            if !body["restrictions"].isNull, try !tx.user(repository.ownerID).isOrganization {
                throw Refusal.invalid("Only organization repositories can have users and team restrictions")
            }
            let protection = Protection(repositoryID: repository.id, branch: name, settings: body.text)
            try protection.save(tx.db)
            return .json(try tx.render(protection, repository))
        }
    }
}

extension Transaction {
    /// A branch as lists show it.
    func renderBranch(_ name: String, _ sha: String, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let protection = try Protection.find(db, repository.id, branch: name)
        let checks = protection?.document["required_status_checks"] ?? .null
        let level = checks.isNull ? "off" : protection?.document["enforce_admins"].bool == true ? "everyone" : "non_admins"
        return [
            "name": .string(name), "commit": ["sha": .string(sha), "url": .string("\(api)/commits/\(sha)")],
            "protected": .bool(protection != nil),
            "protection": [
                "enabled": .bool(protection != nil),
                "required_status_checks": [
                    "enforcement_level": .string(level), "contexts": Self.contexts(checks), "checks": Self.checks(checks),
                ],
            ],
            "protection_url": .string("\(api)/branches/\(name)/protection"),
        ]
    }

    private static func contexts(_ checks: ForgeJSON) -> ForgeJSON {
        var names = (checks["contexts"].array ?? []).compactMap(\.string)
        for name in (checks["checks"].array ?? []).compactMap({ $0["context"].string }) where !names.contains(name) { names.append(name) }
        return .array(names.map(ForgeJSON.string))
    }

    private static func checks(_ checks: ForgeJSON) -> ForgeJSON {
        let given = checks["checks"].array ?? []
        return .array(
            (contexts(checks).array ?? []).map { name in
                let app = given.first { $0["context"] == name }?["app_id"].int
                return ["context": name, "app_id": ForgeJSON(app == -1 ? nil : app)]
            })
    }

    func render(_ protection: Protection, _ repository: Repository) throws -> ForgeJSON {
        let url = "\(try apiURL(repository))/branches/\(protection.branch)/protection"
        let settings = protection.document
        var rendered: ForgeJSON = ["url": .string(url)]
        let checks = settings["required_status_checks"]
        if !checks.isNull {
            rendered["required_status_checks"] = [
                "url": .string("\(url)/required_status_checks"), "strict": .bool(checks["strict"].bool ?? false),
                "contexts": Self.contexts(checks), "contexts_url": .string("\(url)/required_status_checks/contexts"),
                "checks": Self.checks(checks),
            ]
        }
        if !settings["restrictions"].isNull { rendered["restrictions"] = try renderRestrictions(settings["restrictions"], url, repository) }
        let reviews = settings["required_pull_request_reviews"]
        if !reviews.isNull {
            rendered["required_pull_request_reviews"] = [
                "url": .string("\(url)/required_pull_request_reviews"),
                "dismiss_stale_reviews": .bool(reviews["dismiss_stale_reviews"].bool ?? false),
                "require_code_owner_reviews": .bool(reviews["require_code_owner_reviews"].bool ?? false),
                "require_last_push_approval": .bool(reviews["require_last_push_approval"].bool ?? false),
                "required_approving_review_count": ForgeJSON(reviews["required_approving_review_count"].int ?? 1),
            ]
        }
        rendered["required_signatures"] = ["url": .string("\(url)/required_signatures"), "enabled": false]
        rendered["enforce_admins"] = [
            "url": .string("\(url)/enforce_admins"), "enabled": .bool(settings["enforce_admins"].bool ?? false),
        ]
        for key in [
            "required_linear_history", "allow_force_pushes", "allow_deletions", "block_creations", "required_conversation_resolution",
            "lock_branch", "allow_fork_syncing",
        ] { rendered[key] = ["enabled": .bool(settings[key].bool ?? false)] }
        return rendered
    }

    private func renderRestrictions(_ restrictions: ForgeJSON, _ url: String, _ repository: Repository) throws -> ForgeJSON {
        func logins(_ key: String) -> [String] { (restrictions[key].array ?? []).compactMap(\.string) }
        return [
            "url": .string("\(url)/restrictions"), "users_url": .string("\(url)/restrictions/users"),
            "teams_url": .string("\(url)/restrictions/teams"), "apps_url": .string("\(url)/restrictions/apps"),
            "users": .array(try logins("users").compactMap { try User.find(db, login: $0) }.map { render($0) }),
            "teams": .array(
                try logins("teams").compactMap { try Team.find(db, organization: repository.ownerID, slug: $0) }.map { try render($0) }),
            "apps": .array(try logins("apps").compactMap { try SimApp.find(db, slug: $0) }.map { try render($0) }),
        ]
    }
}

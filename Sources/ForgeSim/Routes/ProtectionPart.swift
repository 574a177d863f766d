import GRDB

/// `…/branches/{branch}/protection/{part}`: a part of a branch's protection on its own.
struct ProtectionPart {
    let call: Call
    let branch: String
    let part: String

    private static let lists = [
        "required_status_checks/contexts": ("required_status_checks", "contexts"), "restrictions/users": ("restrictions", "users"),
        "restrictions/apps": ("restrictions", "apps"), "restrictions/teams": ("restrictions", "teams"),
    ]
    private static let parts: Set<String> = [
        "required_status_checks", "required_pull_request_reviews", "enforce_admins", "restrictions",
    ]

    /// `nil` for a path that means something else.
    init?(_ call: Call) {
        let name = call.parameter("branch")
        guard let range = name.ranges(of: "/protection/").last else { return nil }
        self.call = call
        branch = String(name[..<range.lowerBound])
        part = String(name[range.upperBound...])
    }

    func run() throws -> Reply {
        let repository = try call.repository(.admin)
        let found = try call.read { try Protection.find($0.db, repository.id, branch: branch) }
        guard let found else { throw Refusal(status: 404, message: "Branch not protected") }
        if let (parent, name) = Self.lists[part] { return try list(repository, found, parent, name) }
        guard Self.parts.contains(part) else { throw missing }
        switch call.method {
        case "GET": return try show(found, repository, part)
        case "POST" where part == "enforce_admins": return try change(repository, found) { $0[part] = true }
        case "PATCH" where part == "required_status_checks" || part == "required_pull_request_reviews":
            guard !found.document[part].isNull || part == "required_pull_request_reviews" else { throw Self.statusChecksOff }
            let body = try call.json()
            return try change(repository, found) { settings in
                var merged: ForgeJSON = settings[part].isNull ? [:] : settings[part]
                for (key, value) in body.object?.members ?? [] { merged[key] = value }
                settings[part] = merged
            }
        case "DELETE":
            guard part == "enforce_admins" || !found.document[part].isNull else { throw Refusal.notFound }
            _ = try store(found) { $0[part] = part == "enforce_admins" ? false : .null }
            return .noContent
        default: throw missing
        }
    }

    private var missing: Refusal { .notSimulated("\(call.method) …/branches/{branch}/protection/\(part)") }
    private static let statusChecksOff = Refusal(status: 404, message: "Required status checks not enabled")

    private func show(_ protection: Protection, _ repository: Repository, _ path: String) throws -> Reply {
        let document = try call.read { try $0.render(protection, repository) }
        var found = document
        for name in path.split(separator: "/") { found = found[String(name)] }
        if found.isNull { throw path.hasPrefix("required_status_checks") ? Self.statusChecksOff : Refusal.notFound }
        return .json(found)
    }

    private func change(_ repository: Repository, _ protection: Protection, _ body: (inout ForgeJSON) -> Void) throws -> Reply {
        try show(try store(protection, body), repository, part)
    }

    private func store(_ protection: Protection, _ body: (inout ForgeJSON) -> Void) throws -> Protection {
        var settings = protection.document
        body(&settings)
        var updated = protection
        updated.settings = settings.text
        let stored = updated
        try call.change { try stored.save($0.db) }
        return stored
    }

    /// Lists of names: show, add, replace, remove.
    private func list(_ repository: Repository, _ protection: Protection, _ parent: String, _ name: String) throws -> Reply {
        let present = protection.document[parent]
        if present.isNull { throw parent == "required_status_checks" ? Self.statusChecksOff : Refusal.notFound }
        if call.method == "GET" { return try show(protection, repository, part) }
        let body = try call.anyJSON()
        guard let given = body.array ?? body[name].array else { throw Refusal.notSupplied(name) }
        let old = present[name].array ?? []
        let wanted: [ForgeJSON]
        switch call.method {
        case "POST": wanted = old + given.filter { !old.contains($0) }
        case "PUT": wanted = given
        case "DELETE": wanted = old.filter { !given.contains($0) }
        default: throw missing
        }
        return try change(repository, protection) { settings in
            var inner = present
            inner[name] = .array(wanted)
            if name == "contexts" {
                let checks = (present["checks"].array ?? []).filter { wanted.contains($0["context"]) }
                inner["checks"] = .array(checks)
            }
            settings[parent] = inner
        }
    }
}

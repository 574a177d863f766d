internal import Contract

/// GitHub's objects as the documents of the event log: the one place that knows both shapes.
///
/// The objects of webhooks and of the REST API are the same but for what lists leave out.
enum GitHubDocuments {
    /// A pull request. Lists and reviews leave out `commits` and `merged`.
    static func pullRequest(_ wire: WireObject, repository: String?) throws -> JSON {
        let number = try wire.int("number")
        return [
            "number": .int(number),
            "node_id": .string(wire.optionalString("node_id") ?? ""),
            "title": .string(try wire.string("title")),
            "body": JSON(wire.optionalString("body")),
            "draft": .bool(wire.optionalBool("draft") ?? false),
            "state": .string(try wire.choice("state", of: ["open", "closed"])),
            "merged": .bool(wire.optionalBool("merged") ?? (wire.optionalString("merged_at") != nil)),
            "author": .string(login(wire.optionalObject("user"))),
            "head": try head(wire.object("head"), key: "\(repository ?? "")/\(number)"),
            "base": try base(wire.object("base"), repository: repository),
            "commits": JSON(wire.optionalInt("commits")),
            "created_at": .int(try wire.time("created_at")),
            "updated_at": .int(try wire.time("updated_at")),
            "url": .string(try wire.string("html_url")),
        ]
    }

    private static func head(_ wire: WireObject, key: String) throws -> JSON {
        let ref = try wire.string("ref")
        // The label is missing or incomplete where the owner's account is gone. Equal labels are one batch, so that two such
        // pull requests must not get the same one.
        let given = wire.optionalString("label").flatMap { $0.hasPrefix(":") || !$0.contains(":") ? nil : $0 }
        let owner = wire.optionalObject("user")?.optionalString("login")
        let label = given ?? owner.map { "\($0):\(ref)" } ?? "ghost:\(key)/\(ref)"
        return [
            "ref": .string(ref),
            "sha": .string(try wire.sha("sha")),
            "label": .string(label),
            "repository": JSON(wire.optionalObject("repo")?.optionalString("full_name")),
        ]
    }

    private static func base(_ wire: WireObject, repository: String?) throws -> JSON {
        [
            "ref": .string(try wire.string("ref")),
            "sha": .string(try wire.sha("sha")),
            "repository": JSON(wire.optionalObject("repo")?.optionalString("full_name") ?? repository),
        ]
    }

    /// A comment on the conversation of a pull request.
    static func comment(_ wire: WireObject) throws -> JSON {
        [
            "id": .int(try wire.int("id")),
            "kind": "comment",
            "author": .string(login(wire.optionalObject("user"))),
            "body": .string(wire.optionalString("body") ?? ""),
            "created_at": .int(try wire.time("created_at")),
            "url": .string(try wire.string("html_url")),
        ]
    }

    /// A submitted review.
    static func review(_ wire: WireObject) throws -> JSON {
        var document: JSON = [
            "id": .int(try wire.int("id")),
            "kind": "review",
            "author": .string(login(wire.optionalObject("user"))),
            "body": .string(wire.optionalString("body") ?? ""),
            "created_at": .int(try wire.time("submitted_at")),
            "url": .string(try wire.string("html_url")),
        ]
        if wire.optionalString("commit_id") != nil { document["commit_id"] = .string(try wire.sha("commit_id")) }
        return document
    }

    /// A commit status; the combined list leaves out the commit.
    static func status(_ wire: WireObject, sha: String? = nil) throws -> JSON {
        var document: JSON = [
            "sha": .string(try sha ?? wire.sha("sha")),
            "context": .string(wire.optionalString("context") ?? "default"),
            "state": .string(try wire.choice("state", of: ["success", "pending", "failure", "error"])),
            "updated_at": .int(try wire.time("updated_at")),
        ]
        if let url = wire.optionalString("target_url") { document["target_url"] = .string(url) }
        if let text = wire.optionalString("description") { document["description"] = .string(text) }
        return document
    }

    /// A check run as a status: its name is the context. One that waits may have no time yet.
    static func checkRun(_ wire: WireObject, now: Timestamp) throws -> JSON {
        let moment = try wire.optionalTime("completed_at") ?? wire.optionalTime("started_at") ?? now.milliseconds
        var document: JSON = [
            "sha": .string(try wire.sha("head_sha")),
            "context": .string(try wire.string("name")),
            "state": .string(
                checkState(status: try wire.string("status"), conclusion: wire.optionalString("conclusion"))),
            "updated_at": .int(moment),
        ]
        let url = wire.optionalString("details_url") ?? wire.optionalString("html_url")
        if let url { document["target_url"] = .string(url) }
        if let title = wire.optionalObject("output")?.optionalString("title") { document["description"] = .string(title) }
        return document
    }

    private static func checkState(status: String, conclusion: String?) -> String {
        guard status == "completed" else { return "pending" }
        return switch conclusion {
        case "success", "neutral", "skipped": "success"
        default: "failure"
        }
    }

    /// The login of a user object; the account of a deleted user is shown as `ghost`.
    static func login(_ wire: WireObject?) -> String {
        wire?.optionalString("login").flatMap { $0.isEmpty ? nil : $0 } ?? "ghost"
    }
}

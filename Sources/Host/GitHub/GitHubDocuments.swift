internal import Contract

/// GitHub's objects as the documents of the event log: the one place that knows both shapes.
///
/// The objects of webhooks and of the REST API are the same but for what lists leave out.
enum GitHubDocuments {
    /// A pull request. Lists and reviews leave out `commits` and `merged`.
    static func pullRequest(_ wire: WireObject, repository: String?) throws -> PullRequestDocument {
        let number = try wire.int("number")
        return PullRequestDocument(
            number: Int(number), nodeID: wire.optionalString("node_id") ?? "", title: try wire.string("title"),
            body: wire.optionalString("body"), isDraft: wire.optionalBool("draft") ?? false,
            state: try wire.choice("state", of: ["open", "closed"]) == "open" ? .open : .closed,
            isMerged: wire.optionalBool("merged") ?? (wire.optionalString("merged_at") != nil),
            author: login(wire.optionalObject("user")), head: try head(wire.object("head"), key: "\(repository ?? "")/\(number)"),
            base: try base(wire.object("base"), repository: repository), commits: wire.optionalInt("commits").map(Int.init),
            createdAt: try wire.moment("created_at"), updatedAt: try wire.moment("updated_at"), url: try wire.string("html_url"))
    }

    private static func head(_ wire: WireObject, key: String) throws -> PullRequestDocument.Head {
        let ref = try wire.string("ref")
        // The label is missing or incomplete where the owner's account is gone. Equal labels are one batch, so two such pull requests
        // must not get the same one.
        let given = wire.optionalString("label").flatMap { $0.hasPrefix(":") || !$0.contains(":") ? nil : $0 }
        let owner = wire.optionalObject("user")?.optionalString("login")
        let label = given ?? owner.map { "\($0):\(ref)" } ?? "ghost:\(key)/\(ref)"
        return PullRequestDocument.Head(
            ref: ref, sha: try wire.sha("sha"), label: label, repository: wire.optionalObject("repo")?.optionalString("full_name"))
    }

    private static func base(_ wire: WireObject, repository: String?) throws -> PullRequestDocument.Base {
        PullRequestDocument.Base(
            ref: try wire.string("ref"), sha: try wire.sha("sha"),
            repository: wire.optionalObject("repo")?.optionalString("full_name") ?? repository)
    }

    /// A comment on the conversation of a pull request.
    static func comment(_ wire: WireObject) throws -> CommentDocument {
        CommentDocument(
            key: CommentKey(.comment, try wire.int("id")), author: login(wire.optionalObject("user")),
            body: wire.optionalString("body") ?? "", createdAt: try wire.moment("created_at"), url: try wire.string("html_url"))
    }

    /// A submitted review.
    static func review(_ wire: WireObject) throws -> CommentDocument {
        CommentDocument(
            key: CommentKey(.review, try wire.int("id")), author: login(wire.optionalObject("user")),
            body: wire.optionalString("body") ?? "", createdAt: try wire.moment("submitted_at"), url: try wire.string("html_url"),
            commitID: wire.optionalString("commit_id") == nil ? nil : try wire.sha("commit_id"))
    }

    /// A commit status; the combined list leaves out the commit.
    static func status(_ wire: WireObject, sha: String? = nil) throws -> StatusDocument {
        let state = try wire.choice("state", of: Set(StatusState.allCases.map(\.rawValue)))
        return StatusDocument(
            sha: try sha ?? wire.sha("sha"), context: wire.optionalString("context") ?? "default",
            state: StatusState(rawValue: state) ?? .error, updatedAt: try wire.moment("updated_at"),
            targetURL: wire.optionalString("target_url"), description: wire.optionalString("description"))
    }

    /// A check run as a status: its name is the context. One that waits may have no time yet.
    static func checkRun(_ wire: WireObject, now: Timestamp) throws -> StatusDocument {
        let moment = try wire.optionalTime("completed_at") ?? wire.optionalTime("started_at") ?? now.milliseconds
        return StatusDocument(
            sha: try wire.sha("head_sha"), context: try wire.string("name"),
            state: checkState(status: try wire.string("status"), conclusion: wire.optionalString("conclusion")),
            updatedAt: Timestamp(milliseconds: moment),
            targetURL: wire.optionalString("details_url") ?? wire.optionalString("html_url"),
            description: wire.optionalObject("output")?.optionalString("title"))
    }

    private static func checkState(status: String, conclusion: String?) -> StatusState {
        guard status == "completed" else { return .pending }
        return switch conclusion {
        case "success", "neutral", "skipped": .success
        default: .failure
        }
    }

    /// The login of a user object; the account of a deleted user is shown as `ghost`.
    static func login(_ wire: WireObject?) -> String {
        wire?.optionalString("login").flatMap { $0.isEmpty ? nil : $0 } ?? "ghost"
    }
}

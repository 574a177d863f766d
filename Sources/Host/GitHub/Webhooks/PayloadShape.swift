/// Which members of a payload are read; the rest, nine tenths of it, is only checked and passed over.
struct PayloadShape: Sendable {
    /// A member that is read: whole, or of an object some members.
    struct Member: Sendable {
        let name: [UInt8]
        /// Nil: the whole value.
        let shape: PayloadShape?
    }

    let members: [Member]

    init(_ whole: [String] = [], _ objects: [String: PayloadShape] = [:]) {
        members =
            whole.map { Member(name: Array($0.utf8), shape: nil) }
            + objects.map { Member(name: Array($0.key.utf8), shape: $0.value) }
    }

    /// What ``GitHubDelivery`` and ``GitHubDeliveryReader`` read, of all events together.
    static let webhook = PayloadShape(
        ["action", "ref", "before", "after", "forced", "deleted"] + status,
        [
            "repository": PayloadShape(["full_name"]),
            "sender": login,
            "changes": PayloadShape([], ["base": PayloadShape([], ["ref": from]), "title": from, "body": from]),
            "pull_request": pullRequest,
            "issue": PayloadShape(["number", "state"], ["pull_request": PayloadShape()]),
            "comment": PayloadShape(["id", "body", "created_at", "html_url"], ["user": login]),
            "review": PayloadShape(["id", "body", "submitted_at", "html_url", "commit_id"], ["user": login]),
            "check_run": PayloadShape(
                ["head_sha", "name", "status", "conclusion", "started_at", "completed_at", "details_url", "html_url"],
                ["output": PayloadShape(["title"])]),
        ])

    private static let login = PayloadShape(["login"])
    private static let from = PayloadShape(["from"])
    private static let status = ["sha", "context", "state", "target_url", "description", "updated_at"]
    private static let repository = PayloadShape(["full_name"])
    private static let pullRequest = PayloadShape(
        [
            "number", "node_id", "title", "body", "draft", "state", "merged", "merged_at", "commits", "created_at", "updated_at",
            "html_url",
        ],
        [
            "user": login,
            "head": PayloadShape(["ref", "sha", "label"], ["user": login, "repo": repository]),
            "base": PayloadShape(["ref", "sha"], ["repo": repository]),
        ])
}

/// A delivery about a pull request.
public struct ForgePullRequest: EventDocument {
    /// `forge.pull_request`.
    public static let kind = EventKind.forgePullRequest
    /// What the forge calls it: `opened`, `synchronize`, `edited`, …
    public var action: String
    /// The pull request at that moment.
    public var pullRequest: PullRequestDocument
    /// What an edit replaced, as far as the forge says: target, title, description.
    public var changes: Changes
    /// The forge's id of the delivery.
    public var delivery: String?

    /// What an edit replaced.
    public struct Changes: Sendable, Hashable {
        /// The target before.
        public var baseRefFrom: String?
        /// The title before.
        public var titleFrom: String?
        /// The description before.
        public var bodyFrom: String?

        /// Makes a list of changes.
        public init(baseRefFrom: String? = nil, titleFrom: String? = nil, bodyFrom: String? = nil) {
            self.baseRefFrom = baseRefFrom
            self.titleFrom = titleFrom
            self.bodyFrom = bodyFrom
        }
    }

    /// Makes a document.
    public init(action: String, pullRequest: PullRequestDocument, changes: Changes = Changes(), delivery: String? = nil) {
        self.action = action
        self.pullRequest = pullRequest
        self.changes = changes
        self.delivery = delivery
    }
    /// Reads a document.
    public init(json: JSON) throws(DocumentError) {
        let changes = json["changes"]
        self.init(
            action: json["action"].string ?? "", pullRequest: try PullRequestDocument(json: json["pull_request"]),
            changes: Changes(
                baseRefFrom: changes["base_ref_from"].string, titleFrom: changes["title_from"].string, bodyFrom: changes["body_from"].string
            ),
            delivery: json["delivery"].string)
    }
    /// `{action, pull_request, changes, delivery?}`.
    public var json: JSON {
        var replaced: JSON = [:]
        if let text = changes.baseRefFrom { replaced["base_ref_from"] = .string(text) }
        if let text = changes.titleFrom { replaced["title_from"] = .string(text) }
        if let text = changes.bodyFrom { replaced["body_from"] = .string(text) }
        var document: JSON = ["action": .string(action), "pull_request": pullRequest.json, "changes": replaced]
        if let delivery { document["delivery"] = .string(delivery) }
        return document
    }
}

/// A delivery about a comment or a review.
public struct ForgeComment: EventDocument {
    /// `forge.comment`.
    public static let kind = EventKind.forgeComment
    /// The comment.
    public var comment: CommentDocument
    /// Number of its pull request.
    public var number: Int
    /// Whether its pull request was open.
    public var isOpen: Bool
    /// Target of its pull request, where the delivery says it.
    public var target: String?

    /// Makes a document.
    public init(comment: CommentDocument, number: Int, isOpen: Bool, target: String?) {
        self.comment = comment
        self.number = number
        self.isOpen = isOpen
        self.target = target
    }
    /// Reads a document.
    public init(json: JSON) throws(DocumentError) {
        let pullRequest = json["pull_request"]
        guard let number = pullRequest["number"].int else { throw DocumentError(Self.kind.rawValue, "pull_request.number") }
        self.init(
            comment: try CommentDocument(json: json["comment"]), number: number, isOpen: pullRequest["open"].bool ?? true,
            target: pullRequest["target"].string)
    }
    /// `{comment, pull_request: {number, open, target}}`.
    public var json: JSON {
        [
            "comment": comment.json, "pull_request": ["number": .int(Int64(number)), "open": .bool(isOpen), "target": JSON(target)],
        ]
    }
}

/// A delivery about a ref that moved.
public struct ForgePush: EventDocument {
    /// `forge.push`.
    public static let kind = EventKind.forgePush
    /// Full name: `refs/heads/main`.
    public var ref: String
    /// Sha before; zeros if the ref is new.
    public var before: String
    /// Sha now; zeros if the ref is gone.
    public var after: String
    /// Whether commits were lost.
    public var isForced: Bool
    /// Whether the ref is gone.
    public var isDeleted: Bool

    /// Makes a document.
    public init(ref: String, before: String, after: String, isForced: Bool, isDeleted: Bool) {
        self.ref = ref
        self.before = before
        self.after = after
        self.isForced = isForced
        self.isDeleted = isDeleted
    }
    /// Reads a document.
    public init(json: JSON) throws(DocumentError) {
        guard let ref = json["ref"].string else { throw DocumentError(Self.kind.rawValue, "ref") }
        self.init(
            ref: ref, before: json["before"].string ?? "", after: json["after"].string ?? "", isForced: json["forced"].bool ?? false,
            isDeleted: json["deleted"].bool ?? false)
    }
    /// `{ref, before, after, forced, deleted}`.
    public var json: JSON {
        [
            "ref": .string(ref), "before": .string(before), "after": .string(after), "forced": .bool(isForced),
            "deleted": .bool(isDeleted),
        ]
    }
}

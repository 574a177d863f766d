/// A pull request is known from now on: it was opened, or adopted.
public struct PullRequestOpened: EventDocument {
    /// `pull_request.opened`.
    public static let kind = EventKind.pullRequestOpened
    /// Whether it was closed already when it was first seen.
    public var isClosed: Bool

    /// Makes a document.
    public init(isClosed: Bool) { self.isClosed = isClosed }
    /// Reads a document.
    public init(json: JSON) { isClosed = json["closed"].bool ?? false }
    /// `{closed}`.
    public var json: JSON { ["closed": .bool(isClosed)] }
}

/// Title or description changed.
public struct PullRequestEdited: EventDocument {
    /// `pull_request.edited`.
    public static let kind = EventKind.pullRequestEdited
    /// Whether the title is another one.
    public var title: Bool
    /// Whether the description is another one.
    public var body: Bool

    /// Makes a document.
    public init(title: Bool, body: Bool) {
        self.title = title
        self.body = body
    }
    /// Reads a document.
    public init(json: JSON) { self.init(title: json["title"].bool ?? false, body: json["body"].bool ?? false) }
    /// `{title, body}`.
    public var json: JSON { ["title": .bool(title), "body": .bool(body)] }
}

/// The target changed.
public struct PullRequestRetargeted: EventDocument {
    /// `pull_request.retargeted`.
    public static let kind = EventKind.pullRequestRetargeted
    /// The target before.
    public var old: String
    /// The target now.
    public var new: String

    /// Makes a document.
    public init(old: String, new: String) {
        self.old = old
        self.new = new
    }
    /// Reads a document.
    public init(json: JSON) throws(DocumentError) {
        guard let old = json["old"].string else { throw DocumentError(Self.kind.rawValue, "old") }
        guard let new = json["new"].string else { throw DocumentError(Self.kind.rawValue, "new") }
        self.init(old: old, new: new)
    }
    /// `{old, new}`.
    public var json: JSON { ["old": .string(old), "new": .string(new)] }
}

/// The head changed.
public struct PullRequestHeadChanged: EventDocument {
    /// `pull_request.head_changed`.
    public static let kind = EventKind.pullRequestHeadChanged
    /// Sha of the head before; zeros for one that has just been adopted.
    public var old: String
    /// Sha of the head now.
    public var new: String
    /// Whether it was pushed while the pull request was closed, and counts since it was reopened.
    public var isReopened: Bool

    /// Makes a document.
    public init(old: String, new: String, isReopened: Bool) {
        self.old = old
        self.new = new
        self.isReopened = isReopened
    }
    /// Reads a document.
    public init(json: JSON) throws(DocumentError) {
        guard let old = json["old"].string else { throw DocumentError(Self.kind.rawValue, "old") }
        guard let new = json["new"].string else { throw DocumentError(Self.kind.rawValue, "new") }
        self.init(old: old, new: new, isReopened: json["reopened"].bool ?? false)
    }
    /// `{old, new, reopened}`.
    public var json: JSON { ["old": .string(old), "new": .string(new), "reopened": .bool(isReopened)] }

    /// Whether the pull request has just been adopted, so that nobody here has seen the head before.
    public var isAdopted: Bool { old.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }
}

/// It was closed.
public struct PullRequestClosed: EventDocument {
    /// `pull_request.closed`.
    public static let kind = EventKind.pullRequestClosed
    /// Whether the forge says that it was merged.
    public var isMerged: Bool

    /// Makes a document.
    public init(isMerged: Bool) { self.isMerged = isMerged }
    /// Reads a document.
    public init(json: JSON) { isMerged = json["merged"].bool ?? false }
    /// `{merged}`.
    public var json: JSON { ["merged": .bool(isMerged)] }
}

/// It was reopened.
public struct PullRequestReopened: EventDocument {
    /// `pull_request.reopened`.
    public static let kind = EventKind.pullRequestReopened

    /// Makes a document.
    public init() {}
    /// Reads a document.
    public init(json: JSON) {}
    /// `{}`.
    public var json: JSON { [:] }
}

/// It became a draft, or ready for review.
public struct PullRequestDraftChanged: EventDocument {
    /// `pull_request.draft_changed`.
    public static let kind = EventKind.pullRequestDraftChanged
    /// Whether it is a draft now.
    public var isDraft: Bool

    /// Makes a document.
    public init(isDraft: Bool) { self.isDraft = isDraft }
    /// Reads a document.
    public init(json: JSON) { isDraft = json["draft"].bool ?? false }
    /// `{draft}`.
    public var json: JSON { ["draft": .bool(isDraft)] }
}

/// A fact in the log, or one that was derived from it.
public struct Event: Sendable {
    /// Place in the log, from 1. Derived events have that of the event they come from.
    public let seq: Int64
    /// What happened, for example `pull_request.opened`.
    public let kind: String
    /// When the host stored it.
    public let time: Timestamp
    /// `owner/name`, if it is about a repository.
    public let repository: String?
    /// Number of the pull request, if it is about one.
    public let number: Int?
    /// Login of the person who caused it, if there is one.
    public let actor: String?
    /// 40 lower-case hexadecimal digits, if it is about a commit.
    public let sha: String?
    private let content: LazyJSON

    /// The rest of the facts; an object. Parsed when first asked for; `.null` if it is not JSON.
    public var document: JSON { content.document }

    /// The document as it is stored, in UTF-8.
    public var documentBytes: [UInt8] { content.bytes }

    /// Makes an event of a document.
    public init(
        seq: Int64, kind: String, time: Timestamp, repository: String? = nil, number: Int? = nil, actor: String? = nil,
        sha: String? = nil, document: JSON = [:]
    ) {
        self.init(
            seq: seq, kind: kind, time: time, repository: repository, number: number, actor: actor, sha: sha,
            documentBytes: document.bytes)
    }

    /// Makes an event of the bytes of a document, which are parsed only when somebody asks.
    public init(
        seq: Int64, kind: String, time: Timestamp, repository: String?, number: Int?, actor: String?, sha: String?,
        documentBytes: [UInt8]
    ) {
        self.seq = seq
        self.kind = kind
        self.time = time
        self.repository = repository
        self.number = number
        self.actor = actor
        self.sha = sha
        content = LazyJSON(documentBytes)
    }
}

extension Event {
    /// True if a subscription of a manifest (`status.changed`, `pull_request.*`, `*`) covers the kind.
    public static func matches(kind: String, subscription: String) -> Bool {
        EventKind(rawValue: kind).matches(subscription: subscription)
    }
}

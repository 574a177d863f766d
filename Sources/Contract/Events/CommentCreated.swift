/// Somebody wrote a comment or a review.
public struct CommentCreated: EventDocument {
    /// `comment.created`.
    public static let kind = EventKind.commentCreated
    /// Which one: `comment:ID` or `review:ID`.
    public var key: String
    /// Markdown.
    public var body: String
    /// When it was written, by the forge's clock, which has whole seconds.
    public var createdAt: Timestamp
    /// Where people read it.
    public var url: String
    /// Whether it is an old one, read again while its pull request was adopted.
    public var isReplay: Bool

    /// Makes a document.
    public init(key: String, body: String, createdAt: Timestamp, url: String, isReplay: Bool) {
        self.key = key
        self.body = body
        self.createdAt = createdAt
        self.url = url
        self.isReplay = isReplay
    }
    /// Reads a document.
    public init(json: JSON) throws(DocumentError) {
        guard let key = json["key"].string else { throw DocumentError(Self.kind.rawValue, "key") }
        self.init(
            key: key, body: json["body"].string ?? "", createdAt: Timestamp(milliseconds: json["created_at"].int64 ?? 0),
            url: json["url"].string ?? "", isReplay: json["replay"].bool ?? false)
    }
    /// `{key, body, created_at, url, replay}`.
    public var json: JSON {
        [
            "key": .string(key), "body": .string(body), "created_at": .int(createdAt.milliseconds), "url": .string(url),
            "replay": .bool(isReplay),
        ]
    }
}

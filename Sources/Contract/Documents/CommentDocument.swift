/// A comment on a pull request, or a submitted review, as the event log has it.
public struct CommentDocument: JSONDocument {
    /// Which of the two it is, and the forge's number.
    public var key: CommentKey
    /// Login of its author; `ghost` where the account is gone.
    public var author: String
    /// Markdown.
    public var body: String
    /// When it was written, by the forge's clock, which has whole seconds.
    public var createdAt: Timestamp
    /// Where people read it.
    public var url: String
    /// Sha that a review was written on; nil for a comment.
    public var commitID: String?

    /// Makes a document.
    public init(key: CommentKey, author: String, body: String, createdAt: Timestamp, url: String, commitID: String? = nil) {
        self.key = key
        self.author = author
        self.body = body
        self.createdAt = createdAt
        self.url = url
        self.commitID = commitID
    }

    /// Reads a document.
    public init(json: JSON) throws(DocumentError) {
        guard let id = json["id"].int64 else { throw DocumentError("comment", "id") }
        guard let kind = json["kind"].string.flatMap(CommentKey.Kind.init(rawValue:)) else { throw DocumentError("comment", "kind") }
        self.init(
            key: CommentKey(kind, id), author: json["author"].string ?? "ghost", body: json["body"].string ?? "",
            createdAt: Timestamp(milliseconds: json["created_at"].int64 ?? 0), url: json["url"].string ?? "",
            commitID: json["commit_id"].string)
    }

    /// The document.
    public var json: JSON {
        var document: JSON = [
            "id": .int(key.id), "kind": .string(key.kind.rawValue), "author": .string(author), "body": .string(body),
            "created_at": .int(createdAt.milliseconds), "url": .string(url),
        ]
        if let commitID { document["commit_id"] = .string(commitID) }
        return document
    }
}

/// Adds a reaction to a comment or review; one that is gone counts as done.
public struct AddReaction: EffectRequest {
    /// Answers nothing.
    public typealias Result = NoResult

    /// The row of the registry.
    public static let kind = EffectKind(
        "reaction", AddReaction.self, summary: "adds a reaction to a comment", subject: .pullRequest, performer: .forge,
        recovery: .repeatable, canBeRetried: true, payload: "{comment_key, content}", result: "{}")

    /// Which comment: `comment:ID` or `review:ID`.
    public var comment: CommentKey
    /// `eyes`, `+1`, `-1`, …
    public var content: String

    private enum CodingKeys: String, CodingKey {
        case content
        case comment = "comment_key"
    }

    /// Makes a request.
    public init(comment: CommentKey, content: String = "eyes") {
        self.comment = comment
        self.content = content
    }
}

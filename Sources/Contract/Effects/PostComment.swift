/// Writes a comment on a pull request.
public struct PostComment: EffectRequest {
    /// What came of it.
    public struct Result: Codable, Sendable, Hashable {
        /// The forge's number of the comment.
        public var id: Int64
        /// Where people read it.
        public var url: String

        /// Makes a result.
        public init(id: Int64, url: String) {
            self.id = id
            self.url = url
        }
    }

    /// The row of the registry.
    public static let kind = EffectKind(
        "comment", PostComment.self, summary: "writes a comment", subject: .pullRequest, performer: .forge,
        recovery: .looksFirst, canBeRetried: true, payload: "{body, code?}", result: "{id, url}")

    /// Markdown, at most 65,536 characters.
    public var body: String
    /// Code of the message in the catalogue; stands in the hidden marker.
    public var code: String?

    /// Makes a request.
    public init(body: String, code: String? = nil) {
        self.body = body
        self.code = code
    }
}

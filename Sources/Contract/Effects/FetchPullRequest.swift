/// Reads a pull request, its statuses and, if asked, its comments from the forge into the mirror.
public struct FetchPullRequest: EffectRequest {
    /// What came of it.
    public struct Result: Codable, Sendable, Hashable {
        /// The pull request.
        public var pullRequest: PullRequestDocument
        /// Comments and reviews, oldest first; nil if they were not asked for.
        public var comments: [CommentDocument]?
        /// The latest status of each context on the head.
        public var statuses: [StatusDocument]

        private enum CodingKeys: String, CodingKey {
            case comments, statuses
            case pullRequest = "pull_request"
        }

        /// Makes a result.
        public init(pullRequest: PullRequestDocument, comments: [CommentDocument]? = nil, statuses: [StatusDocument]) {
            self.pullRequest = pullRequest
            self.comments = comments
            self.statuses = statuses
        }
    }

    /// The row of the registry.
    public static let kind = EffectKind(
        "fetch", FetchPullRequest.self, summary: "reads a pull request anew into the mirror", subject: .pullRequest, performer: .forge,
        recovery: .repeatable, canBeRetried: false, grant: "inspect", payload: "{comments}", result: "{pull_request, comments, statuses}")

    /// Whether comments are read, too.
    public var comments: Bool

    /// Makes a request.
    public init(comments: Bool = false) {
        self.comments = comments
    }

    /// Decodes a request; comments are not read unless asked for.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        comments = try container.decodeIfPresent(Bool.self, forKey: .comments) ?? false
    }
}

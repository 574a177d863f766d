/// Opens a pull request.
public struct CreatePullRequest: EffectRequest {
    /// What came of it.
    public struct Result: Codable, Sendable, Hashable {
        /// Its number.
        public var number: Int
        /// Where people read it.
        public var url: String
        /// The pull request as the forge has it.
        public var pullRequest: PullRequestDocument?

        private enum CodingKeys: String, CodingKey {
            case number, url
            case pullRequest = "pull_request"
        }

        /// Makes a result.
        public init(number: Int, url: String, pullRequest: PullRequestDocument? = nil) {
            self.number = number
            self.url = url
            self.pullRequest = pullRequest
        }
    }

    /// The row of the registry.
    public static let kind = EffectKind(
        "create_pull_request", CreatePullRequest.self, summary: "opens a pull request", subject: .repository, performer: .forge,
        recovery: .looksFirst, canBeRetried: false, payload: "{title, body, head: \"owner:branch\", base, draft}",
        result: "{number, url, pull_request}")

    /// The title, not empty.
    public var title: String
    /// The description in Markdown.
    public var body: String
    /// Where the commits are: `owner:branch`.
    public var head: String
    /// The branch that it wants to change.
    public var base: String
    /// Whether it opens as a draft.
    public var isDraft: Bool

    private enum CodingKeys: String, CodingKey {
        case title, body, head, base
        case isDraft = "draft"
    }

    /// Makes a request.
    public init(title: String, body: String = "", head: String, base: String, isDraft: Bool = false) {
        self.title = title
        self.body = body
        self.head = head
        self.base = base
        self.isDraft = isDraft
    }

    /// Decodes a request; without body it is empty, without draft it is none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        title = try container.decode(String.self, forKey: .title)
        body = try container.decodeIfPresent(String.self, forKey: .body) ?? ""
        head = try container.decode(String.self, forKey: .head)
        base = try container.decode(String.self, forKey: .base)
        isDraft = try container.decodeIfPresent(Bool.self, forKey: .isDraft) ?? false
    }
}

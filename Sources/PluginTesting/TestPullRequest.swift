/// A pull request for the mirror of a test host; everything but the number may be left out.
public struct TestPullRequest: Sendable {
    /// The repository for tests that do not name one.
    public static let defaultRepository = "acme/web"

    /// `owner/name`.
    public var repository: String
    /// Number.
    public var number: Int
    /// The target branch.
    public var target: String
    /// 40 hexadecimal digits; derived from the number by default.
    public var head: String
    /// `owner:branch`.
    public var label: String
    /// Title.
    public var title: String
    /// Body.
    public var body: String
    /// Login of the author.
    public var author: String
    /// True for a draft.
    public var draft: Bool
    /// True if it is closed.
    public var closed: Bool
    /// Number of commits; nil while unknown.
    public var commitCount: Int?
    /// True if the target is a managed branch.
    public var tracked: Bool

    /// Makes a pull request.
    public init(
        repository: String = Self.defaultRepository, number: Int, target: String = "main", head: String? = nil,
        label: String? = nil, title: String = "A change", body: String = "", author: String = "author", draft: Bool = false,
        closed: Bool = false, commitCount: Int? = 1, tracked: Bool = true
    ) {
        self.repository = repository
        self.number = number
        self.target = target
        let digits = String(number, radix: 16)
        self.head = head ?? String(repeating: "0", count: 40 - digits.count) + digits
        self.label = label ?? "\(author):change-\(number)"
        self.title = title
        self.body = body
        self.author = author
        self.draft = draft
        self.closed = closed
        self.commitCount = commitCount
        self.tracked = tracked
    }
}

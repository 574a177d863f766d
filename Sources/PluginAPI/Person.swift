/// A person known to the host, with the rights that the configuration gives.
public struct Person: Sendable, Hashable, Codable {
    /// The right to review in one repository.
    public struct ReviewRight: Sendable, Hashable, Codable {
        /// `owner/name`.
        public let repository: String
        /// May approve what others wrote.
        public let review: Bool
        /// May approve what the person wrote.
        public let selfReview: Bool

        /// Makes a right.
        public init(repository: String, review: Bool, selfReview: Bool) {
            self.repository = repository
            self.review = review
            self.selfReview = selfReview
        }
    }

    /// The right to override one status context.
    public struct OverrideRight: Sendable, Hashable, Codable {
        /// The context.
        public let context: String
        /// `owner/name`; nil: everywhere.
        public let repository: String?

        /// Makes a right.
        public init(context: String, repository: String? = nil) {
            self.context = context
            self.repository = repository
        }
    }

    /// Login on the forge, compared without case.
    public let login: String
    /// Name for commit messages.
    public let name: String
    /// The e-mail address that the configuration has; nil if it has none.
    public let email: String?
    /// The e-mail address for commits: ``email``, or else the forge's no-reply address of the person; nil where neither is known.
    public let commitEmail: String?
    /// May use the operator's pages and operations.
    public let `operator`: Bool
    /// Rights to review.
    public let reviews: [ReviewRight]
    /// Rights to override.
    public let overrides: [OverrideRight]
    /// The person's entry of the configuration, with the keys that plugins declare.
    public let settings: JSON

    /// Makes a person.
    public init(
        login: String, name: String, email: String? = nil, commitEmail: String? = nil, operator: Bool = false, reviews: [ReviewRight] = [],
        overrides: [OverrideRight] = [], settings: JSON = [:]
    ) {
        self.login = login
        self.name = name
        self.email = email
        self.commitEmail = commitEmail ?? email
        self.operator = `operator`
        self.reviews = reviews
        self.overrides = overrides
        self.settings = settings
    }

    /// Decodes a person; `commit_email` and `settings` may be missing, as from a host of an earlier version.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            login: try members.decode(String.self, forKey: .login), name: try members.decode(String.self, forKey: .name),
            email: try members.decodeIfPresent(String.self, forKey: .email),
            commitEmail: try members.decodeIfPresent(String.self, forKey: .commitEmail),
            operator: try members.decode(Bool.self, forKey: .operator),
            reviews: try members.decode([ReviewRight].self, forKey: .reviews),
            overrides: try members.decode([OverrideRight].self, forKey: .overrides),
            settings: try members.decodeIfPresent(JSON.self, forKey: .settings) ?? [:])
    }

    /// True if the person may approve what others wrote there.
    public func canReview(_ repository: String) -> Bool {
        reviews.contains { $0.repository == repository && $0.review }
    }

    /// True if the person may approve what the person wrote there.
    public func canSelfReview(_ repository: String) -> Bool {
        reviews.contains { $0.repository == repository && $0.selfReview }
    }

    /// True if the person may override the context there.
    public func canOverride(_ context: String, _ repository: String) -> Bool {
        overrides.contains { $0.context == context && ($0.repository ?? repository) == repository }
    }
}

/// Sets a commit status.
public struct SetStatus: EffectRequest {
    /// Answers nothing.
    public typealias Result = NoResult

    /// The row of the registry.
    public static let kind = EffectKind(
        "status", SetStatus.self, summary: "sets a commit status", subject: .repository, performer: .forge,
        recovery: .repeatable, canBeRetried: true, payload: "{sha, context, state, description?, target_url?}", result: "{}")

    /// The commit.
    public var sha: ObjectID
    /// Whose verdict: `ci/staging`.
    public var context: String
    /// The verdict.
    public var state: StatusState
    /// One line; cut to what the forge takes.
    public var description: String?
    /// Where to read more.
    public var targetURL: String?

    private enum CodingKeys: String, CodingKey {
        case sha, context, state, description
        case targetURL = "target_url"
    }

    /// Makes a request.
    public init(
        sha: ObjectID, context: String, state: StatusState, description: String? = nil, targetURL: String? = nil
    ) {
        self.sha = sha
        self.context = context
        self.state = state
        self.description = description
        self.targetURL = targetURL
    }
}

/// Reopens a pull request.
public struct ReopenPullRequest: EffectRequest {
    /// Answers nothing.
    public typealias Result = NoResult

    /// The row of the registry.
    public static let kind = EffectKind(
        "reopen", ReopenPullRequest.self, summary: "reopens a pull request", subject: .pullRequest, performer: .forge,
        recovery: .repeatable, canBeRetried: true, payload: "{}", result: "{}")

    /// Makes a request.
    public init() {}
}

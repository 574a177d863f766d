/// Points a pull request at another branch.
public struct RetargetPullRequest: EffectRequest {
    /// Answers nothing.
    public typealias Result = NoResult

    /// The row of the registry.
    public static let kind = EffectKind(
        "retarget", RetargetPullRequest.self, summary: "points a pull request at another branch", subject: .pullRequest, performer: .forge,
        recovery: .repeatable, canBeRetried: true, payload: "{base}", result: "{}")

    /// The branch, without `refs/heads/`.
    public var base: String

    /// Makes a request.
    public init(base: String) {
        self.base = base
    }
}

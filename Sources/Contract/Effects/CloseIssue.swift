/// Closes an issue as done; one that is closed stays as it is.
///
/// Forges number issues and pull requests together: the number of a pull request closes that.
public struct CloseIssue: EffectRequest {
    /// Answers nothing.
    public typealias Result = NoResult

    /// The row of the registry.
    public static let kind = EffectKind(
        "close_issue", CloseIssue.self, summary: "closes an issue as done", subject: .repository, performer: .forge,
        recovery: .repeatable, canBeRetried: true, payload: "{issue}", result: "{}")

    /// Number of the issue.
    public var issue: Int

    /// Makes a request.
    public init(issue: Int) { self.issue = issue }
}

package import Contract

/// A place where code, pull requests and comments live, seen without its product's name.
///
/// Every call names its caller: the identity whose credential is used, and how urgent it is. Documents are those of the event
/// log. All calls throw `ForgeError` (or `CancellationError`); the caller switches on its
/// `disposition`. Calls that change something are never repeated inside: where `mayHaveHappened` says so, the next attempt looks
/// first, with the functions of `Forge+lookups.swift`.
package protocol Forge: Sendable {
    // MARK: Changing

    /// Writes a comment on a pull request. Not repeatable: look for its marker after an unknown end.
    func comment(_ body: String, on pullRequest: PullRequestKey, as caller: ForgeCaller) async throws -> PostedComment

    /// Puts a reaction (`eyes`, `+1`, …) on a comment; nothing happens where the comment is gone or takes none. Repeatable.
    func react(_ content: String, to comment: CommentKey, in repository: RepositoryName, as caller: ForgeCaller) async throws

    /// Adds and removes labels; one that is not there counts as removed. Repeatable.
    func changeLabels(add: [String], remove: [String], on pullRequest: PullRequestKey, as caller: ForgeCaller) async throws

    /// Shows a verdict on a commit. Repeatable.
    func report(_ status: SetStatus, in repository: RepositoryName, as caller: ForgeCaller) async throws

    /// Closes a pull request. Repeatable, unless somebody reopened it meanwhile: see ``wasReopened(_:since:as:)``.
    func close(_ pullRequest: PullRequestKey, as caller: ForgeCaller) async throws

    /// Reopens a pull request. Repeatable.
    func reopen(_ pullRequest: PullRequestKey, as caller: ForgeCaller) async throws

    /// Changes the branch that a pull request wants to change. Repeatable.
    func retarget(_ pullRequest: PullRequestKey, to base: String, as caller: ForgeCaller) async throws

    /// Opens a pull request and answers its document. Not repeatable: look for its head after an unknown end.
    func createPullRequest(_ new: CreatePullRequest, in repository: RepositoryName, as caller: ForgeCaller) async throws
        -> PullRequestDocument

    /// Notes a deployment and answers its number. Not repeatable: look for its commit after an unknown end.
    func createDeployment(_ new: CreateDeployment, in repository: RepositoryName, as caller: ForgeCaller) async throws -> Int64

    /// Marks a deployment as successful. Not repeatable: look whether it is after an unknown end.
    func completeDeployment(
        _ id: Int64, _ new: CreateDeployment, in repository: RepositoryName, as caller: ForgeCaller) async throws

    /// Deletes a ref (`refs/heads/…`); one that is gone is fine, one that is not at the expected commit is `stale`. Repeatable.
    func deleteReference(
        _ reference: String, expected: String?, in repository: RepositoryName, as caller: ForgeCaller) async throws

    /// Closes an issue as done. Repeatable.
    func closeIssue(_ number: Int, in repository: RepositoryName, as caller: ForgeCaller) async throws

    // MARK: Asking

    /// The document of a pull request.
    func pullRequest(_ key: PullRequestKey, as caller: ForgeCaller) async throws -> Fetched<PullRequestDocument>

    /// The documents of the comments and submitted reviews of a pull request, oldest first; those written since a moment.
    func comments(on key: PullRequestKey, since: Timestamp?, as caller: ForgeCaller) async throws -> [CommentDocument]

    /// The documents of the verdicts on a commit, one per context, sorted by context.
    ///
    /// Where the credential may not see check runs, they are left out.
    func statuses(of sha: String, in repository: RepositoryName, as caller: ForgeCaller) async throws -> [StatusDocument]

    /// The documents of the pull requests whose head is `owner:branch`, open or not, newest first.
    func pullRequests(
        withHead head: String, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws -> [PullRequestDocument]

    /// The documents of the pull requests changed since a moment, open or not, last changed first; nil: all open ones.
    ///
    /// List documents hold no commit count.
    func pullRequests(
        changedSince moment: Timestamp?, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws -> [PullRequestDocument]

    /// The newest deployment of a commit to an environment; nil where there is none.
    func deployment(
        of sha: String, to environment: String, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws -> Int64?

    /// Whether a deployment was marked as successful.
    func isDeploymentComplete(_ id: Int64, in repository: RepositoryName, as caller: ForgeCaller) async throws -> Bool

    /// Whether a pull request is open because somebody reopened it after it was closed at or after a moment of the forge's clock.
    func wasReopened(_ key: PullRequestKey, since moment: Timestamp, as caller: ForgeCaller) async throws -> Bool

    /// The issues that merging a pull request closes, by `owner/name` and number, as far as the forge knows them.
    func linkedIssues(of key: PullRequestKey, as caller: ForgeCaller) async throws -> [PullRequestKey]

    /// Somebody by login; nil where nobody has it.
    func user(_ login: String, as caller: ForgeCaller) async throws -> ForgeUser?

    /// Whom the caller's credential belongs to.
    func viewer(as caller: ForgeCaller) async throws -> ForgeUser

    /// How many calls the caller's credential may still make, asked at the forge.
    func rateLimit(as caller: ForgeCaller) async throws -> RateLimit
}

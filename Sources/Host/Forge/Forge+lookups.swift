package import Contract

// What an attempt does first when the end of the one before it is unknown (it may have worked). The forge may show a new thing
// late, so the caller waits some seconds before it looks.
extension Forge {
    /// The comment that holds a hidden marker; nil where there is none.
    ///
    /// All comments are looked at: what our clock says about when the first attempt was made is nothing to the forge.
    ///
    /// - Parameters:
    ///   - marker: the whole marker, which no other comment of the bot holds.
    ///   - author: the login that must have written it; nil takes any, though anybody can quote a marker.
    package func findComment(
        holding marker: String, by author: String?, on key: PullRequestKey, as caller: ForgeCaller
    ) async throws -> PostedComment? {
        let found = try await comments(on: key, since: nil, as: caller).first { comment in
            comment.key.kind == .comment && comment.body.contains(marker)
                && (author == nil || comment.author.lowercased() == author?.lowercased())
        }
        return found.map { PostedComment(id: $0.key.id, url: $0.url) }
    }

    /// The document of the newest pull request of an author with the head and base of a new one; nil where there is none.
    ///
    /// An open one counts whenever it was opened, for a forge takes no second one beside it. One that is closed by now counts if it
    /// was opened since the moment, or in the day before: our clock may be ahead of the forge's.
    ///
    /// - Parameters:
    ///   - author: the login that must have opened it.
    ///   - moment: when it was asked for, by our clock.
    package func findPullRequest(
        _ new: CreatePullRequest, by author: String, in repository: RepositoryName, since moment: Timestamp, as caller: ForgeCaller
    ) async throws -> PullRequestDocument? {
        let earliest = Self.allowingForSkew(moment)
        return try await pullRequests(withHead: new.head, in: repository, as: caller).first { document in
            guard document.base.ref == new.base, document.author.lowercased() == author.lowercased() else { return false }
            return document.state == .open || document.createdAt >= earliest
        }
    }

    /// Notes a deployment and marks it as successful; with `looking`, takes up one that is there.
    package func deploy(
        _ new: CreateDeployment, looking: Bool, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws -> Int64 {
        let existing = looking ? try await deployment(of: new.sha.hex, to: new.environment, in: repository, as: caller) : nil
        if let existing, try await isDeploymentComplete(existing, in: repository, as: caller) { return existing }
        let id: Int64
        if let existing { id = existing } else { id = try await createDeployment(new, in: repository, as: caller) }
        try await completeDeployment(id, new, in: repository, as: caller)
        return id
    }

    /// Everything to adopt a pull request.
    package func fetch(
        _ key: PullRequestKey, withComments: Bool, as caller: ForgeCaller
    ) async throws -> FetchPullRequest.Result {
        let document = try await pullRequest(key, as: caller).document
        let comments = withComments ? try await comments(on: key, since: nil, as: caller) : nil
        let statuses = try await statuses(of: document.head.sha, in: key.repository, as: caller)
        return FetchPullRequest.Result(pullRequest: document, comments: comments, statuses: statuses)
    }

    /// A moment of our clock that is not too late for the forge's: ours may be ahead by up to a day.
    private static func allowingForSkew(_ moment: Timestamp) -> Timestamp { moment.adding(seconds: -24 * 3600) }
}

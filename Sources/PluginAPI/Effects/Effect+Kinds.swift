extension Effect {
    /// Writes a comment. Text that the catalogue has is sent with ``Host/reply(_:_:repository:number:)``.
    public static func comment(_ repository: String, _ number: Int, body: String) -> Effect {
        Effect(PostComment(body: body), repository: repository, number: number)
    }

    /// Adds a reaction (`eyes`, `+1`) to a comment; a comment that is gone counts as done.
    public static func reaction(_ repository: String, _ number: Int, comment key: CommentKey, content: String) -> Effect {
        Effect(AddReaction(comment: key, content: content), repository: repository, number: number)
    }

    /// Adds and removes labels.
    public static func labels(_ repository: String, _ number: Int, add: [String], remove: [String] = []) -> Effect {
        Effect(ChangeLabels(add: add, remove: remove), repository: repository, number: number)
    }

    /// Closes a pull request, unless it was reopened since.
    public static func close(_ repository: String, _ number: Int) -> Effect {
        Effect(ClosePullRequest(), repository: repository, number: number)
    }

    /// Reopens a pull request.
    public static func reopen(_ repository: String, _ number: Int) -> Effect {
        Effect(ReopenPullRequest(), repository: repository, number: number)
    }

    /// Points a pull request at another branch.
    public static func retarget(_ repository: String, _ number: Int, base: String) -> Effect {
        Effect(RetargetPullRequest(base: base), repository: repository, number: number)
    }

    /// Adopts a pull request: reads it, its statuses and, if asked, its comments.
    public static func fetch(_ repository: String, _ number: Int, comments: Bool) -> Effect {
        Effect(FetchPullRequest(comments: comments), repository: repository, number: number)
    }
}

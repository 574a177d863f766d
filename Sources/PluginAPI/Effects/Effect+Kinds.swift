extension Effect {
    /// Writes a comment; the outcome has `{id, url}`. Text that the catalogue has is sent with ``Host/reply(_:_:repository:number:)``.
    public static func comment(_ repository: String, _ number: Int, body: String) -> Effect {
        Effect("comment", repository: repository, number: number, payload: ["body": .string(body)])
    }

    /// Adds a reaction (`eyes`, `+1`) to a comment; a comment that is gone counts as done.
    public static func reaction(_ repository: String, _ number: Int, comment key: String, content: String) -> Effect {
        let payload: JSON = ["comment_key": .string(key), "content": .string(content)]
        return Effect("reaction", repository: repository, number: number, payload: payload)
    }

    /// Adds and removes labels.
    public static func labels(_ repository: String, _ number: Int, add: [String], remove: [String] = []) -> Effect {
        Effect("labels", repository: repository, number: number, payload: ["add": JSON(add), "remove": JSON(remove)])
    }

    /// Sets a commit status; the state is `success`, `pending`, `failure` or `error`.
    public static func status(
        _ repository: String, sha: String, context: String, state: String, description: String? = nil, targetURL: String? = nil
    ) -> Effect {
        var payload: JSON = ["sha": .string(sha), "context": .string(context), "state": .string(state)]
        if let description { payload["description"] = .string(description) }
        if let targetURL { payload["target_url"] = .string(targetURL) }
        return Effect("status", repository: repository, payload: payload)
    }

    /// Closes a pull request, unless it was reopened since.
    public static func close(_ repository: String, _ number: Int) -> Effect {
        Effect("close", repository: repository, number: number)
    }

    /// Reopens a pull request.
    public static func reopen(_ repository: String, _ number: Int) -> Effect {
        Effect("reopen", repository: repository, number: number)
    }

    /// Points a pull request at another branch.
    public static func retarget(_ repository: String, _ number: Int, base: String) -> Effect {
        Effect("retarget", repository: repository, number: number, payload: ["base": .string(base)])
    }

    /// Opens a pull request; `head` is `owner:branch`. The outcome has `{number, url}`.
    public static func createPullRequest(
        _ repository: String, title: String, body: String, head: String, base: String, draft: Bool = false
    ) -> Effect {
        let payload: JSON = [
            "title": .string(title), "body": .string(body), "head": .string(head), "base": .string(base), "draft": .bool(draft),
        ]
        return Effect("create_pull_request", repository: repository, payload: payload)
    }

    /// Adopts a pull request: reads it, its statuses and, if asked, its comments.
    public static func fetch(_ repository: String, _ number: Int, comments: Bool) -> Effect {
        Effect("fetch", repository: repository, number: number, payload: ["comments": .bool(comments)])
    }

    /// Deletes a ref; with `expected` only if it is there.
    public static func deleteRef(_ repository: String, ref: String, expected: String? = nil) -> Effect {
        Effect("delete_ref", repository: repository, payload: ["ref": .string(ref), "expected": JSON(expected)])
    }

    /// Reads refs; the outcome has `{refs: {ref: sha or null}}`.
    public static func readRefs(_ repository: String, refs: [String]) -> Effect {
        Effect("read_refs", repository: repository, payload: ["refs": JSON(refs)])
    }
}

/// A verdict on a commit, to be shown on the forge.
package struct StatusReport: Sendable, Equatable {
    /// The four verdicts that forges know.
    package enum State: String, Sendable {
        case success, pending, failure, error
    }

    /// The commit, 40 hexadecimal digits.
    package let sha: String
    /// Whose verdict: `ci/staging`.
    package let context: String
    /// The verdict.
    package let state: State
    /// One line; cut to what the forge takes.
    package let description: String?
    /// Where to read more.
    package let targetURL: String?

    /// Makes a report.
    package init(sha: String, context: String, state: State, description: String? = nil, targetURL: String? = nil) {
        self.sha = sha
        self.context = context
        self.state = state
        self.description = description
        self.targetURL = targetURL
    }
}

/// A pull request to be opened.
package struct NewPullRequest: Sendable, Equatable {
    /// The title, not empty.
    package let title: String
    /// The description in Markdown.
    package let body: String
    /// Where the commits are: `owner:branch`.
    package let head: String
    /// The branch that it wants to change.
    package let base: String
    /// Whether it opens as a draft.
    package let isDraft: Bool

    /// Makes a pull request.
    package init(title: String, body: String, head: String, base: String, isDraft: Bool = false) {
        self.title = title
        self.body = body
        self.head = head
        self.base = base
        self.isDraft = isDraft
    }
}

/// A note that a commit arrived somewhere.
package struct NewDeployment: Sendable, Equatable {
    /// The commit, 40 hexadecimal digits.
    package let sha: String
    /// Where it arrived: `merge`.
    package let environment: String
    /// One line; cut to what the forge takes.
    package let description: String
    /// Where to read more; nil for nowhere.
    package let url: String?

    /// Makes a deployment.
    package init(sha: String, environment: String, description: String, url: String?) {
        self.sha = sha
        self.environment = environment
        self.description = description
        self.url = url
    }
}

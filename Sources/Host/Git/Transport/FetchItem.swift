package import Contract

/// A commit to fetch.
package struct FetchItem: Hashable, Sendable {
    package let id: ObjectID
    /// The pull request whose head it is, if any: a forge that does not serve the commit by its id may serve
    /// `refs/pull/N/head`.
    package let pullRequest: Int?

    package init(id: ObjectID, pullRequest: Int? = nil) {
        self.id = id
        self.pullRequest = pullRequest
    }
}

/// The result of fetching one commit.
package enum FetchOutcome: Hashable, Sendable {
    case present
    /// The forge does not have it. `head` is what the pull request has instead, and that commit is present.
    case missing(head: ObjectID?)
}

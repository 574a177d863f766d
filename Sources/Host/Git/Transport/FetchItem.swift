package import Contract

/// A commit to fetch.
package struct FetchItem: Hashable, Sendable {
    package let id: ObjectID
    /// The pull request whose head it is, if any: a forge that does not give the commit by its id may give
    /// `refs/pull/N/head`.
    package let pullRequest: Int?

    package init(id: ObjectID, pullRequest: Int? = nil) {
        self.id = id
        self.pullRequest = pullRequest
    }
}

/// What became of a fetched commit.
package enum FetchOutcome: Hashable, Sendable {
    case present
    /// The forge does not have it. `head` is what the pull request has instead, and is then present.
    case missing(head: ObjectID?)
}

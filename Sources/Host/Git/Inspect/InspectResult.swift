/// What git knows about pull requests; the forge's part (title, body, state) is for the caller to add.
package struct InspectResult: Sendable, Codable, Hashable {
    /// What the target branch names now; nil if it does not exist.
    package var targetHead: ObjectID?
    /// In the order of the request.
    package var pullRequests: [InspectedPullRequest]

    private enum CodingKeys: String, CodingKey {
        case targetHead = "target_head"
        case pullRequests = "pull_requests"
    }

    package init(targetHead: ObjectID?, pullRequests: [InspectedPullRequest]) {
        self.targetHead = targetHead
        self.pullRequests = pullRequests
    }
}

/// What git knows about one pull request.
package struct InspectedPullRequest: Sendable, Codable, Hashable {
    package var number: Int
    /// The head that was asked for; where it is gone, what the pull request has now, if that is known.
    package var head: ObjectID
    /// Whether the head that was asked for could be fetched.
    package var found: Bool
    /// Where it left the target; nil without common history, or if the head was not found. The first by id where
    /// there are several.
    package var mergeBase: ObjectID?
    /// How many commits the target has that the pull request has not; nil if the head was not found.
    package var behind: Int?
    /// Its commits, parents before children.
    package var commits: [InspectedCommit]
    /// Whether there are more commits than are listed.
    package var isTruncated: Bool

    private enum CodingKeys: String, CodingKey {
        case number, head, found, behind, commits
        case mergeBase = "merge_base"
        case isTruncated = "truncated"
    }

    package init(number: Int, head: ObjectID, found: Bool) {
        self.number = number
        self.head = head
        self.found = found
        commits = []
        isTruncated = false
    }
}

/// A commit of a pull request.
package struct InspectedCommit: Sendable, Codable, Hashable {
    package var id: ObjectID
    package var tree: ObjectID
    package var parents: [ObjectID]
    package var message: String
    package var author: Signature
    package var committer: Signature

    private enum CodingKeys: String, CodingKey {
        case id = "sha"
        case tree, parents, message, author, committer
    }

    init(id: ObjectID, commit: Commit) {
        self.id = id
        tree = commit.tree
        parents = commit.parents
        message = commit.message
        author = commit.author
        committer = commit.committer
    }
}

/// Which pull requests of one repository to look at.
package struct InspectRequest: Sendable, Codable, Hashable {
    package struct PullRequest: Sendable, Codable, Hashable {
        package var number: Int
        /// The head as the asker knows it, or the forge's now.
        package var head: ObjectID

        package init(number: Int, head: ObjectID) {
            self.number = number
            self.head = head
        }
    }

    /// The target branch, without `refs/heads/`.
    package var target: String
    package var pullRequests: [PullRequest]

    private enum CodingKeys: String, CodingKey {
        case target
        case pullRequests = "pull_requests"
    }

    package init(target: String, pullRequests: [PullRequest]) {
        self.target = target
        self.pullRequests = pullRequests
    }
}

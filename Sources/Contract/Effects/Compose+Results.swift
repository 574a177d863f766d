extension Compose {
    /// What became of one group.
    public struct GroupResult: Codable, Sendable, Hashable {
        /// How it ended.
        public enum State: String, Codable, Sendable {
            /// Its commits are part of the new heads.
            case staged
            /// Nothing of it is.
            case failed
            /// Enough groups had succeeded before it.
            case notTried = "not_tried"
        }

        /// The asker's name for it.
        public var id: GroupID
        /// How it ended.
        public var state: State
        /// The new head of each repository that the group touched.
        public var heads: [String: ObjectID]
        /// For each repository the new commit of each commit of the pull requests; under "" the last one made.
        public var commits: [String: [String: ObjectID]]
        /// Why it failed.
        public var code: PickFailureCode?
        /// Repository of the pull request that failed.
        public var repository: String?
        /// Number of the pull request that failed.
        public var number: Int?
        /// A sentence for people.
        public var message: String?
        /// The conflicted paths, ordered.
        public var paths: [String]?
        /// The commit of the pull request that failed, where it was one of them.
        public var commit: ObjectID?
        /// What git says about a conflict, line by line.
        public var output: [String]?

        /// Makes a result without details.
        public init(id: GroupID, state: State) {
            self.id = id
            self.state = state
            heads = [:]
            commits = [:]
        }
    }

    /// Why a pull request could not be taken.
    public enum PickFailureCode: String, Codable, Sendable {
        /// The changes contradict what is there.
        case conflict
        /// The pull request has no commits.
        case empty
        /// A commit that had changes has none on the new head.
        case becameEmpty = "became_empty"
        /// A merge commit where none can be taken.
        case mergeCommit = "merge_commit"
        /// A commit whose author or committer has no e-mail address.
        case noEmail = "no_email"
        /// More commits than the method takes.
        case tooManyCommits = "too_many_commits"
        /// The pull request changes something, but not here.
        case noChange = "no_change"
        /// A commit of the pull request could not be fetched.
        case missing

        /// Whether no other base would change it: the fault of the pull request itself.
        public var isOwnFault: Bool {
            switch self {
            case .empty, .mergeCommit, .noEmail, .tooManyCommits: true
            case .conflict, .becameEmpty, .noChange, .missing: false
            }
        }
    }
}

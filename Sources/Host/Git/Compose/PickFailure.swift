/// Why a pull request could not be taken. An expected outcome, not an error of the engine.
package struct PickFailure: Error, Sendable, Hashable {
    package enum Code: String, Sendable, Codable {
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
        case tooManyCommits = "too_many_commits"
        /// The pull request changes something, but not here.
        case noChange = "no_change"
        /// A commit of the pull request could not be fetched.
        case missing
    }

    package let code: Code
    /// A sentence for people.
    package let message: String
    package var commit: ObjectID?
    package var paths: [String] = []
    package var output: [String] = []

    init(_ code: Code, _ message: String, commit: ObjectID? = nil, paths: [String] = [], output: [String] = []) {
        self.code = code
        self.message = message
        self.commit = commit
        self.paths = paths
        self.output = output
    }
}

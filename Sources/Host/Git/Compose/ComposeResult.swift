/// What a plan came to.
package struct ComposeResult: Sendable, Codable, Hashable {
    /// In the order of the plan.
    package var groups: [GroupResult]
    /// The head of every repository of the plan after the last group that succeeded.
    package var heads: [String: ObjectID]
    /// The trees of these heads.
    package var trees: [String: ObjectID]

    package init(groups: [GroupResult], heads: [String: ObjectID], trees: [String: ObjectID]) {
        self.groups = groups
        self.heads = heads
        self.trees = trees
    }
}

/// What became of one group.
package struct GroupResult: Sendable, Codable, Hashable {
    package enum State: String, Sendable, Codable {
        case staged
        case failed
        case notTried = "not_tried"
    }

    package var id: GroupID
    package var state: State
    /// The new head of each repository that the group touched.
    package var heads: [String: ObjectID]
    /// For each repository the new commit of each commit of the pull requests; under "" the last one made.
    package var commits: [String: [String: ObjectID]]
    package var code: PickFailure.Code?
    /// The pull request that failed.
    package var repository: String?
    package var number: Int?
    package var message: String?
    /// The conflicted paths, ordered.
    package var paths: [String]?
    /// The commit of the pull request that failed, where it was one of them.
    package var commit: ObjectID?
    /// What git says about a conflict, line by line.
    package var output: [String]?

    package init(id: GroupID, state: State) {
        self.id = id
        self.state = state
        heads = [:]
        commits = [:]
    }

    init(id: GroupID, failure: PickFailure, of pick: ComposePick) {
        self.init(id: id, state: .failed)
        code = failure.code
        repository = pick.repository
        number = pick.number
        message = failure.message
        paths = failure.paths.isEmpty ? nil : failure.paths
        commit = failure.commit
        output = failure.output.isEmpty ? nil : failure.output
    }
}

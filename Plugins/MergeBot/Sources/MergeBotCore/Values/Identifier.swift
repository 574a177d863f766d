/// The row id of one kind of thing: a `BatchID` cannot be passed where a `StagingID` is meant.
struct Identifier<Entity>: Hashable, Comparable, Sendable {
    let value: Int64

    init(_ value: Int64) {
        self.value = value
    }

    static func < (left: Self, right: Self) -> Bool {
        left.value < right.value
    }
}

/// Names the kinds of ids; has no values.
enum Entity {
    enum Project {}
    enum PullRequest {}
    enum Batch {}
    enum Split {}
    enum Attempt {}
    enum Staging {}
}

typealias ProjectID = Identifier<Entity.Project>
typealias PullRequestID = Identifier<Entity.PullRequest>
typealias BatchID = Identifier<Entity.Batch>
typealias SplitID = Identifier<Entity.Split>
typealias AttemptID = Identifier<Entity.Attempt>
typealias StagingID = Identifier<Entity.Staging>

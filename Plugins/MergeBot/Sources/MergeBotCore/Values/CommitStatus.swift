import PluginAPI

/// What a CI service said of a commit in one context.
struct CommitStatus: Hashable, Sendable {
    typealias State = StatusState

    var state: State
    var targetURL: String?
    var description: String?
    /// Milliseconds since 1970.
    var updatedAt: Int64 = 0
}

/// Statuses of one commit by context.
typealias Statuses = [String: CommitStatus]

/// What a set of statuses adds up to.
enum Verdict: String, Hashable, Sendable {
    case pending, failure, success
}

/// One line of a repository's required-status configuration.
struct RequiredStatus: Hashable, Sendable, Codable {
    enum OnPullRequests: String, Sendable, Codable {
        /// Missing counts as pending.
        case required
        /// Missing counts as success; once it has started it counts like a required one.
        case optional
        case ignored
    }

    var context: String
    var branches = BranchFilter.all
    var pullRequests = OnPullRequests.required
    var stagings = true
}

/// The actions that may be asked for, by their name in manifests, grants and the database.
package enum EffectKind: String, Sendable, CaseIterable {
    case comment, reaction, labels, status, close, reopen, retarget, deployment, fetch, inspect, compose, push
    case createPullRequest = "create_pull_request"
    case deleteRef = "delete_ref"
    case readRefs = "read_refs"

    /// Whether an operator can have it tried again after it failed for good: its plugin has gone on, so only what stands alone.
    package var canBeRetried: Bool {
        switch self {
        case .comment, .reaction, .labels, .status, .close, .reopen, .retarget, .deployment, .deleteRef: true
        case .fetch, .inspect, .compose, .push, .createPullRequest, .readRefs: false
        }
    }

    /// The grant that covers it: reading refs and pull requests needs no more than looking at them does.
    package var grant: String {
        switch self {
        case .readRefs, .fetch: EffectKind.inspect.rawValue
        default: rawValue
        }
    }
}

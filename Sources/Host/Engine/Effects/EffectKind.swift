/// The actions that may be asked for, by their name in manifests, grants and the database.
package enum EffectKind: String, Sendable, CaseIterable {
    case comment, reaction, labels, status, close, reopen, retarget, deployment, fetch, inspect, compose, push
    case createPullRequest = "create_pull_request"
    case deleteRef = "delete_ref"
    case readRefs = "read_refs"

    /// The grant that covers it: reading refs and pull requests needs no more than looking at them does.
    package var grant: String {
        switch self {
        case .readRefs, .fetch: EffectKind.inspect.rawValue
        default: rawValue
        }
    }
}

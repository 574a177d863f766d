import PluginAPI

/// Whom a failed staging of one batch is blamed on.
struct FailureAttribution: Hashable, Sendable {
    enum Cause: Hashable, Sendable {
        case timedOut(minutes: Int64)
        /// A required context failed on a head; `sha` is given when the batch changed nothing in that repository.
        case failed(context: String, targetURL: String?, sha: String?)
        case unknown
    }

    /// Who gets the error.
    enum Blamed: Hashable, Sendable {
        case everyone
        case repository(String)
    }

    let cause: Cause
    let blamed: Blamed

    /// - Parameters:
    ///   - heads: in repository order: the first failed required context decides.
    ///   - repositories: where the batch has an open pull request.
    static func failure(heads: [StagingVerdict.Head], statuses: [String: Statuses], repositories: Set<String>) -> FailureAttribution {
        for head in heads {
            for context in head.contexts {
                guard let status = statuses[head.sha]?[context], status.state.hasFailed else { continue }
                let isOwn = repositories.contains(head.repository)
                return FailureAttribution(
                    cause: .failed(context: context, targetURL: status.targetURL, sha: isOwn ? nil : head.sha),
                    blamed: isOwn ? .repository(head.repository) : .everyone)
            }
        }
        return FailureAttribution(cause: .unknown, blamed: .everyone)
    }

    static func timeout(minutes: Int64) -> FailureAttribution {
        FailureAttribution(cause: .timedOut(minutes: minutes), blamed: .everyone)
    }
}

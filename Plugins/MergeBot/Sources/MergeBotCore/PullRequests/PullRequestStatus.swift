import PluginAPI

/// The CI verdict of a pull request, and what it is made of.
struct PullRequestStatus: Hashable, Sendable {
    /// One required (or started optional) status and how it stands.
    struct Item: Hashable, Sendable {
        let context: String
        /// `nil`: never seen.
        let status: CommitStatus?
        let isOptional: Bool
    }

    let verdict: Verdict
    /// The entries that apply to the target, in the order of the configuration.
    let items: [Item]

    var failed: [Item] { items.filter { $0.status?.state.hasFailed == true } }
    var pending: [Item] {
        items.filter { item in
            guard let status = item.status else { return !item.isOptional }
            return status.state == .pending
        }
    }

    /// Folds statuses into a verdict.
    ///
    /// - Parameters:
    ///   - entries: the repository's configuration; entries whose branch filter does not cover `target` do not count.
    ///   - effective: statuses of the head overlaid by overrides, see `effective(_:overrides:)`.
    ///   - skipchecks: the batch's flag; it makes the verdict a success whatever CI says.
    static func evaluate(entries: [RequiredStatus], target: String, effective: Statuses, skipchecks: Bool) -> PullRequestStatus {
        var seen: Set<String> = []
        let items =
            entries
            .filter { $0.pullRequests != .ignored && $0.branches.matches(target) && seen.insert($0.context).inserted }
            .map { Item(context: $0.context, status: effective[$0.context], isOptional: $0.pullRequests == .optional) }
        let folded = PullRequestStatus(verdict: .pending, items: items)
        let verdict: Verdict
        if skipchecks {
            verdict = .success
        } else if !folded.failed.isEmpty {
            verdict = .failure
        } else {
            verdict = folded.pending.isEmpty ? .success : .pending
        }
        return PullRequestStatus(verdict: verdict, items: items)
    }

    /// Statuses of the head overlaid by overrides.
    ///
    /// - Parameter overrides: from the root ancestor to the pull request itself, along attached parents only: nearer ones win.
    static func effective(_ statuses: Statuses, overrides: [Statuses]) -> Statuses {
        overrides.reduce(statuses) { $0.merging($1) { _, nearer in nearer } }
    }
}

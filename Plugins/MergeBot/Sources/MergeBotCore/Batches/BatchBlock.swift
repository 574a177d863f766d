/// Why a batch cannot be staged.
enum BatchBlock: Hashable, Sendable {
    case merged
    case closed
    /// Open pull requests have several targets: name and target of each.
    case severalTargets([TargetOf])
    /// The target is a branch that the repositories of these do not have.
    case excluded([PullRequestName])
    case broken(inError: [PullRequestName], drafts: [PullRequestName])
    case waiting(review: [PullRequestName], ci: [PullRequestName], failed: [PullRequestName])

    struct TargetOf: Hashable, Sendable {
        let name: PullRequestName
        let target: String
    }

    /// What the gate looks at of each pull request.
    struct Member: Hashable, Sendable {
        var name: PullRequestName
        var target: String
        /// Neither closed nor retargeted to a branch that is not managed.
        var isOpen = true
        /// Its repository has no part in the target.
        var isExcluded = false
        var isDraft = false
        var hasError = false
        var isApproved = false
        var status = Verdict.pending
        /// Whether an inspection found that somebody has to choose a merge method.
        var needsMethod = false

        /// What keeps its batch waiting, as far as it is this one's doing; the first that applies.
        func problem(skipchecks: Bool) -> Problem? {
            if !isOpen { return nil }
            if isExcluded { return .excluded }
            if isDraft { return .draft }
            if hasError { return .error }
            if skipchecks { return nil }
            if !isApproved { return .review }
            switch status {
            case .pending: return .ci
            case .failure: return .failed
            case .success: return nil
            }
        }
    }

    /// What a pull request lacks.
    enum Problem: Hashable, Sendable {
        case excluded, draft, error, review, ci, failed, method
    }

    /// The staging gate: the first reason that applies, or `nil` if the batch can be staged.
    static func evaluate(isMerged: Bool, skipchecks: Bool, members: [Member]) -> BatchBlock? {
        if isMerged { return .merged }
        let open = members.filter(\.isOpen).sorted { $0.name < $1.name }
        guard let first = open.first else { return .closed }
        if open.contains(where: { $0.target != first.target }) {
            return .severalTargets(open.map { TargetOf(name: $0.name, target: $0.target) })
        }
        let excluded = open.filter(\.isExcluded).map(\.name)
        if !excluded.isEmpty { return .excluded(excluded) }
        let inError = open.filter(\.hasError).map(\.name)
        let drafts = open.filter(\.isDraft).map(\.name)
        if !inError.isEmpty || !drafts.isEmpty { return .broken(inError: inError, drafts: drafts) }
        if skipchecks { return nil }
        let review = open.filter { !$0.isApproved }.map(\.name)
        let ci = open.filter { $0.status == .pending }.map(\.name)
        let failed = open.filter { $0.status == .failure }.map(\.name)
        if review.isEmpty && ci.isEmpty && failed.isEmpty { return nil }
        return .waiting(review: review, ci: ci, failed: failed)
    }

    /// May the batch be staged? The gate, and that nobody has to choose a merge method: inspecting it again would tell nothing new.
    ///
    /// `Store.candidates` preselects by the same rule in SQL; a property test holds the two against each other.
    static func canBeStaged(isMerged: Bool, skipchecks: Bool, members: [Member]) -> Bool {
        evaluate(isMerged: isMerged, skipchecks: skipchecks, members: members) == nil
            && !members.contains { $0.isOpen && $0.needsMethod }
    }
}

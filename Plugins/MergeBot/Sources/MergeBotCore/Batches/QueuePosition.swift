/// Why a pull request is not merged yet: one true sentence, and the list of everything that is still needed.
struct QueuePosition: Hashable, Sendable {
    /// The facts that decide.
    struct Facts: Hashable, Sendable {
        var name: PullRequestName
        var target: String
        var state: PullRequestState
        var isDraft = false
        var isApproved = false
        var skipchecks = false
        var status = PullRequestStatus(verdict: .pending, items: [])
        /// `nil` if it is known that somebody has to choose a merge method.
        var hasMethod = true
        var block: BatchBlock?
        var isInStaging = false
        var isLanding = false
        var isInAttempt = false
        var isInSplit = false
        /// Another batch is being tested for the same branch.
        var isBranchBusy = false
        /// Why nothing is staged for the branch at all.
        var branchStopped: String?
        var errorReason: String?
        /// Members that whoever reads the sentences may not know of.
        var unnamed: Set<PullRequestName> = []
    }

    /// What is still needed, each a sentence; empty once nothing depends on people or CI any more.
    let missing: [String]
    /// Why it is not merging, as one sentence; `nil` for merged and closed ones.
    let sentence: String?

    init(_ facts: Facts) {
        guard facts.state.isOpen else {
            missing = []
            sentence = nil
            return
        }
        missing = Self.missing(facts)
        sentence = Self.sentence(facts, missing)
    }

    private static func missing(_ facts: Facts) -> [String] {
        var missing: [String] = []
        if facts.state == .error {
            missing.append("It failed and needs a retry or a new commit: \(facts.errorReason ?? "unknown reason").")
        }
        if facts.isDraft { missing.append("It is a draft and must be marked as ready for review.") }
        if !facts.isApproved && !facts.skipchecks { missing.append("A reviewer has to approve it.") }
        if !facts.skipchecks {
            missing += facts.status.failed.map { "The status \($0.context) failed and has to succeed." }
            missing += facts.status.pending.map { item in
                item.status == nil ? "The status \(item.context) has not been seen yet." : "The status \(item.context) is still running."
            }
        }
        if !facts.hasMethod { missing.append("Somebody has to choose a merge method, since it has several commits.") }
        return missing + linked(facts)
    }

    private static func linked(_ facts: Facts) -> [String] {
        switch facts.block {
        case .severalTargets(let targets):
            let others = targets.filter { $0.name != facts.name && $0.target != facts.target }
            return others.map { "\(linked($0.name, facts)) has the target \($0.target) instead of \(facts.target)." }
        case .broken(let inError, let drafts):
            return others(inError, facts).map { "\(linked($0, facts)) is in error." }
                + others(drafts, facts).map { "\(linked($0, facts)) is in draft." }
        case .waiting(let review, let ci, let failed):
            return Set(others(review, facts) + others(ci, facts) + others(failed, facts)).sorted()
                .map { "\(linked($0, facts)) is not ready." }
        case .merged, .closed, nil:
            return []
        }
    }

    private static func linked(_ name: PullRequestName, _ facts: Facts) -> String {
        facts.unnamed.contains(name) ? "A linked pull request" : "Linked pull request \(name)"
    }

    private static func others(_ names: [PullRequestName], _ facts: Facts) -> [PullRequestName] {
        names.filter { $0 != facts.name }
    }

    private static func sentence(_ facts: Facts, _ missing: [String]) -> String {
        if facts.isLanding { return "It is landing now." }
        if facts.isInStaging { return "It is being tested in a staging of \(facts.target)." }
        if let first = missing.first { return first }
        if facts.isInAttempt { return "A staging of \(facts.target) with it is being built." }
        if let stopped = facts.branchStopped { return stopped }
        if facts.isBranchBusy { return "It waits for the staging of \(facts.target) that is under test to end." }
        if facts.isInSplit { return "A staging with it failed, and it waits to be tested again in a smaller one." }
        return "It is ready and will be in one of the next stagings of \(facts.target)."
    }
}

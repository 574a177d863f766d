/// Why a pull request is not merged yet: where it is or what it waits for, and everything that is still needed.
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
        /// Linked pull requests of which that is known.
        var withoutMethod: [PullRequestName] = []
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
        /// Members that the reader of the sentences may not know of.
        var unnamed: Set<PullRequestName> = []
    }

    /// Something that is still needed. A name is nil where the reader may not know of the pull request.
    enum Lack: Hashable, Sendable {
        case retry(reason: String?)
        /// The repository has no part in the target.
        case otherTarget(insteadOf: String)
        case readyForReview
        case approval
        case success(context: String)
        case firstStatus(context: String)
        case endOfStatus(context: String)
        case mergeMethod
        case linkedTarget(PullRequestName?, has: String, insteadOf: String)
        case linkedInError(PullRequestName?)
        case linkedInDraft(PullRequestName?)
        case linkedNotReady(PullRequestName?)
        case linkedWithoutMethod(PullRequestName?)
    }

    /// What it is waiting for, or where it is.
    enum Place: Hashable, Sendable {
        case landing
        case inStaging(of: String)
        case lacks(Lack)
        case inAttempt(of: String)
        /// Nothing is staged for the branch; the sentence that says why.
        case stopped(String)
        case behindStaging(of: String)
        case inSplit
        case next(target: String)
    }

    /// What is still needed; empty once nothing depends on people or CI any more.
    let lacks: [Lack]
    /// `nil` for merged and closed ones.
    let place: Place?

    init(_ facts: Facts) {
        guard facts.state.isOpen else {
            lacks = []
            place = nil
            return
        }
        lacks = Self.lacks(facts)
        place = Self.place(facts, lacks)
    }

    private static func lacks(_ facts: Facts) -> [Lack] {
        var lacks: [Lack] = []
        if facts.state == .error { lacks.append(.retry(reason: facts.errorReason)) }
        if case .excluded(let names) = facts.block, names.contains(facts.name) { lacks.append(.otherTarget(insteadOf: facts.target)) }
        if facts.isDraft { lacks.append(.readyForReview) }
        if !facts.isApproved && !facts.skipchecks { lacks.append(.approval) }
        if !facts.skipchecks {
            lacks += facts.status.failed.map { .success(context: $0.context) }
            lacks += facts.status.pending.map { $0.status == nil ? .firstStatus(context: $0.context) : .endOfStatus(context: $0.context) }
        }
        if !facts.hasMethod { lacks.append(.mergeMethod) }
        let withoutMethod = facts.withoutMethod.map { Lack.linkedWithoutMethod(facts.unnamed.contains($0) ? nil : $0) }
        return lacks + linked(facts) + withoutMethod
    }

    private static func linked(_ facts: Facts) -> [Lack] {
        func named(_ name: PullRequestName) -> PullRequestName? { facts.unnamed.contains(name) ? nil : name }
        func others(_ names: [PullRequestName]) -> [PullRequestName] { names.filter { $0 != facts.name } }
        switch facts.block {
        case .severalTargets(let targets):
            return targets.filter { $0.name != facts.name && $0.target != facts.target }
                .map { .linkedTarget(named($0.name), has: $0.target, insteadOf: facts.target) }
        case .broken(let inError, let drafts):
            return others(inError).map { .linkedInError(named($0)) } + others(drafts).map { .linkedInDraft(named($0)) }
        case .excluded(let names):
            return others(names).map { .linkedNotReady(named($0)) }
        case .waiting(let review, let ci, let failed):
            return Set(others(review) + others(ci) + others(failed)).sorted().map { .linkedNotReady(named($0)) }
        case .merged, .closed, nil:
            return []
        }
    }

    private static func place(_ facts: Facts, _ lacks: [Lack]) -> Place {
        if facts.isLanding { return .landing }
        if facts.isInStaging { return .inStaging(of: facts.target) }
        if let first = lacks.first { return .lacks(first) }
        if facts.isInAttempt { return .inAttempt(of: facts.target) }
        if let stopped = facts.branchStopped { return .stopped(stopped) }
        if facts.isBranchBusy { return .behindStaging(of: facts.target) }
        return facts.isInSplit ? .inSplit : .next(target: facts.target)
    }
}

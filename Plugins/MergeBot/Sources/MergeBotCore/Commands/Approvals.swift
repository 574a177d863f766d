import PluginAPI

/// Who lets which head through: `r+`, `r=` and `r-`.
struct Approvals {
    let queue: MergeQueue

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    /// `r+` and `r=`: the person answers for the heads that are known now.
    func approveByComment(_ pullRequest: PullRequest, _ call: CommandCall, numbers: [Int]?) throws -> CommandResult {
        guard pullRequest.state.isOpen else { return .rejected(Rejection.state(pullRequest.state)) }
        if let refusal = try freshness(pullRequest, call) { return .rejected(refusal) }
        guard let person = try host.person(call.author), person.email?.isEmpty == false else {
            return .rejected(Rejection.noEmail(call.author))
        }
        var covered = try coverage(pullRequest, person, call.author)
        if covered.isEmpty || numbers?.isEmpty == true { return .rejected(Rejection.nothingToApprove) }
        if let numbers {
            let chain = Set(covered.filter { $0.name.repository == pullRequest.name.repository }.map(\.name.number))
            let unknown = numbers.filter { !chain.contains($0) }
            if !unknown.isEmpty { return .rejected(Rejection.notOfTheChain(unknown)) }
            covered = covered.filter { $0.name.repository == pullRequest.name.repository && numbers.contains($0.name.number) }
        }
        guard covered.contains(where: \.state.isOpen) else { return .rejected(Rejection.nothingToApprove) }
        for candidate in covered where candidate.isDraft && candidate.state.isOpen { return .rejected(Rejection.draft) }
        for candidate in covered where candidate.state.isOpen {
            let isOwn = candidate.id == pullRequest.id
            // Skipping the checks is not a review: whoever reviews now is the reviewer.
            let isReviewed = candidate.isApproved && !candidate.isApprovalImplied
            if isReviewed || (candidate.hasError && !isOwn) {
                if isOwn { try remark(candidate, call) }
                continue
            }
            try warnOfFailedCI(candidate, call)
            try queue.facts.approve(candidate, by: person.login)
            try queue.readiness.refreshWithDescendants(candidate, note: "r+ by \(person.login)")
        }
        return .done
    }

    /// Which pull requests an approval of this one is for: itself, and on a forward port ancestors that the person answers for.
    private func coverage(_ pullRequest: PullRequest, _ person: Person, _ login: String) throws -> [PullRequest] {
        let chain = try store.ancestors(of: pullRequest)
        guard let source = try pullRequest.source.flatMap({ try store.pullRequest($0) }) else { return [pullRequest] }
        if try queue.rights.isReviewer(person, login, of: source) { return chain }
        // Up to the oldest one that the person may review.
        let byReview = try chain.lastIndex { try queue.rights.isReviewer(person, login, of: $0) }.map { Array(chain[...$0]) } ?? []
        guard source.author.isLogin(login) else { return byReview }
        // The source's author answers for what descends from something that has been merged.
        let byAuthor = chain.lastIndex { $0.state == .merged }.map { Array(chain[..<$0]) } ?? (source.state == .merged ? chain : [])
        return byReview.count >= byAuthor.count ? byReview : byAuthor
    }

    /// An approval is for what the reviewer saw: why this one cannot be, if so.
    func freshness(_ pullRequest: PullRequest, _ call: CommandCall) throws -> String? {
        let settle = try store.project(pullRequest.project)?.settleSeconds ?? 5
        let freshness = ApprovalFreshness(head: pullRequest.head, headChangedAt: pullRequest.headChangedAt, settleSeconds: settle)
        switch freshness.check(createdAt: call.comment.createdAt.milliseconds, reviewedCommit: call.comment.commitID) {
        case .fresh:
            return nil
        case .headChanged:
            return Rejection.headChanged(to: pullRequest.head, at: Timestamp(milliseconds: pullRequest.headChangedAt ?? 0))
        case .reviewedAnother(let commit):
            return Rejection.reviewedAnother(commit, head: pullRequest.head)
        }
    }

    private func remark(_ pullRequest: PullRequest, _ call: CommandCall) throws {
        let message: Message = pullRequest.hasError ? .alreadyReviewedInError : .alreadyReviewed
        try queue.say(message, ["user_ping": .string("@\(call.author) ")], on: pullRequest)
    }

    /// Says with the approval that CI failed; so these failures are told, and are not told once more because it is approved.
    private func warnOfFailedCI(_ pullRequest: PullRequest, _ call: CommandCall) throws {
        guard pullRequest.status == .failure, let batch = try store.batch(pullRequest.batch) else { return }
        let failed = try queue.readiness.status(of: pullRequest, skipchecks: batch.skipchecks).failed
        for item in failed { try store.noteReported(item, of: pullRequest.id) }
        let contexts = Listing.text(failed.map(\.context))
        try queue.say(
            .approvedWithFailedCI, ["user_ping": .string("@\(call.author) "), "contexts": .string(contexts)], on: pullRequest)
    }

    // MARK: r-

    func takeBackByComment(_ pullRequest: PullRequest, _ call: CommandCall) throws -> CommandResult {
        let skipchecks = try store.batch(pullRequest.batch)?.skipchecks ?? false
        guard pullRequest.isApproved || skipchecks || pullRequest.hasError, pullRequest.state.isOpen else {
            return .rejected(Rejection.nothingToUnapprove)
        }
        let ping: JSON = .string("@\(call.author) ")
        if let staging = try queue.unstaging.landing(of: pullRequest.batch) {
            let held = HeldEvent(pullRequest: pullRequest.id, actor: call.author, what: .takeBackApproval)
            try store.hold(held, until: staging.id)
            try queue.say(.heldWhileLanding, ["user_ping": ping, "command": "r-"], on: pullRequest.name)
            return .done
        }
        try takeBack(pullRequest, by: call.author)
        if skipchecks { try queue.say(.skipchecksRemoved, ["user_ping": ping], on: pullRequest.name) }
        try remindOfSeries(pullRequest, ping)
        return .done
    }

    /// Takes approval, error and skipchecks away; priority and cancel_staging stay.
    func takeBack(_ pullRequest: PullRequest, by login: String) throws {
        let reason = Reason.unreviewed(pullRequest.name, by: login)
        try queue.unstaging.unstage(pullRequest.batch, reason: reason)
        try queue.facts.clearApproval(pullRequest, note: reason)
        try queue.facts.setError(pullRequest, nil, note: reason)
        try queue.facts.endSkipchecks(of: pullRequest.batch, note: reason)
        try queue.readiness.refresh(pullRequest.batch, note: reason)
    }

    private func remindOfSeries(_ pullRequest: PullRequest, _ ping: JSON) throws {
        guard let source = pullRequest.source else { return }
        let others = try store.approvedPorts(of: source).filter { $0.id != pullRequest.id && $0.state.isOpen }
        guard !others.isEmpty else { return }
        let names = Listing.text(others.map(\.name.description))
        try queue.say(.othersStillApproved, ["user_ping": ping, "others": .string(names)], on: pullRequest.name)
    }
}

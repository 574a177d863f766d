import PluginAPI

/// Carries stagings: loads facts, asks ``StagingMachine``, writes down what follows.
struct StagingWorkflow {
    let queue: MergeQueue

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    // MARK: The beginning

    /// The branches are pushed: from now on there is a staging.
    func create(_ attempt: Attempt) throws {
        guard let project = try store.project(attempt.project) else { return }
        var parent: StagingID?
        if let split = attempt.origin.split {
            parent = try store.splits(project: project.id, target: attempt.target).first { $0.id == split }?.staging
            // What did not make it falls back to the pool.
            try store.deleteSplit(split)
        }
        let id = try store.insertStaging(project: project, target: attempt.target, attempt: attempt.id, parent: parent)
        for repository in try store.attemptRepositories(attempt.id) {
            guard let base = repository.base, let head = repository.head else { continue }
            try store.addHead(repository, base: base, head: head, to: id)
        }
        let groups = try store.composed(attempt.id)?.groups ?? []
        for (position, entry) in try store.attemptBatches(attempt.id).filter({ $0.state == .staged }).enumerated() {
            let group = groups.first { $0.id == .number(entry.batch.value) }
            try add(entry.batch, group?.commits ?? [:], at: position, to: id)
        }
        try queue.journal(id, "state", .null, "pending", note: Note.attempt(attempt.id))
        if project.usesForgeStatuses {
            for head in Set(try store.heads(of: id).map(\.head)).sorted() { try store.copyStatuses(of: head, to: id) }
        }
        if let staging = try store.staging(id) { try judge(staging) }
    }

    private func add(_ batch: BatchID, _ commits: [String: [String: ObjectID]], at position: Int, to staging: StagingID) throws {
        let members = try store.pullRequests(of: batch).filter(\.isOpen)
        try store.addBatch(batch, named: members.first?.label ?? Note.batch(batch), at: position, to: staging)
        for member in members {
            try store.addPullRequest(member, at: position, to: staging)
            for (original, integrated) in (commits[member.name.repository] ?? [:]).sorted(by: { $0.key < $1.key }) {
                try store.addCommit(original: original, integrated: integrated, of: member.id, to: staging)
            }
        }
    }

    // MARK: What happens to it

    /// The landing timer: ends what failed or timed out, lands what succeeded, goes on with what was interrupted.
    ///
    /// - Parameter time: of the timer or of the event, whichever is later; milliseconds since 1970.
    func tick(asOf time: Int64) throws {
        for staging in try store.activeStagings() { try step(try lookedAtAgain(staging, at: time), .tick, at: time) }
    }

    /// A staging whose time is up, after another look at its statuses: a CI service that only repeats its status is no event, but alive.
    private func lookedAtAgain(_ staging: Staging, at time: Int64) throws -> Staging {
        guard staging.state == .pending, staging.verdict == .pending, time >= staging.deadline,
            try store.project(staging.project)?.usesForgeStatuses == true
        else { return staging }
        for head in Set(try store.heads(of: staging.id).map(\.head)).sorted() { try store.copyStatuses(of: head, to: staging.id) }
        try judge(staging)
        return try store.staging(staging.id) ?? staging
    }

    /// Folds the statuses of a staging's heads.
    func judge(_ staging: Staging) throws {
        let verdict = StagingVerdict.evaluate(heads: try verdictHeads(of: staging), statuses: try store.statuses(of: staging.id))
        try step(staging, .statuses(verdict))
    }

    /// Ends a pending staging without judging anybody.
    func cancel(_ staging: Staging, reason: String) throws { try step(staging, .cancelled(reason: reason)) }

    func setDeadline(_ staging: Staging, _ time: Int64) throws {
        try queue.journal(staging.id, "deadline", .int(staging.deadline), .int(time))
        try step(staging, .deadline(time))
    }

    /// The landing is over: the staging ends as it did.
    func landingEnded(_ staging: Staging, _ end: LandingMachine.End) throws { try step(staging, .landingEnded(end)) }

    private func step(_ staging: Staging, _ event: StagingMachine.Event, at time: Int64? = nil) throws {
        var machine = staging.machine
        try carryOut(machine.handle(event, at: time ?? store.now), of: staging, at: time ?? store.now)
    }

    private func carryOut(_ actions: [StagingMachine.Action], of staging: Staging, at time: Int64) throws {
        for action in actions {
            switch action {
            case .recordVerdict(let verdict):
                try store.recordVerdict(verdict, of: staging.id)
                try queue.journal(staging.id, "verdict", "pending", .string(verdict.rawValue))
            case .moveDeadline(let deadline): try store.moveDeadline(deadline, of: staging.id)
            case .wake(let deadline): try queue.wake(MergeQueue.Timer.landing, at: deadline)
            case .startLanding: try queue.landings.start(staging)
            case .tickLanding: try queue.landings.tick(staging, at: time)
            case .findBatches: try step(staging, .failed(batches: try store.batches(of: staging.id)), at: time)
            case .split(let first, let second): try split(staging, first, second)
            case .attribute(let failure, let batch):
                try step(staging, .attributed(try attribution(of: staging, batch, failure), batch), at: time)
            case .blame(let attribution, let batch): try blame(attribution, on: batch, of: staging)
            case .end(let state, let reason): try end(staging, as: state, reason: reason)
            case .ignore: break
            }
        }
    }

    private func end(_ staging: Staging, as state: StagingMachine.State, reason: String?) throws {
        try store.end(staging.id, as: state, reason: reason)
        try queue.journal(staging.id, "state", .string(staging.machine.state.rawValue), .string(state.rawValue), note: reason)
        if state == .cancelled { try store.markLikelyFalsePositive(false, of: try store.root(of: staging)) }
        try queue.wake(MergeQueue.Timer.staging)
    }

    /// The heads of a staging with what is required of them.
    func verdictHeads(of staging: Staging) throws -> [StagingVerdict.Head] {
        try store.heads(of: staging.id).map { head in
            StagingVerdict.Head(
                repository: head.repository, sha: head.head,
                contexts: StagingVerdict.contexts(of: try store.requiredStatuses(of: head.repository), target: staging.target))
        }
    }

    // MARK: Failure

    private func split(_ staging: Staging, _ first: [BatchID], _ second: [BatchID]) throws {
        for half in [first, second] {
            try store.insertSplit(project: staging.project, target: staging.target, staging: staging.id, batches: half)
        }
        try store.markLikelyFalsePositive(true, of: try store.root(of: staging))
    }

    private func attribution(of staging: Staging, _ batch: BatchID, _ failure: StagingMachine.Failure) throws -> FailureAttribution {
        if failure == .timedOut { return .timeout(minutes: staging.machine.timeout / 60_000) }
        let repositories = Set(try store.pullRequests(of: batch).filter(\.isOpen).map(\.name.repository))
        return .failure(
            heads: try verdictHeads(of: staging), statuses: try store.statuses(of: staging.id), repositories: repositories)
    }

    private func blame(_ attribution: FailureAttribution, on batch: BatchID, of staging: Staging) throws {
        for member in try store.pullRequests(of: batch) where member.isOpen {
            if case .repository(let repository) = attribution.blamed, member.name.repository != repository { continue }
            try queue.facts.setError(member, attribution.text, note: Note.failed(staging.id, attribution.text))
            try queue.say(.stagingFailed, ["reason": .string(attribution.text)], on: member)
        }
        try queue.readiness.refresh(batch)
        // One culprit found, and nobody else left to suspect.
        if try store.splits(project: staging.project, target: staging.target).isEmpty {
            try store.markLikelyFalsePositive(false, of: try store.root(of: staging))
        }
    }
}

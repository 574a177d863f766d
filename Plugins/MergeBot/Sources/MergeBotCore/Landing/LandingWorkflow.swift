import MergeBotInterface
import PluginAPI

/// Carries landings: loads facts, asks ``LandingMachine``, writes down what follows.
struct LandingWorkflow {
    let queue: MergeQueue

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    /// From here on nothing takes the staging back.
    func start(_ staging: Staging) throws {
        let steps = try store.heads(of: staging.id).map { LandingMachine.Step(repository: $0.repository, base: $0.base, head: $0.head) }
        var machine = LandingMachine(steps: steps, startedAt: store.now)
        try store.startLanding(staging.id)
        try queue.journal(staging.id, "state", .string(staging.machine.state.rawValue), .string(StagingMachine.State.landing.rawValue))
        try store.saveCertificate(try Certificate(queue: queue).document(of: staging), of: staging.id)
        let actions = machine.start()
        try store.insertLanding(machine, of: staging.id)
        if let landing = try store.staging(staging.id) { try carryOut(actions, of: landing, machine) }
    }

    /// - Parameter time: of the landing timer; milliseconds since 1970.
    func tick(_ staging: Staging, at time: Int64) throws { try step(staging, .tick, at: time) }

    // MARK: Outcomes

    func handle(_ outcome: EffectOutcome, _ context: LandingContext) throws {
        guard let staging = try store.staging(StagingID(context.landing)), staging.machine.state == .landing else { return }
        switch context.step {
        case .read: try step(staging, Self.readEvent(outcome, context, staging.target))
        case .push:
            if outcome.state != .done, outcome.code != "unavailable" {
                host.log(
                    .error, "a push to a target branch has failed",
                    ["staging": String(staging.id.value), "reason": outcome.message ?? outcome.code ?? ""])
            }
            try step(staging, Self.pushEvent(outcome, context))
        }
    }

    private static func readEvent(_ outcome: EffectOutcome, _ context: LandingContext, _ target: String) throws -> LandingMachine.Event {
        if let result = try outcome.result(of: ReadRefs.self) {
            let head = result.refs[ref(target)] ?? nil
            return .read(repository: context.repository, round: context.machineRound, head.map { .at($0.hex) } ?? .missing)
        }
        let failure: LandingMachine.Failure =
            outcome.code == "unavailable" ? .unavailable : .refused(Reason.targetUnreadable(outcome.message ?? outcome.code))
        return .readFailed(repository: context.repository, round: context.machineRound, failure)
    }

    private static func pushEvent(_ outcome: EffectOutcome, _ context: LandingContext) -> LandingMachine.Event {
        if outcome.state == .done { return .pushed(position: context.position) }
        // A lease that does not hold was looked into by the push itself: the commit is not there. Anything that is not an answer about the
        // branch, such as a token that has expired, leaves open whether an earlier attempt has moved it.
        let isAnswer = ["refused", "not_fast_forward", "stale"].contains(outcome.code ?? "")
        return .pushFailed(
            position: context.position, round: context.machineRound,
            isAnswer ? .refused(outcome.message ?? outcome.code ?? "") : .unavailable)
    }

    private static func ref(_ target: String) -> String { "refs/heads/\(target)" }

    // MARK: Steps of the machine

    private func step(_ staging: Staging, _ event: LandingMachine.Event, at time: Int64? = nil) throws {
        guard var machine = try store.landing(of: staging.id) else { return }
        let before = machine
        let actions = machine.handle(event, at: time ?? store.now)
        if machine != before { try store.save(machine, of: staging.id) }
        for (old, new) in zip(before.steps, machine.steps) where new.hasMoved && !old.hasMoved {
            try queue.journal(staging.id, "landed", .string("\(new.repository) \(new.base)"), .string("\(new.repository) \(new.head)"))
        }
        try carryOut(actions, of: staging, machine)
    }

    private func carryOut(_ actions: [LandingMachine.Action], of staging: Staging, _ machine: LandingMachine) throws {
        for action in actions {
            switch action {
            case .readAll(let round): for (position, step) in machine.steps.enumerated() { try read(step, position, round, staging) }
            case .push(let step, let position, let round): try push(step, position, round, staging)
            case .wake(let time): try queue.wake(MergeQueue.Timer.landing, at: time)
            case .finish(let end): try finish(staging, end, machine)
            case .ignore: break
            }
        }
    }

    private func read(_ step: LandingMachine.Step, _ position: Int, _ round: Int, _ staging: Staging) throws {
        let context = LandingContext(
            landing: staging.id.value, position: position, round: round, step: .read, repository: step.repository)
        try ask(ReadRefs(refs: [Self.ref(staging.target)]), context)
    }

    private func push(_ step: LandingMachine.Step, _ position: Int, _ round: Int, _ staging: Staging) throws {
        let update = Push.Update(reference: Self.ref(staging.target), id: ObjectID(step.head), expected: ObjectID(step.base))
        let context = LandingContext(
            landing: staging.id.value, position: position, round: round, step: .push, repository: step.repository)
        try ask(Push(updates: [update]), context)
    }

    private func ask(_ request: some EffectRequest, _ context: LandingContext) throws {
        try host.effect(
            Effect(
                request, repository: context.repository, context: try JSON(context: context),
                orderKey: OrderKey.push(repository: context.repository).text))
    }

    // MARK: The end

    private func finish(_ staging: Staging, _ end: LandingMachine.End, _ machine: LandingMachine) throws {
        try queue.stagings.landingEnded(staging, end)
        switch end {
        case .landed: for batch in try store.batches(of: staging.id) { try merged(batch, by: staging) }
        case .ffFailed: break
        case .inconsistent(let reason): try sortOut(staging, machine, reason)
        }
        try releaseHeld(staging)
    }

    private func merged(_ batch: BatchID, by staging: Staging) throws {
        try store.markMerged(batch)
        try queue.journal(batch, "merge_date", .null, .int(store.now), note: Note.succeeded(staging.id))
        try queue.readiness.refresh(batch, note: Note.succeeded(staging.id))
        let label = try pseudoVersion(staging)
        for member in try store.pullRequests(of: staging.id) where member.batch == batch {
            try store.landCommits(of: member.id, from: staging.id)
            let name = member.name
            if let integrated = try store.commits(of: member.id).first(where: { $0.original.isEmpty })?.integrated {
                try deploy(integrated, of: member, staging)
            }
            try host.effect(.close(name.repository, name.number))
            if let label { try host.effect(.labels(name.repository, name.number, add: [label])) }
        }
        try host.emit(BatchMerged.kind, document: BatchMerged(batch: batch.value, staging: staging.id.value).document)
    }

    private func deploy(_ integrated: String, of member: StagedPullRequest, _ staging: Staging) throws {
        guard let sha = ObjectID(integrated) else { return }
        // Without a URL the forge links to the commit's own page.
        let request = CreateDeployment(sha: sha, description: Note.merge(member.name, into: staging.target))
        // In a line of its own: the pull request is closed whether the forge takes deployments or not.
        try host.effect(
            Effect(
                request, repository: member.name.repository, number: member.name.number, orderKey: OrderKey.deployment(member.name).text))
    }

    private func pseudoVersion(_ staging: Staging) throws -> String? {
        let branches = try store.branches(of: staging.project).map(\.name)
        guard branches.first == staging.target else { return nil }
        return PseudoVersion.label(after: branches.dropFirst().first)
    }

    /// Part of the targets moved and cannot be moved back: every batch is judged by where it landed.
    private func sortOut(_ staging: Staging, _ machine: LandingMachine, _ reason: String) throws {
        let members = try store.pullRequests(of: staging.id)
        for batch in try store.batches(of: staging.id) {
            let repositories = members.filter { $0.batch == batch }.map(\.name.repository)
            switch machine.share(of: repositories) {
            case .landed: try merged(batch, by: staging)
            case .untouched: try queue.readiness.refresh(batch)
            case .straddling(let moved, let stuck): try straddled(batch, moved: moved, stuck: stuck, reason: reason)
            }
        }
        try store.suspend(staging.project, staging.target, reason: Reason.partlyLanded(staging.id, reason))
        host.log(.error, "a staging landed only in part", ["staging": String(staging.id.value), "reason": reason])
    }

    private func straddled(_ batch: BatchID, moved: [String], stuck: [String], reason: String) throws {
        let parameters: [String: JSON] = [
            "moved": .string(Listing.text(moved)), "stuck": .string(Listing.text(stuck)), "reason": .string(reason),
        ]
        for member in try store.pullRequests(of: batch) where member.isOpen {
            try queue.facts.setError(member, Reason.partlyLanded(moved: moved, reason))
            try queue.say(.partlyLanded, parameters, on: member)
        }
        try queue.readiness.refresh(batch)
    }

    /// What happened to members meanwhile takes effect now, in order.
    private func releaseHeld(_ staging: Staging) throws {
        for event in try store.takeHeld(of: staging.id) {
            guard let pullRequest = try store.pullRequest(event.pullRequest) else { continue }
            switch event.what {
            case .join: try queue.membership.rejoin(pullRequest)
            case .takeBackApproval:
                if let actor = event.actor, pullRequest.state.isOpen { try queue.approvals.takeBack(pullRequest, by: actor) }
            case .change(let change): try queue.changes.apply(change, to: pullRequest, by: event.actor)
            }
        }
    }
}

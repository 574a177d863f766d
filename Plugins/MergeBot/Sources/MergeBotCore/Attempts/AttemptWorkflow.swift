import PluginAPI

/// Carries staging attempts: loads facts, asks ``AttemptMachine`` and ``Selection``, writes down what follows.
struct AttemptWorkflow {
    let queue: MergeQueue

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    /// The staging timer: every branch that can be staged and is not gets an attempt if there is something to try.
    func stageBranches() throws {
        try dropOverdue()
        for project in try store.projects() where project.isActive && project.isStagingEnabled {
            for branch in try store.branches(of: project.id) where branch.isActive && branch.isStagingEnabled {
                try stage(project, branch.name)
            }
        }
    }

    private func stage(_ project: Project, _ target: String) throws {
        if try store.activeStaging(project: project.id, target: target) != nil { return }
        if try store.activeAttempt(project: project.id, target: target) != nil { return }
        if try store.suspension(project.id, target) != nil { return }
        guard let selection = try select(project, target) else { return }
        let id = try store.insertAttempt(project: project.id, target: target, origin: selection.origin)
        for (sequence, repository) in try store.repositories(of: project.id, on: target).enumerated() {
            try store.addRepository(repository, sequence: sequence, to: id)
        }
        guard let attempt = try store.attempt(id) else { return }
        try inspect(Array(selection.batches.prefix(project.batchLimit)), round: 1, of: attempt)
    }

    /// What to stage next. A split of which nothing can be staged at the moment waits.
    private func select(_ project: Project, _ target: String) throws -> Selection? {
        var splits: [Selection.Split] = []
        for split in try store.splits(project: project.id, target: target) {
            let batches = try store.candidates(project: project.id, target: target, split: split.id)
            if !batches.isEmpty { splits.append(Selection.Split(id: split.id, batches: batches)) }
            if split.batches.isEmpty { try store.deleteSplit(split.id) }
        }
        let ready = try store.candidates(project: project.id, target: target, split: nil)
        return Selection.choose(ready: ready, splits: splits, preference: project.preference)
    }

    /// Drops attempts that have been under way for too long; their batches are tried again.
    ///
    /// What they asked for may still be on its way while the forge is down. It changes nothing any more, except that a push moves the
    /// staging branch, and the next attempt's push comes after it.
    private func dropOverdue() throws {
        for attempt in try store.activeAttempts(startedBefore: store.now - AttemptMachine.timeLimit) {
            host.log(.error, "an attempt at a staging has not come to an end", ["attempt": String(attempt.id.value)])
            try step(attempt, .overdue)
        }
    }

    // MARK: Outcomes

    func handle(_ outcome: EffectOutcome, _ context: AttemptContext) throws {
        guard let attempt = try store.attempt(AttemptID(context.attempt)), let state = Self.state(asking: outcome.kind) else { return }
        let repository = context.repository ?? ""
        let trouble = outcome.state == .done ? nil : Self.trouble(outcome, repository)
        var machine = attempt.machine
        let actions = machine.handle(.arrived(state, round: context.round, trouble))
        if case .ignore? = actions.first { return }
        if let found = try outcome.result(of: Inspect.self) { try store.saveInspection(found, of: repository, in: attempt.id) }
        if let composed = try outcome.result(of: Compose.self) { try store.saveComposed(composed, in: attempt.id) }
        try carryOut(actions, of: attempt.with(machine))
    }

    private static func state(asking kind: String) -> AttemptMachine.State? {
        switch kind {
        case Inspect.kind.name: .inspecting
        case Compose.kind.name: .composing
        case Push.kind.name: .pushing
        default: nil
        }
    }

    private static func trouble(_ outcome: EffectOutcome, _ repository: String) -> AttemptMachine.Trouble {
        let reason = Reason.effectFailed(outcome.kind, repository, outcome.message ?? outcome.code)
        let isRefusal = outcome.kind == Push.kind.name && outcome.code != "unavailable"
        return isRefusal ? .refused(Reason.pushRefused(reason)) : .unavailable(reason)
    }

    // MARK: Steps of the machine

    /// Answers the machine after judging, which may have found out that somebody changed something: only then is the attempt read anew.
    private func stepAfterJudging(_ known: Attempt, _ event: AttemptMachine.Event) throws {
        guard let attempt = try store.attempt(known.id) else { return }
        try step(attempt, event)
    }

    private func step(_ attempt: Attempt, _ event: AttemptMachine.Event) throws {
        var machine = attempt.machine
        let actions = machine.handle(event)
        try carryOut(actions, of: attempt.with(machine))
    }

    private func carryOut(_ actions: [AttemptMachine.Action], of attempt: Attempt) throws {
        try store.save(attempt.machine, of: attempt.id)
        for action in actions { try carryOut(action, of: attempt) }
    }

    private func carryOut(_ action: AttemptMachine.Action, of attempt: Attempt) throws {
        switch action {
        case .inspect(let round): try inspect(try nextSlice(attempt), round: round, of: attempt)
        case .compose(let round): try compose(attempt, round: round)
        case .push(let round): try push(attempt, round: round)
        case .judgeInspections: try judgeInspections(attempt)
        case .judgeComposition: try judgeComposition(attempt)
        case .createStaging: try queue.stagings.create(attempt)
        case .release(let keepSplit, let reason): try release(attempt, keepSplit: keepSplit, reason)
        case .suspendBranch(let reason):
            try store.suspend(attempt.project, attempt.target, reason: reason)
            host.log(.error, "staging of a branch is suspended", ["branch": attempt.target, "reason": reason])
        case .stageAgain(let pause): try stageAgain(attempt, after: pause)
        case .ignore: break
        }
    }

    private func release(_ attempt: Attempt, keepSplit: Bool, _ reason: AttemptMachine.Drop) throws {
        try store.noteEnd(of: attempt.id, reason: Reason.dropped(reason))
        try store.leaveBatches(of: attempt.id)
        guard case .split(let split) = attempt.origin else { return }
        if keepSplit { try store.releaseSplit(split) } else { try store.deleteSplit(split) }
    }

    /// Looks for something to stage. What was tried in vain, and can be tried again, waits as after trouble: nothing would be different.
    private func stageAgain(_ attempt: Attempt, after pause: Int64) throws {
        var pause = pause
        if pause == 0, attempt.machine.staleReason == nil {
            let tried = Set(try store.attemptBatches(attempt.id).map(\.batch))
            let candidates = try store.candidates(project: attempt.project, target: attempt.target, split: nil)
            if candidates.contains(where: { tried.contains($0.id) }) { pause = AttemptMachine.pauseAfterTrouble }
        }
        try queue.wake(MergeQueue.Timer.staging, at: pause == 0 ? nil : store.now + pause)
    }

    // MARK: Inspecting

    /// Reserves the batches and asks how their pull requests are on the forge, and where the targets are.
    private func inspect(_ batches: [BatchID], round: Int, of attempt: Attempt) throws {
        try store.addBatches(batches, to: attempt.id, round: round)
        var asked: [String: [Inspect.Asked]] = [:]
        for batch in batches {
            for pullRequest in try store.pullRequests(of: batch) where pullRequest.isOpen {
                guard let head = ObjectID(pullRequest.head) else { continue }
                asked[pullRequest.name.repository, default: []].append(Inspect.Asked(number: pullRequest.name.number, head: head))
            }
        }
        // The first round also learns where every target is; later ones only look at what is new.
        let repositories = try store.attemptRepositories(attempt.id).filter { round == 1 || asked[$0.repository] != nil }
        for repository in repositories {
            try ask(
                Inspect(target: attempt.target, pullRequests: asked[repository.repository] ?? []), of: repository.repository, round: round,
                attempt, .inspect(repository: repository.repository))
        }
        try step(attempt, .asked(repositories.count))
    }

    private func ask(
        _ request: some EffectRequest, of repository: String, round: Int, _ attempt: Attempt, _ key: OrderKey
    ) throws {
        let context = AttemptContext(attempt: attempt.id.value, round: round, repository: repository)
        try host.effect(Effect(request, repository: repository, context: try JSON(context: context), orderKey: key.text))
    }

    private func judgeInspections(_ attempt: Attempt) throws {
        let inspections = Inspections(try store.attemptRepositories(attempt.id))
        if let reason = inspections.unusableTarget { return try step(attempt, .targetUnusable(reason)) }
        let planning = BatchPlanning(queue: queue, attempt: attempt)
        for entry in try store.attemptBatches(attempt.id) where entry.state == .reserved { try planning.plan(entry, inspections) }
        let batches = try store.attemptBatches(attempt.id)
        try stepAfterJudging(
            attempt,
            .inspected(
                new: batches.count { $0.state == .planned }, composed: batches.count { $0.state == .staged },
                canTryMore: try !nextSlice(attempt).isEmpty))
    }

    /// Further batches to try, for the places that are still free.
    private func nextSlice(_ attempt: Attempt) throws -> [BatchID] {
        guard let project = try store.project(attempt.project) else { return [] }
        let tried = try store.attemptBatches(attempt.id)
        let candidates = try store.candidates(project: attempt.project, target: attempt.target, split: attempt.origin.split)
        return Selection.further(
            candidates, tried: Set(tried.map(\.batch)), onlyAlone: attempt.origin == .alone,
            free: project.batchLimit - tried.count { $0.state == .staged || $0.state == .planned })
    }

    // MARK: Composing

    /// Asks for the whole staging in one piece: what earlier rounds composed, then what is new.
    private func compose(_ attempt: Attempt, round: Int) throws {
        guard let project = try store.project(attempt.project) else { return }
        let repositories = try store.attemptRepositories(attempt.id)
        guard let first = repositories.first else { return }
        let entries = try store.attemptBatches(attempt.id).filter { $0.state == .staged || $0.state == .planned }
        let request = Compose(
            repositories: repositories.compactMap { repository in
                repository.base.map { Compose.Base(repository: repository.repository, base: $0) }
            }, groups: entries.map { Compose.Group(id: .number($0.batch.value), picks: $0.picks) },
            time: try store.compositionTime(of: attempt), stopAfter: project.batchLimit, keep: "staging-\(attempt.id.value)")
        let context = AttemptContext(attempt: attempt.id.value, round: round, repository: nil)
        try host.effect(
            Effect(
                request, repository: first.repository, context: try JSON(context: context),
                orderKey: OrderKey.compose(project: project.name, target: attempt.target).text))
        try step(attempt, .asked(1))
    }

    private func judgeComposition(_ attempt: Attempt) throws {
        if let composed = try store.composed(attempt.id) { try BatchPlanning(queue: queue, attempt: attempt).judge(composed) }
        let staged = try store.attemptBatches(attempt.id).count { $0.state == .staged }
        try stepAfterJudging(attempt, .composed(staged, canTryMore: try !nextSlice(attempt).isEmpty))
    }

    // MARK: Pushing

    private func push(_ attempt: Attempt, round: Int) throws {
        var count = 0
        for repository in try store.attemptRepositories(attempt.id) {
            guard let head = repository.head ?? repository.base else { continue }
            let update = Push.Update(reference: "refs/heads/staging.\(attempt.target)", id: head, force: true)
            try ask(
                Push(updates: [update]), of: repository.repository, round: round, attempt, .push(repository: repository.repository))
            count += 1
        }
        try step(attempt, .asked(count))
    }
}

import PluginAPI

extension MergeQueue {
    /// The staging timer: every branch that can be staged and is not, gets an attempt if there is something to try.
    func stageBranches() throws {
        try dropForgotten()
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
        let origin: String
        var split: SplitID?
        switch selection.origin {
        case .alone: origin = "alone"
        case .ready: origin = "ready"
        case .split(let id):
            origin = "split"
            split = id
        }
        let attempt = try store.insertAttempt(project: project.id, target: target, origin: origin, split: split)
        if let split { try store.reserve(split, for: attempt) }
        for (sequence, repository) in try store.repositories(of: project.id, on: target).enumerated() {
            try store.addRepository(repository, sequence: sequence, to: attempt)
        }
        try inspect(Array(selection.batches.prefix(project.batchLimit)), round: 1, of: attempt, project, target)
    }

    /// What to stage next. A split that holds nothing stageable is given back to the pool, for there is nothing to bisect in it.
    private func select(_ project: Project, _ target: String) throws -> Selection? {
        var splits: [Selection.Split] = []
        for split in try store.splits(project: project.id, target: target) {
            let batches = try store.candidates(project: project.id, target: target, split: split.id)
            if batches.isEmpty {
                try store.deleteSplit(split.id)
            } else {
                splits.append(Selection.Split(id: split.id, batches: batches))
            }
        }
        let ready = try store.candidates(project: project.id, target: target, split: nil)
        return Selection.choose(ready: ready, splits: splits, preference: project.preference)
    }

    // MARK: Inspecting

    /// Reserves the batches and asks how their pull requests are on the forge, and where the targets are.
    private func inspect(_ batches: [BatchID], round: Int, of attempt: AttemptID, _ project: Project, _ target: String) throws {
        try store.addBatches(batches, to: attempt, round: round)
        var asked: [String: [JSON]] = [:]
        for batch in batches {
            for pullRequest in try store.pullRequests(of: batch) where pullRequest.isOpen {
                asked[pullRequest.name.repository, default: []]
                    .append(["number": .int(Int64(pullRequest.name.number)), "head": .string(pullRequest.head)])
            }
        }
        // The first round also learns where every target is; later ones only look at what is new.
        let repositories = try store.attemptRepositories(attempt).filter { round == 1 || asked[$0.repository] != nil }
        try store.expect(repositories.count, round: round, of: attempt)
        for repository in repositories {
            let payload: JSON = ["target": .string(target), "pull_requests": .array(asked[repository.repository] ?? [])]
            let context: JSON = ["attempt": .int(attempt.value), "repository": .string(repository.repository), "round": .int(Int64(round))]
            try host.effect(
                Effect(
                    "inspect", repository: repository.repository, payload: payload, context: context,
                    orderKey: "inspect:\(repository.repository)"))
        }
        // A project without a repository on this branch has nothing to wait for.
        if repositories.isEmpty, let attempt = try store.attempt(attempt) { try step(attempt, .unavailable(Reason.missingTarget)) }
    }

    // MARK: Outcomes

    func handle(_ outcome: EffectOutcome, of id: AttemptID) throws {
        guard let before = try store.attempt(id), before.machine.state.isActive else { return }
        let repository = outcome.context["repository"].string ?? ""
        let expected: [String: AttemptMachine.State] = ["inspect": .inspecting, "compose": .composing, "push": .pushing]
        guard before.machine.state == expected[outcome.kind], outcome.context["round"].int == before.round else { return }
        var trouble: Attempt.Trouble?
        if outcome.state == .done {
            switch outcome.kind {
            case "inspect": try store.saveInspection(outcome.result, of: repository, in: id)
            case "compose": try store.saveComposed(outcome.result, in: id)
            default: break
            }
        } else {
            let isRefusal = outcome.kind == "push" && outcome.code != "unavailable"
            let message = outcome.message ?? outcome.code ?? "no reason given"
            trouble = Attempt.Trouble(isRefusal: isRefusal, reason: "\(outcome.kind) \(repository): \(message)")
        }
        guard let attempt = try store.arrived(id, trouble: trouble), attempt.waiting == 0 else { return }
        if attempt.machine.staleReason != nil { return try step(attempt, .pushed) }
        if let trouble = attempt.trouble {
            return try step(attempt, trouble.isRefusal ? .pushRefused("failed pushing: \(trouble.reason)") : .unavailable(trouble.reason))
        }
        switch attempt.machine.state {
        case .inspecting: try inspected(attempt)
        case .composing: try composed(attempt)
        default: try step(attempt, .pushed)
        }
    }

    private func inspected(_ attempt: Attempt) throws {
        guard let project = try store.project(attempt.project) else { return }
        let inspections = try Inspections(try store.attemptRepositories(attempt.id))
        if let missing = inspections.repositoryWithoutTarget {
            return try step(attempt, .unavailable("\(missing): \(Reason.missingTarget)"))
        }
        for entry in try store.attemptBatches(attempt.id) where entry.state == .reserved {
            try judge(entry, inspections, of: attempt)
        }
        let batches = try store.attemptBatches(attempt.id)
        try step(
            attempt,
            .inspected(
                new: batches.count { $0.state == .planned }, composed: batches.count { $0.state == .staged },
                canTryMore: try canTryMore(attempt, project)))
    }

    private func composed(_ attempt: Attempt) throws {
        guard let project = try store.project(attempt.project) else { return }
        try judgeComposed(try store.composed(attempt.id), of: attempt)
        let staged = try store.attemptBatches(attempt.id).count { $0.state == .staged }
        try step(attempt, .composed(staged, canTryMore: try canTryMore(attempt, project)))
    }

    private func canTryMore(_ attempt: Attempt, _ project: Project) throws -> Bool {
        try !nextSlice(attempt, project).isEmpty
    }

    /// Further batches to try, for the places that are still free.
    private func nextSlice(_ attempt: Attempt, _ project: Project) throws -> [BatchID] {
        let tried = try store.attemptBatches(attempt.id)
        let free = project.batchLimit - tried.count { $0.state == .staged || $0.state == .planned }
        guard free > 0 else { return [] }
        let candidates = try store.candidates(project: attempt.project, target: attempt.target, split: attempt.split)
        let known = Set(tried.map(\.batch))
        return
            candidates
            .filter { !known.contains($0.id) && (attempt.origin != "alone" || $0.priority == .alone) }
            .sorted(by: Selection.Candidate.goesBefore).prefix(free).map(\.id)
    }

    // MARK: Steps of the machine

    func step(_ known: Attempt, _ event: AttemptMachine.Event) throws {
        // Judging the outcome may have made the attempt stale.
        guard let attempt = try store.attempt(known.id) else { return }
        var machine = attempt.machine
        let actions = machine.handle(event)
        try store.save(machine, of: attempt.id)
        for action in actions { try perform(action, for: attempt) }
    }

    private func perform(_ action: AttemptMachine.Action, for attempt: Attempt) throws {
        guard let project = try store.project(attempt.project) else { return }
        switch action {
        case .inspectNext:
            try inspect(try nextSlice(attempt, project), round: attempt.round + 1, of: attempt.id, project, attempt.target)
        case .compose:
            try compose(attempt, project)
        case .push:
            try push(attempt)
        case .createStaging:
            try createStaging(attempt, project)
        case .release(let keepSplit, let reason):
            try release(attempt, keepSplit: keepSplit, reason: reason)
        case .suspendBranch(let reason):
            try store.suspend(attempt.project, attempt.target, reason: reason)
            host.log(.error, "staging of a branch is suspended", ["project": project.name, "branch": attempt.target, "reason": reason])
        case .stageAgain:
            try wake(Timer.staging)
        case .stageLater:
            try wake(Timer.staging, at: store.now + 5 * 60_000)
        }
    }

    private func release(_ attempt: Attempt, keepSplit: Bool, reason: String) throws {
        try store.save(AttemptMachine(state: .dropped, staleReason: attempt.machine.staleReason), of: attempt.id, reason: reason)
        for entry in try store.attemptBatches(attempt.id)
        where entry.state == .reserved || entry.state == .planned || entry.state == .staged {
            try store.set(.left, of: entry.batch, in: attempt.id)
        }
        guard let split = attempt.split else { return }
        if keepSplit { try store.reserve(split, for: nil) } else { try store.deleteSplit(split) }
    }

    // MARK: Pushing

    private func push(_ attempt: Attempt) throws {
        let repositories = try store.attemptRepositories(attempt.id)
        let round = attempt.round + 1
        try store.expect(repositories.count, round: round, of: attempt.id)
        for repository in repositories {
            guard let head = repository.head ?? repository.base else { continue }
            let update: JSON = [
                "ref": .string("refs/heads/staging.\(attempt.target)"), "sha": .string(head), "expected": .null, "force": true,
            ]
            let context: JSON = [
                "attempt": .int(attempt.id.value), "repository": .string(repository.repository), "round": .int(Int64(round)),
            ]
            try host.effect(
                Effect(
                    "push", repository: repository.repository, payload: ["updates": [update]], context: context,
                    orderKey: "push:\(repository.repository)"))
        }
    }
}

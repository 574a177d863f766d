import MergeBotInterface
import PluginAPI

extension MergeQueue {
    /// The landing timer: ends what failed or timed out, lands what succeeded, goes on with what was interrupted.
    ///
    /// - Parameter time: of the timer or of the event, whichever is later; milliseconds since 1970.
    func checkStagings(asOf time: Int64) throws {
        for staging in try store.activeStagings() {
            switch (staging.state, staging.verdict) {
            case (.landing, _):
                try resumeLanding(staging, asOf: time)
            case (_, .success):
                try startLanding(staging)
            case (_, .failure):
                try fail(staging, timedOut: false)
            case (_, .pending):
                if time >= staging.deadline { try fail(staging, timedOut: true) } else { try wake(Timer.landing, at: staging.deadline) }
            }
        }
    }

    /// From here on nothing takes the staging back.
    private func startLanding(_ staging: Staging) throws {
        let steps = try store.heads(of: staging.id).map { LandingMachine.Step(repository: $0.repository, base: $0.base, head: $0.head) }
        let machine = LandingMachine(steps: steps)
        try store.set("state", Staging.State.landing.rawValue, of: staging.id)
        try journal(staging.id, "state", .string(staging.state.rawValue), .string(Staging.State.landing.rawValue))
        try store.insertLanding(machine, of: staging.id)
        try store.saveCertificate(try certificate(staging), of: staging.id)
        for action in machine.start { try perform(action, of: staging, machine) }
    }

    private func resumeLanding(_ staging: Staging, asOf time: Int64) throws {
        guard let retry = try store.landingRetry(of: staging.id) else { return }
        guard retry <= time else { return try wake(Timer.landing, at: retry) }
        try store.retryLanding(of: staging.id, at: nil)
        try step(staging, .retry)
    }

    // MARK: Outcomes

    func handle(_ outcome: EffectOutcome, landing id: StagingID) throws {
        guard let staging = try store.staging(id), staging.isActive, staging.state == .landing else { return }
        guard let machine = try store.landing(of: id) else { return }
        let message = outcome.message ?? outcome.code ?? "no reason given"
        switch outcome.context["step"].string {
        case "read":
            guard machine.phase == .reading else { return }
            guard outcome.state == .done else {
                let isPassing = outcome.code == "unavailable"
                return try step(staging, isPassing ? .unavailable(message) : .refused("the target branch cannot be read: \(message)"))
            }
            try store.saveObserved(Self.head(outcome, staging.target), of: outcome.context["repository"].string ?? "", in: id)
            if let heads = try store.observed(of: id) { try step(staging, .read(heads)) }
        case "push":
            guard machine.phase == .pushing, outcome.context["position"].int == machine.position else { return }
            if outcome.state != .done, outcome.code != "unavailable" {
                host.log(.error, "a push to a target branch has failed", ["staging": String(id.value), "reason": message])
            }
            try step(staging, Self.pushEvent(outcome, message))
        default:
            return
        }
    }

    private static func pushEvent(_ outcome: EffectOutcome, _ message: String) -> LandingMachine.Event {
        if outcome.state == .done { return .pushed }
        // A lease that does not hold was looked into by whoever pushed: the commit is not there. Anything that is no answer about
        // the branch, such as a token that has expired, leaves open whether an earlier attempt has moved it.
        let isAnswer = ["refused", "not_fast_forward", "stale"].contains(outcome.code ?? "")
        return isAnswer ? .refused(message) : .unavailable(message)
    }

    private static func ref(_ target: String) -> String { "refs/heads/\(target)" }

    private static func head(_ outcome: EffectOutcome, _ target: String) -> String? {
        outcome.result["refs"][ref(target)].string
    }

    // MARK: Steps of the machine

    private func step(_ staging: Staging, _ event: LandingMachine.Event) throws {
        guard var machine = try store.landing(of: staging.id) else { return }
        let before = machine
        let actions = machine.handle(event)
        try store.save(machine, of: staging.id)
        for (old, new) in zip(before.steps, machine.steps) where new.hasMoved && !old.hasMoved {
            try journal(staging.id, "landed", .string("\(new.repository) \(new.base)"), .string("\(new.repository) \(new.head)"))
        }
        for action in actions { try perform(action, of: staging, machine) }
    }

    private func perform(_ action: LandingMachine.Action, of staging: Staging, _ machine: LandingMachine) throws {
        let context: JSON = ["landing": .int(staging.id.value), "position": .int(Int64(machine.position))]
        // Should the outcome of what is asked for now never be heard of, it is asked for again.
        try retry(staging, at: store.now + Self.patience)
        switch action {
        case .readAll:
            try store.forgetObserved(of: staging.id)
            for step in machine.steps { try read(step, context, staging) }
        case .push(let step):
            let update: JSON = [
                "ref": .string(Self.ref(staging.target)), "sha": .string(step.head), "expected": .string(step.base), "force": false,
            ]
            var context = context
            context["step"] = "push"
            try host.effect(
                Effect(
                    "push", repository: step.repository, payload: ["updates": [update]], context: context,
                    orderKey: "push:\(step.repository)"))
        case .retryLater:
            try retry(staging, at: store.now + (try pause(of: staging)))
        case .finish:
            try finish(staging, machine)
        }
    }

    private func retry(_ staging: Staging, at time: Int64) throws {
        try store.retryLanding(of: staging.id, at: time)
        try wake(Timer.landing, at: time)
    }

    /// A minute at first, then ever longer, half an hour at most: what does not mend itself waits for a person.
    private func pause(of staging: Staging) throws -> Int64 {
        let age = store.now - (try store.landingStart(of: staging.id) ?? store.now)
        return min(max(60_000, age / 2), 30 * 60_000)
    }

    private func read(_ step: LandingMachine.Step, _ context: JSON, _ staging: Staging) throws {
        var context = context
        context["step"] = "read"
        context["repository"] = .string(step.repository)
        let effect = Effect.readRefs(step.repository, refs: [Self.ref(staging.target)])
        try host.effect(effect.context(context).orderKey("push:\(step.repository)"))
    }

    // MARK: The end

    private func finish(_ staging: Staging, _ machine: LandingMachine) throws {
        switch machine.phase {
        case .landed:
            try end(staging, as: .success, reason: nil)
            for batch in try store.batches(of: staging.id) { try merged(batch, by: staging) }
        case .ffFailed:
            try end(staging, as: .ffFailed, reason: machine.reason)
        default:
            try end(staging, as: .inconsistent, reason: machine.reason)
            try sortOut(staging, machine)
        }
        try releaseHeld(staging)
    }

    private func merged(_ batch: BatchID, by staging: Staging) throws {
        try store.set("merge_date", store.now, of: batch)
        try journal(batch, "merge_date", .null, .int(store.now), note: "staging \(staging.id.value) succeeded")
        try refresh(batch, note: "staging \(staging.id.value) succeeded")
        let labels = try pseudoVersion(staging)
        for member in try store.pullRequests(of: staging.id) where member.batch == batch {
            try store.landCommits(of: member.id, from: staging.id)
            let name = member.name
            if let integrated = try store.commits(of: member.id).first(where: { $0.original.isEmpty })?.integrated {
                let payload: JSON = [
                    "sha": .string(integrated), "environment": "merge", "description": .string("Merge \(name) into \(staging.target)"),
                    "url": JSON(try store.pullRequest(member.id)?.url.commitURL(integrated)),
                ]
                try host.effect(Effect("deployment", repository: name.repository, number: name.number, payload: payload))
            }
            try host.effect(.close(name.repository, name.number))
            if let labels { try host.effect(.labels(name.repository, name.number, add: [labels])) }
        }
        try host.emit(BatchMerged.kind, document: BatchMerged(batch: batch.value, staging: staging.id.value).document)
    }

    private func pseudoVersion(_ staging: Staging) throws -> String? {
        let branches = try store.branches(of: staging.project).map(\.name)
        guard branches.first == staging.target else { return nil }
        return PseudoVersion.label(after: branches.dropFirst().first)
    }

    /// Part of the targets moved and cannot be moved back: every batch is judged by where it landed.
    private func sortOut(_ staging: Staging, _ machine: LandingMachine) throws {
        let reason = machine.reason ?? "refused"
        let members = try store.pullRequests(of: staging.id)
        for batch in try store.batches(of: staging.id) {
            let repositories = members.filter { $0.batch == batch }.map(\.name.repository)
            switch machine.share(of: repositories) {
            case .landed: try merged(batch, by: staging)
            case .untouched: try refresh(batch)
            case .straddling(let moved, let stuck): try straddled(batch, moved: moved, stuck: stuck, reason: reason)
            }
        }
        try store.suspend(staging.project, staging.target, reason: "staging \(staging.id.value) landed only in part: \(reason)")
        host.log(.error, "a staging landed only in part", ["staging": String(staging.id.value), "reason": reason])
    }

    private func straddled(_ batch: BatchID, moved: [String], stuck: [String], reason: String) throws {
        let parameters: [String: JSON] = [
            "moved": .string(Explanation.list(moved)), "stuck": .string(Explanation.list(stuck)), "reason": .string(reason),
        ]
        for member in try store.pullRequests(of: batch) where member.isOpen {
            try setError(member, "landed only in \(Explanation.list(moved)): \(reason)")
            try say(.partlyLanded, parameters, on: member)
        }
        try refresh(batch)
    }

    /// What happened to members meanwhile takes effect now, in order.
    private func releaseHeld(_ staging: Staging) throws {
        for event in try store.takeHeld(of: staging.id) {
            guard let pullRequest = try store.pullRequest(event.pullRequest) else { continue }
            switch event.kind {
            case "join":
                try rejoin(pullRequest)
            case "unreview":
                if let actor = event.actor, pullRequest.state.isOpen { try unreview(pullRequest, by: actor) }
            default:
                try handle(Happening(kind: event.kind, actor: event.actor, document: event.document), of: pullRequest)
            }
        }
    }
}

extension String {
    /// The page of a commit beside a pull request's page.
    fileprivate func commitURL(_ sha: String) -> String? {
        guard let range = range(ofLast: "/pull/") else { return nil }
        return "\(self[..<range])/commit/\(sha)"
    }

    private func range(ofLast text: String) -> Index? {
        ranges(of: text).last?.lowerBound
    }
}

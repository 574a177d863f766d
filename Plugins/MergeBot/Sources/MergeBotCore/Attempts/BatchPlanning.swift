import PluginAPI

/// Decides for each batch of an attempt whether and how it is composed, and what its failure means.
struct BatchPlanning {
    let queue: MergeQueue
    let attempt: Attempt

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    /// Decides from the inspections whether a batch can be composed; plans its picks if so.
    func plan(_ entry: AttemptBatch, _ inspections: Inspections) throws {
        guard let batch = try store.batch(entry.batch), batch.blocked == nil else {
            return try store.set(.skipped, reason: SkipReason.blocked, of: entry.batch, in: attempt.id)
        }
        let members = try store.pullRequests(of: entry.batch).filter(\.isOpen)
        // Who joined or came back meanwhile, or was left out by another configuration, was not looked at.
        guard members.allSatisfy({ inspections[$0.name] != nil }) else {
            try queue.readiness.refresh(entry.batch)
            return try store.set(.skipped, reason: SkipReason.notInspected, of: entry.batch, in: attempt.id)
        }
        var missed = false
        for member in members {
            if let found = inspections[member.name], try noticeMissedUpdate(member, found) { missed = true }
        }
        if missed { return try store.set(.skipped, reason: SkipReason.missedUpdate, of: entry.batch, in: attempt.id) }
        var picks: [Compose.Pick] = []
        for member in members {
            guard let found = inspections[member.name] else { continue }
            guard let method = MergeMethod.resolve(chosen: member.method, commits: found.commits.count) else {
                try queue.wake(MergeQueue.Timer.methodCheck)
                return try store.set(.skipped, reason: SkipReason.noMethod, of: entry.batch, in: attempt.id)
            }
            switch Pick.plan(found, method: method, messages: try messages(member, members)) {
            case .success(let pick):
                picks.append(pick)
            case .failure(let refusal):
                try fail(member, refusal.reason.text)
                try queue.readiness.refresh(entry.batch)
                return try store.set(.failed, reason: refusal.reason.text, of: entry.batch, in: attempt.id)
            }
        }
        try store.setPlanned(picks, of: entry.batch, in: attempt.id)
    }

    /// An approval is for what was seen: if the forge has something else, it is cleared and people are told.
    private func noticeMissedUpdate(_ member: PullRequest, _ found: Inspect.Found) throws -> Bool {
        let known = MissedUpdate.Version(
            head: member.head, target: member.target, message: try store.message(of: member), isDraft: member.isDraft, isOpen: true)
        let now = MissedUpdate.Version(
            head: found.head.hex, target: found.base ?? "",
            message: MessageBuilder.pullRequestMessage(title: found.title ?? "", body: found.body ?? ""),
            isDraft: found.isDraft ?? false, isOpen: found.found && found.state != .closed)
        guard let missed = MissedUpdate(known: known, found: now) else {
            try store.noteInspected(member, commits: found.commits.count)
            return false
        }
        let note = Note.missedUpdate(missed.properties)
        try queue.facts.clearApproval(member, note: note)
        // Nor were the checks skipped for this; and the batch would be ready, and staged, for ever.
        try queue.facts.endSkipchecks(of: member.batch, note: note)
        try queue.say(.missedUpdate, ["properties": .string(missed.properties), "difference": .string(missed.text)], on: member)
        // Reading it anew brings the mirror up to date.
        try host.effect(.fetch(member.name.repository, member.name.number, comments: false))
        try queue.readiness.refresh(member.batch)
        return true
    }

    private func fail(_ member: PullRequest, _ reason: String) throws {
        try queue.facts.setError(member, Reason.unableToStage(reason))
        try queue.say(.unableToStage, ["reason": .string(reason)], on: member)
    }

    private func messages(_ member: PullRequest, _ members: [PullRequest]) throws -> MessageBuilder {
        var reviewers: [String] = []
        let source = try member.source.flatMap { try store.pullRequest($0) }
        let root = try store.ancestors(of: member).last
        for login in [source?.approvedBy, root?.approvedBy, member.approvedBy] {
            guard let login, let person = try host.person(login) else { continue }
            let name = person.name.isEmpty ? person.login : person.name
            let signature = person.commitEmail.map { CommitAuthor(name: name, email: $0).formatted } ?? name
            if !reviewers.contains(signature) { reviewers.append(signature) }
        }
        return MessageBuilder(
            name: member.name, pullRequestMessage: try store.message(of: member), related: members.map(\.name).filter { $0 != member.name },
            reviewers: reviewers)
    }

    // MARK: What was composed

    /// Reads which batches were composed. What could not be is an error of the batch if nothing came before it; otherwise it may be an
    /// earlier batch's doing, and it stays ready.
    func judge(_ result: Compose.Result) throws {
        var stagedBefore = 0
        for group in result.groups {
            guard case .number(let number) = group.id else { continue }
            let id = BatchID(number)
            switch group.state {
            case .staged:
                stagedBefore += 1
                try store.set(.staged, of: id, in: attempt.id)
            case .failed:
                let reason = group.message ?? group.code?.rawValue ?? Reason.notGiven
                try store.set(.failed, reason: reason, of: id, in: attempt.id)
                guard stagedBefore == 0 || group.code?.isOwnFault == true else { continue }
                try blame(group, reason, of: id)
            case .notTried:
                try store.set(.left, of: id, in: attempt.id)
            }
        }
        try store.saveHeads(result, in: attempt.id)
    }

    private func blame(_ group: Compose.GroupResult, _ reason: String, of batch: BatchID) throws {
        let members = try store.pullRequests(of: batch).filter(\.isOpen)
        let culprit = members.first { $0.name.repository == group.repository && $0.name.number == group.number }
        guard let member = culprit ?? members.first else { return }
        try fail(member, Reason.conflict(reason, in: group.paths ?? []))
        try queue.readiness.refresh(batch)
    }
}

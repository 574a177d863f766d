import PluginAPI

extension MergeQueue {
    /// Decides from the inspections whether a batch can be composed; plans its picks if so.
    func judge(_ entry: AttemptBatch, _ inspections: Inspections, of attempt: Attempt) throws {
        guard let batch = try store.batch(entry.batch), batch.blocked == nil else {
            return try store.set(.skipped, reason: "blocked", of: entry.batch, in: attempt.id)
        }
        let members = try store.pullRequests(of: entry.batch).filter(\.isOpen)
        var missed = false
        for member in members where try noticeMissedUpdate(member, inspections[member.name]) { missed = true }
        if missed { return try store.set(.skipped, reason: "missed update", of: entry.batch, in: attempt.id) }
        var picks: [JSON] = []
        for member in members {
            guard let found = inspections[member.name] else { continue }
            guard let method = MergeMethod.resolve(chosen: member.method, commits: found.commits.count) else {
                try wake(Timer.methodCheck)
                return try store.set(.skipped, reason: "no merge method", of: entry.batch, in: attempt.id)
            }
            switch Pick.plan(head: member.head, method: method, commits: found.commits, messages: try messages(member, members)) {
            case .success(let pick):
                picks.append(Self.document(pick, mergeBase: found.mergeBase))
            case .failure(let refusal):
                try fail(member, refusal.reason.text)
                try refresh(entry.batch)
                return try store.set(.failed, reason: refusal.reason.text, of: entry.batch, in: attempt.id)
            }
        }
        try store.set(.planned, plan: .array(picks), of: entry.batch, in: attempt.id)
    }

    /// An approval is for what was seen: if the forge has something else, it is cleared and people are told.
    private func noticeMissedUpdate(_ member: PullRequest, _ found: Inspections.Found?) throws -> Bool {
        let known = MissedUpdate.Version(
            head: member.head, target: member.target, message: try store.message(of: member), isDraft: member.isDraft, isOpen: true)
        let now = MissedUpdate.Version(
            head: found?.head ?? "", target: found?.base ?? "",
            message: found.map { MessageBuilder.pullRequestMessage(title: $0.title, body: $0.body) } ?? "",
            isDraft: found?.isDraft ?? false,
            isOpen: found.map { $0.exists && $0.isOpen } ?? false)
        guard let missed = MissedUpdate(known: known, found: now) else {
            try store.set("inspected_head", member.head, of: member.id)
            try store.set("inspected_commits", found?.commits.count, of: member.id)
            return false
        }
        try unapprove(member, note: "missed update: \(missed.properties)")
        try say(.missedUpdate, ["properties": .string(missed.properties), "difference": .string(missed.text)], on: member)
        // Reading it anew brings the mirror up to date.
        try host.effect(.fetch(member.name.repository, member.name.number, comments: false))
        try refresh(member.batch)
        return true
    }

    private func fail(_ member: PullRequest, _ reason: String) throws {
        try setError(member, "unable to stage: \(reason)")
        try say(.unableToStage, ["reason": .string(reason)], on: member)
    }

    // MARK: Messages

    private func messages(_ member: PullRequest, _ members: [PullRequest]) throws -> MessageBuilder {
        var reviewers: [String] = []
        let source = try member.source.flatMap { try store.pullRequest($0) }
        let root = try store.ancestors(of: member).last
        for login in [source?.approvedBy, root?.approvedBy, member.approvedBy] {
            guard let login, let person = try host.person(login) else { continue }
            let email = person.email ?? "\(person.login)@users.noreply.github.com"
            let signature = Signature(name: person.name.isEmpty ? person.login : person.name, email: email).formatted
            if !reviewers.contains(signature) { reviewers.append(signature) }
        }
        return MessageBuilder(
            name: member.name, pullRequestMessage: try store.message(of: member), related: members.map(\.name).filter { $0 != member.name },
            reviewers: reviewers)
    }

    private static func document(_ pick: Pick, mergeBase: String?) -> JSON {
        var document: JSON = [
            "repository": .string(pick.name.repository), "number": .int(Int64(pick.name.number)), "method": .string(pick.method.rawValue),
            "head": .string(pick.head), "merge_base": JSON(mergeBase), "message": JSON(pick.message),
            "commits": .array(
                pick.commits.map { commit in
                    commit.message.map { ["sha": .string(commit.sha), "message": .string($0)] } ?? ["sha": .string(commit.sha)]
                }),
        ]
        if let author = pick.author { document["author"] = ["name": .string(author.name), "email": .string(author.email)] }
        if let committer = pick.committer { document["committer"] = ["name": .string(committer.name), "email": .string(committer.email)] }
        return document
    }

    // MARK: Composing

    /// Asks for the whole staging in one piece: what earlier rounds composed, then what is new.
    func compose(_ attempt: Attempt, _ project: Project) throws {
        let repositories = try store.attemptRepositories(attempt.id)
        guard let first = repositories.first else { return }
        let entries = try store.attemptBatches(attempt.id).filter { $0.state == .staged || $0.state == .planned }
        let payload: JSON = [
            "repositories": .array(repositories.map { ["repository": .string($0.repository), "base": JSON($0.base)] }),
            "stop_after": .int(Int64(project.batchLimit)), "keep": .string("staging-\(attempt.id.value)"),
            "groups": .array(entries.map { ["id": .int($0.batch.value), "picks": $0.plan] }),
        ]
        let round = attempt.round + 1
        try store.expect(1, round: round, of: attempt.id)
        let context: JSON = ["attempt": .int(attempt.id.value), "round": .int(Int64(round))]
        try host.effect(
            Effect(
                "compose", repository: first.repository, payload: payload, context: context,
                orderKey: "compose:\(project.name):\(attempt.target)"))
    }

    /// Reads which batches were composed. What could not be is an error of the batch if nothing came before it; otherwise it may be
    /// an earlier batch's doing, and it stays ready.
    func judgeComposed(_ result: JSON, of attempt: Attempt) throws {
        var stagedBefore = 0
        for group in result["groups"].array ?? [] {
            guard let id = group["id"].identifier.map({ BatchID($0) }) else { continue }
            switch group["state"].string {
            case "staged":
                stagedBefore += 1
                try store.set(.staged, of: id, in: attempt.id)
            case "failed":
                let reason = group["message"].string ?? group["code"].string ?? "no reason given"
                try store.set(.failed, reason: reason, of: id, in: attempt.id)
                let isOwnFault = Self.ownFaults.contains(group["code"].string ?? "")
                guard stagedBefore == 0 || isOwnFault else { continue }
                try blame(group, reason, of: id)
            default:
                try store.set(.left, of: id, in: attempt.id)
            }
        }
        try store.saveHeads(result["heads"], trees: result["trees"], in: attempt.id)
    }

    /// Failures that no other base would change.
    private static let ownFaults: Set<String> = ["merge_commit", "no_email", "too_many_commits", "empty"]

    private func blame(_ group: JSON, _ reason: String, of batch: BatchID) throws {
        let members = try store.pullRequests(of: batch).filter(\.isOpen)
        let culprit = members.first { $0.name.repository == group["repository"].string && $0.name.number == group["number"].int }
        let paths = (group["paths"].array ?? []).compactMap(\.string)
        let text = paths.isEmpty ? reason : "\(reason) (\(Explanation.list(paths)))"
        guard let member = culprit ?? members.first else { return }
        try fail(member, text)
        try refresh(batch)
    }
}

import PluginAPI
import Store

/// Turns what the forge said into facts of the mirror, and reports what changed.
///
/// Deliveries are hints: each carries a complete picture of its subject, so it is compared with what is known. A duplicate
/// changes nothing, a late one is recognised by its time, and the content of an unknown action is used all the same.
struct MirrorReducer {
    let transaction: StateTransaction
    /// The event's time; milliseconds.
    let time: Int64

    /// Stores the facts of a forge event.
    func reduce(_ entry: InboxEntry, document: JSON) throws -> Reduction {
        guard let name = entry.repository else { return .ignored("it names no repository") }
        if entry.kind == EventKind.forgeStatus.rawValue { return try status(name, document) }
        guard let repository = try transaction.repository(name) else { return .ignored("\(name) is not managed") }
        if let actor = entry.actor { try transaction.ensurePerson(actor) }
        switch EventKind(rawValue: entry.kind) {
        case .forgePullRequest: return try pullRequest(repository, document, actor: entry.actor)
        case .forgeComment: return try comment(repository, document)
        default: return .ignored("nothing is kept of \(entry.kind)")
        }
    }

    // MARK: Pull requests

    private func pullRequest(_ repository: RepositoryRow, _ document: JSON, actor: String?) throws -> Reduction {
        guard let facts = PullRequestFacts(document["pull_request"]) else {
            return .ignored("its pull request lacks number, head or base")
        }
        let action = document["action"].string ?? ""
        let base = try transaction.isBranchActive(project: repository.project, facts.base)
        let known = try transaction.pullRequest(repository.name, facts.number)
        var reduction = Reduction()
        if let notice = targetNotice(repository, facts, action: action, isActive: base) { reduction.steps.append(.notice(notice)) }
        guard let known else {
            guard base != nil else { return reduction.steps.isEmpty ? .ignored("\(facts.base) is not managed") : reduction }
            // Retargeted from an unmanaged branch to a managed one: to the project it is new.
            let isNew = action == "opened" || (action == "edited" && document["changes"]["base_ref_from"].string != nil)
            return try unknown(repository, facts, isNew: isNew, actor: actor, reduction: reduction)
        }
        guard facts.updatedAt >= known.updatedAt else { return .ignored("late: a newer state of the pull request is known") }
        reduction.steps += try PullRequestUpdate(
            transaction: transaction, repository: repository, time: time, actor: actor, isManaged: base != nil
        ).apply(facts, to: known)
        if reduction.steps.isEmpty { reduction.ignored = "nothing changed" }
        return reduction
    }

    private func unknown(
        _ repository: RepositoryRow, _ facts: PullRequestFacts, isNew: Bool, actor: String?, reduction: Reduction
    ) throws -> Reduction {
        var reduction = reduction
        guard isNew || facts.isClosed else {
            if try transaction.requestAdoption(repository.name, facts.number, at: time, commenter: nil) {
                reduction.steps.append(.adopt(repository: repository.name, number: facts.number))
            }
            return reduction
        }
        let update = PullRequestUpdate(transaction: transaction, repository: repository, time: time, actor: actor, isManaged: true)
        reduction.steps += try update.create(facts)
        return reduction
    }

    private func targetNotice(_ repository: RepositoryRow, _ facts: PullRequestFacts, action: String, isActive: Bool?) -> Notice? {
        guard isActive != true, action != "synchronize", action != "closed", !facts.isClosed else { return nil }
        let code = isActive == nil ? "pull_request.unmanaged_branch" : "pull_request.disabled_branch"
        return Notice(
            code: code, parameters: ["repository": .string(repository.name), "branch": .string(facts.base)],
            repository: repository.name, number: facts.number)
    }

    // MARK: Statuses

    func status(_ repository: String, _ document: JSON) throws -> Reduction {
        guard let status = try? StatusDocument(json: document) else { return .ignored("its status lacks sha, context or state") }
        let row = StatusRow(
            sha: status.sha, context: status.context, state: status.state.rawValue, targetURL: status.targetURL,
            description: status.description, updatedAt: document["updated_at"].isNull ? time : status.updatedAt.milliseconds)
        guard try transaction.save(row) else { return .ignored("the same status, or a newer one, is known") }
        var reduction = Reduction()
        reduction.steps.append(
            .emit(DerivedEvent(EventKind.statusChanged.rawValue, repository: repository, sha: status.sha, document: document)))
        return reduction
    }

    // MARK: Comments

    private func comment(_ repository: RepositoryRow, _ document: JSON) throws -> Reduction {
        guard let event = try? ForgeComment(json: document) else { return .ignored("its comment lacks id, author or pull request") }
        let comment = SeenComment(event.comment, repository: repository.name, number: event.number)
        guard try remember(comment) else { return .ignored("this comment has been seen") }
        var reduction = Reduction()
        reduction.steps.append(.comment(comment))
        return reduction
    }

    /// Remembers that a comment was seen.
    /// - Returns: false if it had been before.
    func remember(_ comment: SeenComment) throws -> Bool {
        try transaction.noteComment(
            repository: comment.repository, key: comment.key, number: comment.number, author: comment.author,
            createdAt: comment.createdAt)
    }
}

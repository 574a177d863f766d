import PluginAPI
import Store

/// Takes in a pull request that the bot does not know: it was opened before the bot arrived, or its delivery was lost.
///
/// It is stored with an all-zero head first, its comments are read in order, and only then does it get its real head. So
/// delegations, methods and priorities survive, while approvals, which were given to a head that nobody here saw, do not.
struct Adoption {
    static let zeroHead = String(repeating: "0", count: 40)

    let reducer: MirrorReducer

    /// What to do with the forge's answer.
    func begin(repository name: String, number: Int, document: JSON) throws -> Reduction {
        let transaction = reducer.transaction
        guard let repository = try transaction.repository(name), let facts = PullRequestFacts(document["pull_request"]) else {
            _ = try transaction.finishAdoption(name, number)
            return .ignored("\(name) is not managed, or the forge knows no pull request \(number)")
        }
        guard try transaction.pullRequest(name, number) == nil else {
            return try finish(repository: name, number: number, document: document)
        }
        guard try transaction.isBranchActive(project: repository.project, facts.base) != nil else {
            _ = try transaction.finishAdoption(name, number)
            return unmanaged(repository, facts)
        }
        return try firstSight(repository, facts, document)
    }

    /// Gives the pull request its real state.
    func finish(repository name: String, number: Int, document: JSON) throws -> Reduction {
        let transaction = reducer.transaction
        guard let repository = try transaction.repository(name), let facts = PullRequestFacts(document["pull_request"]),
            let known = try transaction.pullRequest(name, number)
        else { return .ignored("\(name)#\(number) is gone") }
        // Fetched before something that has been delivered since.
        guard facts.updatedAt >= known.updatedAt else {
            _ = try transaction.finishAdoption(name, number)
            return .ignored("late: a newer state of the pull request is known")
        }
        let base = try transaction.isBranchActive(project: repository.project, facts.base)
        let update = PullRequestUpdate(
            transaction: transaction, repository: repository, time: reducer.time, actor: nil, isManaged: base != nil)
        var reduction = Reduction()
        reduction.steps = try update.apply(facts, to: known)
        let commenter = try transaction.finishAdoption(name, number)
        if known.head == Self.zeroHead, !facts.isClosed {
            let ping = [commenter ?? facts.author]
            reduction.steps.append(
                .notice(Notice(code: "pull_request.adopted", parameters: ["ping": JSON(ping)], repository: name, number: number)))
        }
        return reduction
    }

    private func unmanaged(_ repository: RepositoryRow, _ facts: PullRequestFacts) -> Reduction {
        var reduction = Reduction()
        if !facts.isClosed {
            reduction.steps.append(
                .notice(
                    Notice(
                        code: "pull_request.unmanaged_branch",
                        parameters: ["repository": .string(repository.name), "branch": .string(facts.base)],
                        repository: repository.name, number: facts.number)))
        }
        return reduction
    }

    private func firstSight(_ repository: RepositoryRow, _ facts: PullRequestFacts, _ document: JSON) throws -> Reduction {
        let transaction = reducer.transaction
        let update = PullRequestUpdate(
            transaction: transaction, repository: repository, time: reducer.time, actor: nil, isManaged: true)
        var blank = facts
        blank.head = Self.zeroHead
        blank.isClosed = false
        blank.updatedAt = 0
        var reduction = Reduction()
        reduction.steps = try update.create(blank)
        for status in document["statuses"].array ?? [] { reduction.steps += try reducer.status(repository.name, status).steps }
        for json in document["comments"].array ?? [] {
            guard let document = try? CommentDocument(json: json) else { continue }
            var comment = SeenComment(document, repository: repository.name, number: facts.number)
            comment.isReplay = true
            _ = try reducer.remember(comment)
            reduction.steps.append(.comment(comment))
        }
        reduction.steps.append(.finishAdoption(repository: repository.name, number: facts.number, document: document))
        return reduction
    }
}

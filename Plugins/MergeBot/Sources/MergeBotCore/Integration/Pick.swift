import PluginAPI

/// Plans how one pull request is put onto a staging: method, commits with finished messages, authors.
enum Pick {
    /// Above these the forge's own limits make the answer unreliable, and a rebase unreasonable.
    static let mostCommits = PickMethod.mostCommits
    static let mostRebasedCommits = PickMethod.mostRebasedCommits

    /// Something about the pull request itself that no base can change.
    enum Unmergeable: Hashable, Sendable {
        case noCommits
        case tooManyCommits(count: Int, limit: Int)
        case noEmail(sha: String)
        case mergeCommits
        case severalOutsideParents(sha: String)
    }

    /// Plans a pull request, or says why it cannot be merged at all.
    static func plan(_ found: Inspect.Found, method: MergeMethod, messages: MessageBuilder) -> Result<Compose.Pick, Refusal> {
        let commits = found.commits
        if let reason = refusal(method: method, commits: commits, head: found.head) { return .failure(Refusal(reason: reason)) }
        var pick = Compose.Pick(
            repository: messages.name.repository, number: messages.name.number, method: method.pick, head: found.head, commits: [],
            mergeBase: found.mergeBase)
        switch method {
        case .rebaseFastForward:
            pick.commits = commits.map { commit in
                let isLast = commit.id == commits.last?.id
                return Compose.Pick.Item(id: commit.id, message: messages.message(commit: commit.message, isLast ? .closing : .partOf))
            }
        case .rebaseMerge:
            pick.commits = commits.map {
                Compose.Pick.Item(id: $0.id, message: messages.message(commit: $0.message, .partOf))
            }
            pick.message = messages.message()
        case .merge:
            pick.commits = commits.map { Compose.Pick.Item(id: $0.id) }
            pick.message = mergeMessage(head: found.head, commits: commits, messages: messages)
        case .squash:
            pick.commits = commits.map { Compose.Pick.Item(id: $0.id) }
            let authors = Set(commits.map(\.author.author)).sorted()
            pick.author = authors.count == 1 ? authors[0] : nil
            pick.message = messages.message(coAuthors: authors.count == 1 ? [] : authors.map(\.formatted))
        }
        return .success(pick)
    }

    struct Refusal: Error, Hashable {
        let reason: Unmergeable
    }

    private static func refusal(method: MergeMethod, commits: [Inspect.Commit], head: ObjectID) -> Unmergeable? {
        if commits.isEmpty { return .noCommits }
        if method.rebases, commits.count > mostRebasedCommits {
            return .tooManyCommits(count: commits.count, limit: mostRebasedCommits)
        }
        if commits.count > mostCommits { return .tooManyCommits(count: commits.count, limit: mostCommits) }
        if let commit = commits.first(where: { $0.author.author.email.isEmpty || $0.committer.author.email.isEmpty }) {
            return .noEmail(sha: commit.id.hex)
        }
        if method.rebases, commits.contains(where: { $0.parents.count > 1 }) { return .mergeCommits }
        if method == .merge, outsideParents(head: head, commits: commits) > 1 { return .severalOutsideParents(sha: head.hex) }
        return nil
    }

    /// How many parents of a head that is itself a merge come from outside of the pull request, that is from the target.
    private static func outsideParents(head: ObjectID, commits: [Inspect.Commit]) -> Int {
        guard let last = commits.last, last.id == head, last.parents.count > 1 else { return 0 }
        let own = Set(commits.map(\.id))
        return last.parents.filter { !own.contains($0) }.count
    }

    /// A head that merges the target already is made anew with its own message; otherwise a merge commit is made.
    private static func mergeMessage(head: ObjectID, commits: [Inspect.Commit], messages: MessageBuilder) -> String {
        guard outsideParents(head: head, commits: commits) == 1, let last = commits.last else { return messages.message() }
        return messages.message(commit: last.message, .closing)
    }
}

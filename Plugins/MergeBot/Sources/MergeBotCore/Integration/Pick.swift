/// How one pull request is put onto a staging: method, commits with finished messages, authors.
struct Pick: Hashable, Sendable {
    struct Commit: Hashable, Sendable {
        var sha: String
        /// The finished message; `nil` where the commit itself lands and keeps its own.
        var message: String?
    }

    var name: PullRequestName
    var method: MergeMethod
    var head: String
    /// Oldest first.
    var commits: [Commit]
    /// The finished message of the commit that is made: merge or squash.
    var message: String?
    /// Author of a squash; `nil` means the bot.
    var author: Signature?
    var committer: Signature?

    /// Above these the forge's own limits make the answer unreliable, and a rebase unreasonable.
    static let mostCommits = 250
    static let mostRebasedCommits = 50

    /// Something about the pull request itself that no base can change.
    enum Unmergeable: Hashable, Sendable {
        case noCommits
        case tooManyCommits(count: Int, limit: Int)
        case noEmail(sha: String)
        case mergeCommits
        case severalOutsideParents(sha: String)

        var text: String {
            switch self {
            case .noCommits: "the pull request has no commits"
            case .tooManyCommits(let count, let limit):
                "too many commits: \(count), and at most \(limit) can be taken with this merge method"
            case .noEmail(let sha): "commit \(sha) has no author or committer e-mail; all commits must have both"
            case .mergeCommits: "merge commits can not be rebased: remove them, or choose the method `merge`"
            case .severalOutsideParents(let sha): "merge commit \(sha) has several parents outside of the pull request"
            }
        }
    }

    /// Plans a pull request, or says why it cannot be merged at all.
    ///
    /// - Parameter commits: oldest first.
    static func plan(
        head: String, method: MergeMethod, commits: [SourceCommit], messages: MessageBuilder
    ) -> Result<Pick, Refusal> {
        if let reason = refusal(method: method, commits: commits, head: head) { return .failure(Refusal(reason: reason)) }
        var pick = Pick(name: messages.name, method: method, head: head, commits: [], message: nil)
        switch method {
        case .rebaseFastForward:
            pick.commits = commits.map { commit in
                let isLast = commit.sha == commits.last?.sha
                return Commit(sha: commit.sha, message: messages.message(commit: commit.message, isLast ? .closing : .partOf))
            }
        case .rebaseMerge:
            pick.commits = commits.map { Commit(sha: $0.sha, message: messages.message(commit: $0.message, .partOf)) }
            pick.message = messages.message()
        case .merge:
            pick.commits = commits.map { Commit(sha: $0.sha, message: nil) }
            pick.message = mergeMessage(head: head, commits: commits, messages: messages)
        case .squash:
            pick.commits = commits.map { Commit(sha: $0.sha, message: nil) }
            pick.squash(commits, messages)
        }
        return .success(pick)
    }

    struct Refusal: Error, Hashable {
        let reason: Unmergeable
    }

    private static func refusal(method: MergeMethod, commits: [SourceCommit], head: String) -> Unmergeable? {
        if commits.isEmpty { return .noCommits }
        if method.rebases, commits.count > mostRebasedCommits {
            return .tooManyCommits(count: commits.count, limit: mostRebasedCommits)
        }
        if commits.count > mostCommits { return .tooManyCommits(count: commits.count, limit: mostCommits) }
        if let commit = commits.first(where: { $0.author.email.isEmpty || $0.committer.email.isEmpty }) {
            return .noEmail(sha: commit.sha)
        }
        if method.rebases, commits.contains(where: { $0.parents.count > 1 }) { return .mergeCommits }
        if method == .merge, outsideParents(head: head, commits: commits) > 1 { return .severalOutsideParents(sha: head) }
        return nil
    }

    /// How many parents of a head that is itself a merge come from outside of the pull request, that is from the target.
    private static func outsideParents(head: String, commits: [SourceCommit]) -> Int {
        guard let last = commits.last, last.sha == head, last.parents.count > 1 else { return 0 }
        let own = Set(commits.map(\.sha))
        return last.parents.filter { !own.contains($0) }.count
    }

    /// A head that merges the target already is made anew with its own message; otherwise a merge commit is made.
    private static func mergeMessage(head: String, commits: [SourceCommit], messages: MessageBuilder) -> String {
        guard outsideParents(head: head, commits: commits) == 1, let last = commits.last else { return messages.message() }
        return messages.message(commit: last.message, .closing)
    }

    private mutating func squash(_ commits: [SourceCommit], _ messages: MessageBuilder) {
        let authors = Set(commits.map(\.author)).sorted()
        let committers = Set(commits.map(\.committer)).sorted()
        author = authors.count == 1 ? authors[0] : nil
        committer = committers.count == 1 ? committers[0] : author
        message = messages.message(coAuthors: authors.count == 1 ? [] : authors.map(\.formatted))
    }
}

import PluginAPI

/// What a person is to a pull request, for the rights of commands.
enum Role {
    /// May review: others' pull requests, or the own one with the right of self-review.
    static let admin = "admin"
    /// Admin, or delegate of the pull request, its source or an ancestor that it is still attached to.
    static let reviewer = "reviewer"
    /// Author of the pull request, or reviewer.
    static let participant = "participant"
    /// The same, seen from the source of a forward port.
    static let sourceAuthor = "source_author"
    /// Has an override right that covers the repository.
    static let canOverride = "can_override"
    /// May have the checks skipped: an admin, or only one who is an operator, as configured.
    static let canSkipChecks = "can_skip_checks"
}

/// Who is what on a pull request.
struct Rights {
    let queue: MergeQueue

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    func roles(of login: String, on name: PullRequestName) throws -> Set<String> {
        guard let pullRequest = try store.pullRequest(name) else { return [] }
        return try roles(of: login, on: pullRequest)
    }

    func roles(of login: String, on pullRequest: PullRequest) throws -> Set<String> {
        let person = try host.person(login)
        var roles: Set<String> = []
        if isAdmin(person, login, of: pullRequest) {
            roles.insert(Role.admin)
            let needsOperator = host.configuration["skipchecks_requires_operator"].bool == true
            if !needsOperator || person?.operator == true { roles.insert(Role.canSkipChecks) }
        }
        if try isReviewer(person, login, of: pullRequest) { roles.insert(Role.reviewer) }
        if roles.contains(Role.reviewer) || pullRequest.author.isLogin(login) { roles.insert(Role.participant) }
        if let source = try pullRequest.source.flatMap({ try store.pullRequest($0) }) {
            let isReviewer = try isReviewer(person, login, of: source)
            if isReviewer || source.author.isLogin(login) { roles.insert(Role.sourceAuthor) }
        }
        let repository = pullRequest.name.repository
        if person?.overrides.contains(where: { ($0.repository ?? repository) == repository }) == true { roles.insert(Role.canOverride) }
        return roles
    }

    func isAdmin(_ person: Person?, _ login: String, of pullRequest: PullRequest) -> Bool {
        guard let person else { return false }
        let repository = pullRequest.name.repository
        return pullRequest.author.isLogin(login) ? person.canSelfReview(repository) : person.canReview(repository)
    }

    func isReviewer(_ person: Person?, _ login: String, of pullRequest: PullRequest) throws -> Bool {
        if isAdmin(person, login, of: pullRequest) { return true }
        let related = try store.ancestors(of: pullRequest).map(\.id) + [pullRequest.source].compactMap { $0 }
        return try related.contains { try store.isDelegate(login, of: $0) }
    }
}

extension String {
    /// Whether two logins are the same: the forge does not tell upper from lower case in them.
    func isLogin(_ other: String) -> Bool {
        NormalForm.areSameLogin(self, other)
    }
}

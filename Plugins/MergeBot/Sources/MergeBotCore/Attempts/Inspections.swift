import PluginAPI

/// What the inspections of an attempt found, by repository and number.
struct Inspections {
    private var found: [PullRequestName: Inspect.Found] = [:]
    /// Why a target branch cannot be used: it does not exist, or is not where an earlier round saw it.
    private(set) var unusableTarget: AttemptMachine.Drop?

    init(_ repositories: [AttemptRepository]) {
        for repository in repositories {
            if unusableTarget == nil { unusableTarget = Self.problem(repository) }
            for pullRequest in repository.inspection?.pullRequests ?? [] {
                found[PullRequestName(repository: repository.repository, number: pullRequest.number)] = pullRequest
            }
        }
    }

    subscript(name: PullRequestName) -> Inspect.Found? { found[name] }

    private static func problem(_ repository: AttemptRepository) -> AttemptMachine.Drop? {
        guard let base = repository.base, let now = repository.inspection?.targetHead else {
            return .targetMissing(repository: repository.repository)
        }
        return base == now ? nil : .targetMoved(repository: repository.repository)
    }
}

/// The line that an effect waits in: those of one key run one after another, in the order in which they were asked for.
enum OrderKey: Hashable, Sendable {
    case inspect(repository: String)
    /// One composition at a time for a branch of a project.
    case compose(project: String, target: String)
    /// Pushes, and reading what they move.
    case push(repository: String)
    /// Apart from what else is done to the pull request.
    case deployment(PullRequestName)

    var text: String {
        switch self {
        case .inspect(let repository): "inspect:\(repository)"
        case .compose(let project, let target): "compose:\(project):\(target)"
        case .push(let repository): "push:\(repository)"
        case .deployment(let name): "deployment:\(name)"
        }
    }
}

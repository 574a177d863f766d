public import PluginAPI

/// The merge queue: review commands, batches over several repositories, stagings, bisection, landing.
public struct MergeBotPlugin: Plugin {
    /// What the merge queue is, listens to and asks for.
    public static var manifest: Manifest { mergeBotManifest }

    /// Makes the plugin; it keeps nothing between hooks.
    public init() {}

    /// Creates and migrates the tables.
    public func start(_ host: Host) throws {
        try host.migrate(Schema.migrations)
    }

    /// Follows pull requests, statuses and configuration, and takes the outcomes of its own effects.
    public func event(_ event: Event, _ host: Host) throws {
        try EventHandling(queue: MergeQueue(host)).handle(event)
    }

    /// Runs the periodic work; every timer is idempotent.
    public func timer(_ timer: TimerFiring, _ host: Host) throws {
        let queue = MergeQueue(host)
        switch timer.name {
        case MergeQueue.Timer.resync: try Resync(queue: queue).run()
        case MergeQueue.Timer.statuses: try queue.propagation.propagateStatuses()
        case MergeQueue.Timer.landing: try queue.stagings.tick(asOf: max(host.now, timer.dueAt).milliseconds)
        case MergeQueue.Timer.staging: try queue.attempts.stageBranches()
        case MergeQueue.Timer.linkedCheck: try queue.reminders.checkLinked()
        case MergeQueue.Timer.methodCheck: try queue.reminders.checkMethods()
        default: throw PluginError(.notFound, "the merge queue has no timer '\(timer.name)'")
        }
    }

    /// Carries out a command of a comment.
    public func command(_ command: CommandCall, _ host: Host) throws -> CommandResult {
        try CommandWorkflow(queue: MergeQueue(host)).run(command)
    }

    /// Answers who a person is to a pull request.
    public func authorize(_ request: AuthorizeRequest, _ host: Host) throws -> Set<String> {
        try MergeQueue(host).rights.roles(
            of: request.login, on: PullRequestName(repository: request.repository, number: request.number))
    }

    /// Carries out an operator's request.
    public func operation(_ operation: OperationCall, _ host: Host) throws -> JSON {
        try OperationWorkflow(queue: MergeQueue(host)).operate(operation)
    }

    /// Answers pages and resources.
    public func query(_ query: QueryCall, _ host: Host) throws -> JSON {
        try Queries(host).answer(query)
    }

    /// Has everything looked at anew; by a timer, since comments and effects may follow from it.
    public func resync(_ host: Host) throws {
        try MergeQueue(host).wake(MergeQueue.Timer.resync)
    }
}

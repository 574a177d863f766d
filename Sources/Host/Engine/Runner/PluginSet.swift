package import Logging
import PluginAPI
package import PluginBridge
package import Store

/// The loaded plugins in their order, and what they declare together.
package final class PluginSet {
    /// A plugin with what is needed to call it.
    package struct Member {
        package let plugin: BridgedPlugin
        /// Checks its statements; remembers what it has checked.
        package let checker: SQLChecker
        package let summary: PluginSummary

        package init(plugin: BridgedPlugin, summary: PluginSummary) {
            self.plugin = plugin
            self.summary = summary
            checker = SQLChecker(prefix: "\(plugin.manifest.prefix)_")
        }
    }

    package let members: [Member]
    /// The commands of all plugins and the host's own.
    let grammar: CommandGrammar
    /// The messages of all plugins and the host's own.
    let catalogue: MessageCatalogue
    let logger: Logger
    /// How deep service calls are nested at the moment.
    var depth = 0

    /// - Throws: when two plugins claim one command, one message code or one service; the error names both.
    package init(_ members: [Member], logger: Logger) throws {
        self.members = members
        self.logger = logger
        grammar = try CommandGrammar(
            plugins: members.map { CommandGrammar.Claim(plugin: $0.summary.id, commands: $0.plugin.manifest.commands) })
        catalogue = try MessageCatalogue(
            plugins: members.map { MessageCatalogue.Source(plugin: $0.summary.id, messages: $0.plugin.manifest.messages) })
    }

    func member(_ id: String) -> Member? { members.first { $0.summary.id == id } }

    func declaration(of command: ParsedCommand) -> CommandDeclaration? {
        member(command.plugin)?.plugin.manifest.commands.first { $0.id == command.id }
    }

    // MARK: Events

    /// Delivers an event to every plugin that subscribed to its kind, in the order of loading.
    func deliver(_ event: DerivedEvent, scope: EventScope, logger: Logger) throws {
        for member in members
        where member.plugin.manifest.events.contains(where: { Event.matches(kind: event.kind, subscription: $0) }) {
            try deliver(event, to: member.summary.id, scope: scope, logger: logger)
        }
    }

    /// Delivers an event to one plugin, whatever it subscribed to.
    func deliver(_ event: DerivedEvent, to plugin: String, scope: EventScope, logger: Logger) throws {
        try contain(plugin, hook: "event \(event.kind)", scope: scope, logger: logger) { member, calls in
            try member.plugin.event(event.delivered(seq: scope.seq, time: scope.time), calls)
        }
    }

    /// Delivers a timer that is due.
    func fire(timer name: String, dueAt: Int64, of plugin: String, scope: EventScope, logger: Logger) throws {
        try contain(plugin, hook: "timer \(name)", scope: scope, logger: logger) { member, calls in
            try member.plugin.timer(TimerFiring(name: name, dueAt: Timestamp(milliseconds: dueAt)), calls)
        }
    }

    /// Runs a hook so that a failure undoes what it did and sets the event aside for that plugin alone.
    private func contain(
        _ plugin: String, hook: String, scope: EventScope, logger: Logger, _ body: (Member, PluginCalls) throws -> Void
    ) throws {
        guard let member = member(plugin) else { return }
        var failure: PluginError?
        try scope.attempt {
            do {
                try body(member, PluginCalls(member: member, scope: scope, plugins: self))
                FaultPoint.hit(.applyAfterHook)
                return true
            } catch {
                failure = PluginError(wrapping: error)
                return false
            }
        }
        guard let failure else { return }
        logger.error(
            "a plugin could not handle an event",
            metadata: ["plugin": "\(plugin)", "hook": "\(hook)", "event": "\(scope.seq)", "error": "\(failure)"])
        try scope.transaction.recordDeadLetter(
            event: scope.seq, plugin: plugin, hook: hook, time: scope.time, message: failure.description)
    }

    // MARK: Commands and operations

    /// The roles that all plugins together give a person on a pull request.
    func roles(of login: String, on pullRequest: PullRequestRow, scope: EventScope) throws -> Set<String> {
        var roles: Set<String> = []
        let request = AuthorizeRequest(login: login, repository: pullRequest.repository, number: pullRequest.number)
        for member in members {
            try contain(member.summary.id, hook: "authorize", scope: scope, logger: logger) { member, calls in
                roles.formUnion(try member.plugin.authorize(request, calls))
            }
        }
        return roles
    }

    /// Runs one command.
    /// - Returns: why it was rejected, or nil.
    func run(_ command: ParsedCommand, of comment: SeenComment, roles: Set<String>, scope: EventScope, logger: Logger) throws -> String? {
        guard let member = member(command.plugin) else { return "`\(command.text)` is not available at the moment" }
        let call = CommandCall(
            id: command.id, text: command.text, arguments: command.arguments, repository: comment.repository,
            number: comment.number, author: comment.author,
            comment: CommandCall.Comment(
                key: comment.key, createdAt: Timestamp(milliseconds: comment.createdAt), commitID: comment.commit, url: comment.url),
            roles: roles)
        do {
            switch try member.plugin.command(call, PluginCalls(member: member, scope: scope, plugins: self)) {
            case .done: return nil
            case .rejected(let reason): return reason
            }
        } catch {
            let failure = PluginError(wrapping: error)
            logger.error(
                "a command failed", metadata: ["plugin": "\(command.plugin)", "command": "\(command.id)", "error": "\(failure)"])
            return "`\(command.text)` failed inside the bot (event \(scope.seq)); an operator finds the reason in the log"
        }
    }

    /// Runs an operator's request.
    func operate(_ call: OperationCall, plugin: String, scope: EventScope, logger: Logger) throws -> OperationAnswer {
        guard let member = member(plugin) else {
            return .problem(status: 404, message: "plugin \(plugin) is not loaded", field: nil)
        }
        var answer = OperationAnswer.document(.null)
        try scope.attempt {
            do {
                answer = .document(try member.plugin.operation(call, PluginCalls(member: member, scope: scope, plugins: self)))
                return true
            } catch {
                answer = PluginError(wrapping: error).problem
                return false
            }
        }
        return answer
    }

    // MARK: What the host knows

    /// The identity of a repository's project for effects that name none.
    func defaultIdentity(_ repository: String, _ scope: EventScope) throws -> String {
        guard let row = try scope.transaction.repository(repository), let project = try scope.transaction.project(row.project),
            let settings = try? JSON(parsing: project.settings)
        else { return "merge" }
        return settings["identities"]["merge"].string ?? "merge"
    }

    /// The logins that the bot itself acts under, in lower case.
    func ownLogins(_ scope: EventScope) throws -> Set<String> {
        let values = try scope.transaction.settings(prefix: "identity:")
        return Set(values.compactMap { (try? JSON(parsing: $0))?["login"].string?.lowercased() })
    }
}

extension PluginError {
    /// As an answer to an operator.
    var problem: OperationAnswer {
        let status =
            switch code {
            case .invalid: 422
            case .notFound: 404
            case .forbidden: 403
            case .conflict: 409
            case .unsupported: 501
            default: 500
            }
        return .problem(status: status, message: message, field: nil)
    }
}

extension DerivedEvent {
    /// The event as plugins get it.
    func delivered(seq: Int64, time: Int64) -> Event {
        Event(
            seq: seq, kind: kind, time: Timestamp(milliseconds: time), repository: repository, number: number, actor: actor,
            sha: sha, document: document)
    }
}

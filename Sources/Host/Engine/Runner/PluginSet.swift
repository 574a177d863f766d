package import Logging
package import PluginAPI
package import PluginBridge
import PluginRules
package import Store

/// The loaded plugins in their order, and what they declare together.
package final class PluginSet {
    /// A plugin with what is needed to call it.
    package struct Member {
        package let plugin: BridgedPlugin
        /// Checks its statements; caches the verdicts.
        package let checker: SQLChecker
        package let summary: PluginSummary

        package init(plugin: BridgedPlugin, summary: PluginSummary) {
            self.plugin = plugin
            self.summary = summary
            checker = SQLChecker(prefix: "\(plugin.manifest.prefix)_")
        }

        func listens(to kind: String) -> Bool {
            plugin.manifest.events.contains { Event.matches(kind: kind, subscription: $0) }
        }
    }

    package let members: [Member]
    /// The commands of all plugins and the host's own.
    let grammar: CommandGrammar
    /// The messages of all plugins and the host's own.
    let catalogue: MessageCatalogue
    let logger: Logger
    /// Including those of plugins whose code is not loaded.
    private let manifests: [String: Manifest]
    /// The first identity that a plugin names.
    private let firstIdentity: String?
    /// The present nesting of service calls.
    var depth = 0

    /// - Parameter absent: plugins whose code is not loaded: their commands are understood and answered as unavailable.
    /// - Throws: if two plugins claim the same command, message code or service; the error names both.
    package init(_ members: [Member], absent: [Manifest] = [], logger: Logger) throws {
        self.members = members
        self.logger = logger
        let manifests = members.map(\.summary.manifest) + absent
        firstIdentity = manifests.lazy.flatMap(\.identities).first
        self.manifests = Dictionary(manifests.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        grammar = try CommandGrammar(plugins: manifests.map { CommandGrammar.Claim(plugin: $0.id, commands: $0.commands) })
        catalogue = try MessageCatalogue(
            plugins: manifests.map { MessageCatalogue.Source(plugin: $0.id, messages: $0.messages) })
    }

    /// Tables that plugins have created may be gone again.
    func forgetDefinitions() { for member in members { member.checker.forget() } }

    func member(_ id: String) -> Member? { members.first { $0.summary.id == id } }

    func declaration(of command: ParsedCommand) -> CommandDeclaration? {
        manifests[command.plugin]?.commands.first { $0.id == command.id }
    }

    /// Whether a plugin, loaded or held back, has a timer.
    func declares(timer name: String, of plugin: String) -> Bool {
        manifests[plugin]?.timers.contains { $0.name == name } ?? false
    }

    // MARK: Events

    /// Delivers an event to every plugin that subscribed to its kind, in the order of loading.
    func deliver(_ event: DerivedEvent, scope: EventScope, logger: Logger) throws {
        for member in members where member.listens(to: event.kind) {
            try deliver(event, to: member.summary.id, scope: scope, logger: logger)
        }
    }

    /// Whether a plugin subscribes to events of a kind.
    func listens(_ plugin: String, to kind: String) -> Bool {
        member(plugin)?.listens(to: kind) ?? false
    }

    /// Delivers an event to one plugin, whatever it subscribes to.
    func deliver(_ event: DerivedEvent, to plugin: String, scope: EventScope, logger: Logger) throws {
        let delivery = Delivery(plugin: plugin, hook: "event \(event.kind)", document: DeadDelivery(event).document)
        try contain(delivery, scope: scope) { member, calls in
            try member.plugin.event(event.delivered(seq: scope.seq, time: scope.time), calls)
        }
    }

    /// Delivers a timer that is due.
    func fire(timer name: String, dueAt: Int64, of plugin: String, scope: EventScope, logger: Logger) throws {
        let delivery = Delivery(plugin: plugin, hook: "timer \(name)", document: DeadDelivery(timer: name, dueAt: dueAt).document)
        try contain(delivery, scope: scope) { member, calls in
            try member.plugin.timer(TimerFiring(name: name, dueAt: Timestamp(milliseconds: dueAt)), calls)
        }
    }

    /// A hook to be called, and what to keep of it if it fails.
    private struct Delivery {
        var plugin: String
        var hook: String
        /// For a retry; nil if it cannot be retried.
        var document: JSON?
    }

    /// Runs a hook so that a failure rolls back what it did and sets the delivery aside for that plugin alone.
    private func contain(
        _ delivery: Delivery, scope: EventScope, _ body: (Member, PluginCalls) throws -> Void
    ) throws {
        guard let member = member(delivery.plugin) else { return }
        if let reason = scope.setAside[delivery.plugin] { return try setAside(delivery, reason, scope) }
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
        // A full disk is not the plugin's fault, however it handled the error: nothing of the event is kept.
        if let trouble = scope.storageTrouble { throw trouble }
        guard let failure else { return }
        logger.error(
            "a plugin could not handle an event",
            metadata: ["plugin": "\(delivery.plugin)", "hook": "\(delivery.hook)", "event": "\(scope.seq)", "error": "\(failure)"])
        try setAside(delivery, failure.description, scope)
    }

    private func setAside(_ delivery: Delivery, _ reason: String, _ scope: EventScope) throws {
        // Authorizing is part of a command, which is answered; there is nothing to retry.
        guard delivery.hook != "authorize" else { return }
        try scope.transaction.recordDeadLetter(
            event: scope.seq, plugin: delivery.plugin, hook: delivery.hook, time: scope.time, message: reason,
            delivery: delivery.document?.text)
    }

    // MARK: Commands and operations

    /// A person's roles on a pull request: the host's, and those that each plugin gives for its own commands.
    func roles(of login: String, on pullRequest: PullRequestRow, scope: EventScope) throws -> Roles {
        let person = try scope.transaction.knownPerson(login)
        var roles = Roles(
            isOperator: person?.operator ?? false, isAuthor: pullRequest.author.lowercased() == login.lowercased())
        let request = AuthorizeRequest(login: login, repository: pullRequest.repository, number: pullRequest.number)
        for member in members {
            var answered: Set<String> = []
            try contain(Delivery(plugin: member.summary.id, hook: "authorize"), scope: scope) { member, calls in
                answered = try member.plugin.authorize(request, calls)
            }
            let refused = roles.add(answered, of: member.summary.id)
            guard !refused.isEmpty else { continue }
            logger.warning(
                "a plugin answered roles that are not its own; they do not count",
                metadata: ["plugin": "\(member.summary.id)", "roles": "\(refused.joined(separator: ", "))"])
        }
        return roles
    }

    /// Runs one command.
    /// - Returns: why it was rejected, or nil.
    func run(_ command: ParsedCommand, of comment: SeenComment, roles: Roles, scope: EventScope, logger: Logger) throws -> String? {
        guard let member = member(command.plugin) else { return "`\(command.text)` is not available at the moment" }
        guard scope.setAside[command.plugin] == nil else { return Self.commandFailure(command, scope) }
        let call = CommandCall(
            id: command.id, text: command.text, arguments: command.arguments, repository: comment.repository,
            number: comment.number, author: comment.author,
            comment: CommandCall.Comment(
                key: comment.key, createdAt: Timestamp(milliseconds: comment.createdAt), commitID: comment.commit, url: comment.url),
            roles: roles.seen(by: command.plugin))
        do {
            let calls = PluginCalls(member: member, scope: scope, plugins: self, isSilent: comment.isReplay)
            switch try member.plugin.command(call, calls) {
            case .done: return nil
            case .rejected(let reason): return reason
            }
        } catch {
            if let trouble = scope.storageTrouble { throw trouble }
            let failure = PluginError(wrapping: error)
            logger.error(
                "a command failed", metadata: ["plugin": "\(command.plugin)", "command": "\(command.id)", "error": "\(failure)"])
            return Self.commandFailure(command, scope)
        }
    }

    private static func commandFailure(_ command: ParsedCommand, _ scope: EventScope) -> String {
        "`\(command.text)` failed inside the bot (event \(scope.seq)); an operator finds the reason in the log"
    }

    /// Runs an operator's request.
    func operate(_ call: OperationCall, plugin: String, scope: EventScope, logger: Logger) throws -> OperationAnswer {
        guard let member = member(plugin) else {
            return .problem(status: 404, message: "plugin \(plugin) is not loaded", field: nil)
        }
        if let reason = scope.setAside[plugin] { return .problem(status: 500, message: reason, field: nil) }
        let checked: OperationCall
        do { checked = try RequestRules.reading(call, of: member.summary.manifest) } catch {
            return .problem(status: 422, message: error.message, field: error.field.isEmpty ? nil : error.field)
        }
        var answer = OperationAnswer.document(.null)
        try scope.attempt {
            do {
                answer = .document(try member.plugin.operation(checked, PluginCalls(member: member, scope: scope, plugins: self)))
                return true
            } catch {
                answer = PluginError(wrapping: error).problem
                return false
            }
        }
        if let trouble = scope.storageTrouble { throw trouble }
        return answer
    }

    // MARK: What the host knows

    /// The identity under which an effect is carried out: the one that the repository's project maps the name to, or the project's own
    /// if the effect names none. The first project decides for a repository that belongs to none.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if nothing determines the identity.
    func identity(named name: String?, in repository: String, _ scope: EventScope) throws -> String {
        let row = try scope.transaction.repository(repository)
        let project = try row.map { try scope.transaction.project($0.project) } ?? scope.transaction.firstProject()
        let settings = project.flatMap { try? JSON(parsing: $0.settings) } ?? [:]
        if let name { return settings["identities"][name].string ?? name }
        guard let own = settings["identity"].string ?? firstIdentity else {
            throw PluginError(.invalid, "an effect on \(repository) must name an identity: no project is configured")
        }
        return own
    }

    /// The logins under which the bot itself acts, in lower case.
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
    /// The event as plugins see it.
    func delivered(seq: Int64, time: Int64) -> Event {
        Event(
            seq: seq, kind: kind, time: Timestamp(milliseconds: time), repository: repository, number: number, actor: actor,
            sha: sha, document: document)
    }
}

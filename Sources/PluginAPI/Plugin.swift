/// A plugin: answers to hooks that the host calls.
///
/// One instance is made per host. Hooks are synchronous; all but ``query(_:_:)`` run one after another on one thread, inside
/// the transaction of an event. If a hook throws, everything the event did is undone. So a plugin keeps no domain state in
/// memory: what it must remember is in its tables. Network, files, clocks and randomness of its own are forbidden in hooks,
/// since the same event must give the same result when it is applied again.
public protocol Plugin: Sendable {
    /// What the plugin is, listens to and asks for. The same for every process.
    static var manifest: Manifest { get }

    /// Makes the instance of one host; must be quick and must not fail.
    init()

    /// Called once per start of the host, before the first event: make and migrate tables here (``Host/migrate(_:)``).
    func start(_ host: Host) throws

    /// Called for an event that the manifest subscribed to, and for the outcomes of the plugin's own effects.
    func event(_ event: Event, _ host: Host) throws

    /// Called when a timer of the manifest is due.
    func timer(_ timer: TimerFiring, _ host: Host) throws

    /// Called for a command of the manifest; the commands of one comment succeed or are undone together.
    func command(_ command: CommandCall, _ host: Host) throws -> CommandResult

    /// Answers the roles that this plugin gives a person on a pull request; other plugins may give more.
    func authorize(_ request: AuthorizeRequest, _ host: Host) throws -> Set<String>

    /// Carries out an operator's request and answers a document; a ``PluginError`` is shown to the operator.
    func operation(_ operation: OperationCall, _ host: Host) throws -> JSON

    /// Answers a page or an API resource from a read-only snapshot, on another thread than the other hooks.
    func query(_ query: QueryCall, _ host: Host) throws -> JSON

    /// Answers a call of another plugin, in that plugin's transaction.
    func service(_ call: ServiceCall, _ host: Host) throws -> JSON

    /// Rebuilds the plugin's tables from the mirror: first installation, return after absence or quarantine.
    func resync(_ host: Host) throws
}

extension Plugin {
    /// Does nothing.
    public func start(_ host: Host) throws {}
    /// Does nothing.
    public func event(_ event: Event, _ host: Host) throws {}
    /// Does nothing.
    public func timer(_ timer: TimerFiring, _ host: Host) throws {}
    /// Fails: a plugin that declares commands answers them.
    public func command(_ command: CommandCall, _ host: Host) throws -> CommandResult {
        throw PluginError(.unsupported, "the command '\(command.id)' is declared but not implemented")
    }
    /// Gives nobody a role.
    public func authorize(_ request: AuthorizeRequest, _ host: Host) throws -> Set<String> { [] }
    /// Fails: a plugin that declares operations answers them.
    public func operation(_ operation: OperationCall, _ host: Host) throws -> JSON {
        throw PluginError(.notFound, "there is no operation '\(operation.name)'")
    }
    /// Fails: a plugin that declares queries answers them.
    public func query(_ query: QueryCall, _ host: Host) throws -> JSON {
        throw PluginError(.notFound, "there is no query '\(query.name)'")
    }
    /// Fails: a plugin that declares services answers them.
    public func service(_ call: ServiceCall, _ host: Host) throws -> JSON {
        throw PluginError(.notFound, "the service \(call.service)/\(call.version) has no method '\(call.method)'")
    }
    /// Does nothing.
    public func resync(_ host: Host) throws {}
}

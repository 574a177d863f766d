public import PluginAPI
package import PluginBridge

/// A host in memory for the tests of a plugin.
///
/// The plugin runs behind the same C boundary as in production, on an SQLite database with the mirror tables, with a clock
/// that stands still until the test moves it. Each delivery is a transaction: if a hook throws, the database and all that the
/// hooks asked for are as before, and the error reaches the test.
///
/// ```swift
/// let host = try TestHost(HelloPlugin.self)
/// try host.addPullRequest(TestPullRequest(number: 1))
/// #expect(try host.command("hello", by: "ada", on: 1) == .done)
/// #expect(host.replies.map(\.text) == ["Hello ada, this is greeting number 1."])
/// ```
///
/// Use it on one thread.
public final class TestHost {
    /// The present moment of the host: the time of the next event.
    public private(set) var now: Timestamp
    /// What plugins wrote to the log; not undone when an event fails.
    public internal(set) var log: [LogLine] = []
    /// The configuration of each plugin by its id; changing it does not tell the plugin.
    public var configuration: [String: JSON]

    let database: MemoryDatabase
    var record = Record()
    private(set) var plugins: [BridgedPlugin] = []
    private var fakes: [ServiceID: FakeService] = [:]
    private var transactionIsOpen = false

    typealias FakeService = (_ method: String, _ argument: JSON) throws -> JSON

    /// Makes a host with these plugins and starts them; each gets `resync`, as on its first installation.
    ///
    /// - Parameters:
    ///   - types: the plugins, in the order in which they get events.
    ///   - configuration: of each plugin, by its id.
    ///   - now: the time at the start.
    /// - Throws: what a plugin's `start` throws.
    public init(
        _ types: any Plugin.Type..., configuration: [String: JSON] = [:], now: Timestamp = Timestamp(seconds: 1_700_000_000)
    ) throws {
        self.now = now
        self.configuration = configuration
        database = try MemoryDatabase()
        for type in types { try add(PluginTable(entryAnswer: export(type))) }
        try start()
    }

    /// Makes a host with a plugin whose entry function, `sy_plugin_1`, answered that pointer; for plugins in other languages.
    ///
    /// - Throws: ``PluginError`` if the table is not that of a plugin, and what its `start` throws.
    public init(
        entryAnswer: UnsafeRawPointer?, configuration: [String: JSON] = [:],
        now: Timestamp = Timestamp(seconds: 1_700_000_000)
    ) throws {
        self.now = now
        self.configuration = configuration
        database = try MemoryDatabase()
        try add(PluginTable(entryAnswer: entryAnswer))
        try start()
    }

    /// Makes a host with plugins that a loader opened.
    package init(loaded tables: [PluginTable], now: Timestamp = Timestamp(seconds: 1_700_000_000)) throws {
        self.now = now
        configuration = [:]
        database = try MemoryDatabase()
        for table in tables { try add(table) }
        try start()
    }

    private func add(_ table: PluginTable) throws {
        plugins.append(try BridgedPlugin(table, host: TestCalls(host: self, manifest: table.manifest)))
    }

    private func start() throws {
        try transaction {
            for plugin in plugins {
                for timer in plugin.manifest.timers where timer.periodSeconds != nil {
                    record.timers.append(SetTimer(plugin: plugin.manifest.id, name: timer.name, dueAt: now))
                }
                try plugin.start(calls(plugin))
                try plugin.resync(calls(plugin))
            }
        }
    }

    func calls(_ plugin: BridgedPlugin) -> TestCalls { TestCalls(host: self, manifest: plugin.manifest) }

    /// Runs the body as the application of one event: everything or nothing, derived events included.
    func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        guard !transactionIsOpen else { throw PluginError(.invalid, "a test host applies one event at a time") }
        transactionIsOpen = true
        defer { transactionIsOpen = false }
        let before = record
        record.seq += 1
        record.effectsOfEvent = 0
        record.emissionsOfEvent = 0
        record.randomOfEvent = 0
        try database.run("BEGIN")
        do {
            let value = try body()
            while !record.waiting.isEmpty { try distribute(record.waiting.removeFirst()) }
            try database.run("COMMIT")
            return value
        } catch {
            record = before
            try database.run("ROLLBACK")
            throw error
        }
    }

    private func distribute(_ event: Event) throws {
        for plugin in plugins
        where plugin.manifest.events.contains(where: { Event.matches(kind: event.kind, subscription: $0) }) {
            try plugin.event(event, calls(plugin))
        }
    }
}

extension TestHost {
    // MARK: What a test does

    /// Delivers an event to the plugins that subscribed to its kind, and the events that they emit.
    ///
    /// The mirror is not touched: change it first, as the host does.
    ///
    /// - Throws: ``PluginError``, what a hook threw; everything is then undone.
    public func deliver(
        _ kind: String, repository: String? = nil, number: Int? = nil, actor: String? = nil, sha: String? = nil,
        document: JSON = [:]
    ) throws {
        try transaction {
            record.waiting.append(
                Event(
                    seq: record.seq, kind: kind, time: now, repository: repository, number: number, actor: actor, sha: sha,
                    document: document))
        }
    }

    /// Delivers the outcome "done" of an effect to the plugin that asked for it.
    ///
    /// - Throws: ``PluginError``, what the hook threw.
    public func finish(_ effect: RequestedEffect, result: JSON = [:]) throws {
        try outcome(effect, ["state": "done", "result": result])
    }

    /// Delivers the outcome "failed" of an effect to the plugin that asked for it.
    ///
    /// - Throws: ``PluginError``, what the hook threw.
    public func fail(_ effect: RequestedEffect, code: String, message: String = "", result: JSON = [:]) throws {
        let document: JSON = ["state": "failed", "code": .string(code), "message": .string(message), "result": result]
        try outcome(effect, document)
    }

    private func outcome(_ effect: RequestedEffect, _ part: JSON) throws {
        var document = part
        document["effect"] = .string(effect.id)
        document["plugin"] = .string(effect.plugin)
        document["kind"] = .string(effect.kind)
        document["context"] = effect.effect.context
        let plugin = try plugin(effect.plugin)
        guard plugin.manifest.events.contains(where: { Event.matches(kind: "effect.outcome", subscription: $0) }) else { return }
        try transaction {
            let event = Event(
                seq: record.seq, kind: "effect.outcome", time: now, repository: effect.effect.repository,
                number: effect.effect.number, document: document)
            try plugin.event(event, calls(plugin))
        }
    }

    /// Runs a command, as if a person had written it in a comment now.
    ///
    /// - Parameters:
    ///   - id: the command's identity in the manifest.
    ///   - author: login of the person.
    ///   - number: of the pull request.
    ///   - text: as written; the id if left out.
    ///   - roles: roles besides those that the plugins give the person.
    /// - Returns: what the plugin answered; a rejected command is undone.
    /// - Throws: ``PluginError``: `notFound` if no plugin has the command, else what the hook threw.
    public func command(
        _ id: String, by author: String, on number: Int, in repository: String = TestPullRequest.defaultRepository,
        arguments: JSON = [:], text: String? = nil, roles: Set<String> = []
    ) throws -> CommandResult {
        guard let plugin = plugins.first(where: { $0.manifest.commands.contains { $0.id == id } }) else {
            throw PluginError(.notFound, "no plugin declares the command '\(id)'")
        }
        var reason: String?
        do {
            try transaction {
                let given = try plugins.reduce(into: roles) { roles, other in
                    let request = AuthorizeRequest(login: author, repository: repository, number: number)
                    roles.formUnion(try other.authorize(request, calls(other)))
                }
                let call = CommandCall(
                    id: id, text: text ?? id, arguments: arguments, repository: repository, number: number, author: author,
                    comment: CommandCall.Comment(key: "comment:\(record.seq)", createdAt: now), roles: given)
                if case .rejected(let text) = try plugin.command(call, calls(plugin)) {
                    reason = text
                    throw PluginError(.conflict, text)
                }
            }
            return .done
        } catch {
            guard let reason else { throw error }
            return .rejected(reason)
        }
    }

    /// The roles that all plugins together give a person.
    ///
    /// - Throws: ``PluginError``, what a hook threw.
    public func roles(
        of login: String, on number: Int, in repository: String = TestPullRequest.defaultRepository
    ) throws -> Set<String> {
        let request = AuthorizeRequest(login: login, repository: repository, number: number)
        return try transaction { try plugins.reduce(into: []) { $0.formUnion(try $1.authorize(request, calls($1))) } }
    }

    /// Runs an operator's request of the plugin (the first one without an id).
    ///
    /// - Throws: ``PluginError``, what the hook threw.
    public func operation(
        _ name: String, _ parameters: JSON = [:], actor: String? = "operator", plugin id: String? = nil
    ) throws -> JSON {
        let plugin = try plugin(id)
        return try transaction {
            try plugin.operation(OperationCall(name: name, parameters: parameters, actor: actor), calls(plugin))
        }
    }

    /// Asks the plugin (the first one without an id) a question.
    ///
    /// - Throws: ``PluginError``, what the hook threw.
    public func query(
        _ name: String, _ parameters: JSON = [:], viewer: String? = nil, role: String = "public", plugin id: String? = nil
    ) throws -> JSON {
        let plugin = try plugin(id)
        return try plugin.query(QueryCall(name: name, parameters: parameters, viewer: viewer, role: role), calls(plugin))
    }

    /// Calls a service that a plugin of this host provides.
    ///
    /// - Throws: ``PluginError``: `notFound` if no plugin provides it, else what the hook threw.
    public func call(service: ServiceID, method: String, _ argument: JSON = [:], from caller: String = "test") throws -> JSON {
        try transaction { try route(service, method: method, argument, caller: caller) }
    }

    /// Answers a service that no plugin of this host provides.
    public func provide(_ service: ServiceID, _ answer: @escaping (_ method: String, _ argument: JSON) throws -> JSON) {
        fakes[service] = answer
    }

    func route(_ service: ServiceID, method: String, _ argument: JSON, caller: String) throws -> JSON {
        if let fake = fakes[service] { return try fake(method, argument) }
        guard let plugin = plugins.first(where: { $0.manifest.services.contains(service) }) else {
            throw PluginError(.notFound, "no loaded plugin provides \(service)")
        }
        let call = ServiceCall(
            service: service.name, version: service.version, method: method, argument: argument, caller: caller)
        return try plugin.service(call, calls(plugin))
    }

    /// Starts the plugins again on the same database, as a restart of the host does.
    ///
    /// - Throws: ``PluginError``, what a plugin's `start` threw.
    public func restart() throws {
        try transaction { for plugin in plugins { try plugin.start(calls(plugin)) } }
    }

    /// Tells the plugins to rebuild their tables from the mirror.
    ///
    /// - Throws: ``PluginError``, what a hook threw.
    public func resync() throws {
        try transaction { for plugin in plugins { try plugin.resync(calls(plugin)) } }
    }

    /// Moves the clock, and fires the timers that become due on the way, each at its own time.
    ///
    /// - Throws: ``PluginError``, what a hook threw.
    public func advance(seconds: Int64) throws {
        let end = now.adding(seconds: seconds)
        while let next = timers.first(where: { $0.dueAt <= end }) {
            now = max(now, next.dueAt)
            try fire(next)
        }
        now = end
    }

    /// Fires the timers that are due now.
    ///
    /// - Throws: ``PluginError``, what a hook threw.
    public func fireTimers() throws { try advance(seconds: 0) }

    private func fire(_ timer: SetTimer) throws {
        let plugin = try plugin(timer.plugin)
        let declaration = plugin.manifest.timers.first { $0.name == timer.name }
        try transaction {
            record.timers.removeAll { $0 == timer }
            if let period = declaration?.periodSeconds {
                let next = now.adding(seconds: Int64(max(period, 1)))
                record.timers.append(SetTimer(plugin: timer.plugin, name: timer.name, dueAt: next))
            }
            try plugin.timer(TimerFiring(name: timer.name, dueAt: timer.dueAt), calls(plugin))
        }
    }

    func plugin(_ id: String?) throws -> BridgedPlugin {
        guard let plugin = plugins.first(where: { id == nil || $0.manifest.id == id }) else {
            throw PluginError(.notFound, "this test host has no plugin '\(id ?? "")'")
        }
        return plugin
    }
}

extension TestHost {
    // MARK: What a test reads

    /// The effects asked for and not taken yet, in order.
    public var effects: [RequestedEffect] { record.effects }

    /// Answers the effects asked for and forgets them; of one kind, if given.
    public func takeEffects(_ kind: String? = nil) -> [RequestedEffect] {
        let taken = record.effects.filter { kind == nil || $0.kind == kind }
        record.effects.removeAll { kind == nil || $0.kind == kind }
        return taken
    }

    /// The messages sent and not taken yet, in order.
    public var replies: [SentReply] { record.replies }

    /// Answers the messages sent and forgets them.
    public func takeReplies() -> [SentReply] {
        defer { record.replies = [] }
        return record.replies
    }

    /// The audit trail.
    public var journal: [JournalLine] { record.journal }

    /// The events that plugins emitted, in order.
    public var emitted: [Event] { record.emitted }

    /// The timers that are set, in the order in which they would fire.
    public var timers: [SetTimer] {
        let order = { (timer: SetTimer) in
            self.plugins.first { $0.manifest.id == timer.plugin }?.manifest.timers.first { $0.name == timer.name }?.sequence ?? 0
        }
        return record.timers.sorted { ($0.dueAt, order($0), $0.name) < ($1.dueAt, order($1), $1.name) }
    }

    /// Answers the rows of any statement, without the rules for plugins.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if SQLite refuses the text.
    @discardableResult
    public func sql(_ sql: String, _ arguments: (any SQLConvertible)?...) throws -> [Row] {
        try run(sql, arguments.map { $0?.sqlValue ?? .null })
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
        let answer = try database.run(sql, arguments, prefix: nil, mustRead: false)
        guard !answer.columns.isEmpty else { return [] }
        let columns = Row.Columns(names: answer.columns)
        return stride(from: 0, to: answer.values.count, by: answer.columns.count).map { start in
            Row(columns: columns, values: Array(answer.values[start..<start + answer.columns.count]))
        }
    }
}

public import PluginAPI
package import PluginBridge
internal import PluginRules

/// An in-memory host for the tests of a plugin.
///
/// The plugin runs behind the same C boundary as in production, on an SQLite database with the mirror tables and with a clock
/// that stands still until the test moves it. Each delivery is a transaction: if a hook throws, the database and everything that
/// the hooks requested are rolled back, and the error reaches the test.
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
    /// The host's present time: the time of the next event.
    public internal(set) var now: Timestamp
    /// What plugins wrote to the log; kept when an event fails.
    public internal(set) var log: [LogLine] = []
    /// The configuration of each plugin by its id; changing it does not notify the plugin.
    public var configuration: [String: JSON]

    /// The bot's name, with which commands begin: that of the mirror's project.
    public let botName = "bot"

    let database: MemoryDatabase
    /// The messages of all plugins, and the host's own.
    private(set) var catalogue: MessageCatalogue
    private(set) var grammar: CommandGrammar
    var record = Record()
    private(set) var plugins: [BridgedPlugin] = []
    var fakes: [ServiceID: FakeService] = [:]
    private var transactionIsOpen = false

    typealias FakeService = (_ method: String, _ argument: JSON) throws -> JSON

    /// Makes a host with these plugins and starts them; each gets `resync`, as on its first installation.
    ///
    /// - Parameters:
    ///   - types: the plugins, in the order in which they get events.
    ///   - configuration: of each plugin, by its id.
    ///   - now: the time at the start.
    /// - Throws: what a plugin's `start` throws.
    public convenience init(
        _ types: any Plugin.Type..., configuration: [String: JSON] = [:], now: Timestamp = Timestamp(seconds: 1_700_000_000)
    ) throws {
        try self.init(types, configuration: configuration, now: now)
    }

    /// Makes a host from a list of plugins, like the variadic initialiser.
    public init(
        _ types: [any Plugin.Type], configuration: [String: JSON] = [:], now: Timestamp = Timestamp(seconds: 1_700_000_000)
    ) throws {
        self.now = now
        self.configuration = configuration
        database = try MemoryDatabase()
        catalogue = try MessageCatalogue(plugins: [])
        grammar = try CommandGrammar(plugins: [])
        for type in types { try add(PluginTable(entryAnswer: export(type))) }
        try start()
    }

    /// Makes a host with the plugin whose entry function, `sy_plugin_1`, returned this pointer; for plugins in other languages.
    ///
    /// - Throws: ``PluginError`` if the table is not a plugin's, and what its `start` throws.
    public init(
        entryAnswer: UnsafeRawPointer?, configuration: [String: JSON] = [:],
        now: Timestamp = Timestamp(seconds: 1_700_000_000)
    ) throws {
        self.now = now
        self.configuration = configuration
        database = try MemoryDatabase()
        catalogue = try MessageCatalogue(plugins: [])
        grammar = try CommandGrammar(plugins: [])
        try add(PluginTable(entryAnswer: entryAnswer))
        try start()
    }

    /// Makes a host with plugins that a loader opened.
    package init(loaded tables: [PluginTable], now: Timestamp = Timestamp(seconds: 1_700_000_000)) throws {
        self.now = now
        configuration = [:]
        database = try MemoryDatabase()
        catalogue = try MessageCatalogue(plugins: [])
        grammar = try CommandGrammar(plugins: [])
        for table in tables { try add(table) }
        try start()
    }

    private func add(_ table: PluginTable) throws {
        plugins.append(try BridgedPlugin(table, host: TestCalls(host: self, manifest: table.manifest)))
    }

    private func start() throws {
        let manifests = plugins.map(\.manifest)
        let problems = manifests.flatMap(ManifestRules.problems) + ManifestRules.clashes(manifests.count > 1 ? manifests : [])
        guard problems.isEmpty else { throw PluginError(.invalid, problems.joined(separator: "\n")) }
        catalogue = try MessageCatalogue(plugins: manifests.map { MessageCatalogue.Source(plugin: $0.id, messages: $0.messages) })
        grammar = try CommandGrammar(plugins: manifests.map { CommandGrammar.Claim(plugin: $0.id, commands: $0.commands) })
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

import Forge
import Foundation
import GitHub
import HostConfiguration
import Logging
import PluginAPI
import Store
import StoryKit
import Testing

@testable import Engine

/// A host whose runner is a confined process of its own, with plugins of this folder, in a temporary folder.
///
/// The engine's loop is running, so webhooks, timers and effects take their usual way. To wait, tests request an
/// operation: its answer comes when everything before it has been applied.
final class Yard: Sendable {
    let runtime: HostRuntime
    let supervisor: RunnerSupervisor
    let book: LogBook
    let folder: String
    private static let secret = Secret("a secret of the tests")
    /// Each has some thirty files open, and Foundation's `Process`, which builds the plugins, reads out of bounds in a process
    /// that has more than 1,300.
    private static let places = Places(12)

    /// The options of a test.
    struct Options {
        var hookDeadline: Int64 = 30_000
        var memoryLimit: UInt64 = 4 << 30
        var stopDeadline: Int64 = 5_000
        /// The options with which runners are started.
        var executable = PluginBench.executable
    }

    /// Starts a host with the good plugin, which comes first, and these; runs the body; stops the host.
    static func with(
        _ plugins: [Misbehaviour], options: Options = Options(), _ body: (Yard) async throws -> Void
    ) async throws {
        await places.take()
        let result: Result<Void, any Error>
        do { result = .success(try await open(plugins, options, body)) } catch { result = .failure(error) }
        await places.leave()
        try result.get()
    }

    private static func open(_ plugins: [Misbehaviour], _ options: Options, _ body: (Yard) async throws -> Void) async throws {
        try #require(
            FileManager.default.fileExists(atPath: PluginBench.executable),
            "\(PluginBench.executable) is missing: run `swift build --product switchyard`")
        let folder = NSTemporaryDirectory() + "switchyard-yard-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let book = LogBook()
        let runtime = try await makeRuntime([.good] + plugins, options: options, folder: folder, book: book)
        guard let supervisor = runtime.supervisor else { throw RuntimeError("the runner is not a process of its own") }
        let yard = Yard(runtime: runtime, supervisor: supervisor, book: book, folder: folder)
        let loop = Task { await runtime.engine.run() }
        let result: Result<Void, any Error>
        do { result = .success(try await body(yard)) } catch { result = .failure(error) }
        loop.cancel()
        await loop.value
        await runtime.close()
        try result.get()
    }

    private init(runtime: HostRuntime, supervisor: RunnerSupervisor, book: LogBook, folder: String) {
        self.runtime = runtime
        self.supervisor = supervisor
        self.book = book
        self.folder = folder
    }

    private static func makeRuntime(
        _ plugins: [Misbehaviour], options: Options, folder: String, book: LogBook
    ) async throws -> HostRuntime {
        let data = "\(folder)/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        try Data(secret.reveal().utf8).write(to: URL(fileURLWithPath: "\(folder)/secret"))
        for plugin in plugins { try await install(plugin, in: "\(data)/plugins") }
        let loaded = try ConfigurationFile.load(yaml: yaml(folder, plugins), source: "test.yaml")
        var runner = RunnerOptions(
            executable: options.executable, environment: Isolation.runnerEnvironment(),
            log: LogSettings(format: "human", level: "critical"))
        runner.hookDeadline = options.hookDeadline
        runner.queryDeadline = options.hookDeadline
        runner.stopDeadline = options.stopDeadline
        runner.memoryLimit = options.memoryLimit
        let runtime = try await HostRuntime(
            configuration: loaded.configuration,
            options: RuntimeOptions(
                dataDirectory: data, executable: PluginBench.executable, environment: ["TOKEN": "t"],
                forges: ForgeProviders([GitHubProvider()]), runner: runner,
                logger: book.logger))
        try await runtime.open()
        return runtime
    }

    private static func install(_ plugin: Misbehaviour, in directory: String) async throws {
        let library = try await PluginBench.library(of: plugin)
        let loader = PluginLoader(directory: directory)
        let target = "\(directory)/\(plugin.id)"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: library, toPath: "\(target)/library.so")
        let shown = try plugin.shownManifest.map { try JSON(encoding: $0).text } ?? PluginBench.manifest(of: plugin, in: library)
        try Data(shown.utf8).write(to: URL(fileURLWithPath: "\(target)/manifest.json"))
        try PluginInstaller(loader) { _ in "" }.lock([plugin.id])
    }

    private static func yaml(_ folder: String, _ plugins: [Misbehaviour]) -> String {
        let load = plugins.map { plugin in
            let grants = plugin.grants.map { grant in
                "{identity: merge, effects: [\(grant.effects.joined(separator: ", "))], repositories: [\(grant.repositories.joined(separator: ", "))]}"
            }
            return "    - {id: \(plugin.id), essential: \(plugin.isEssential), grants: [\(grants.joined(separator: ", "))]}"
        }
        return """
            listen: 127.0.0.1:0
            data: \(folder)/data
            forge: {kind: github, api_url: "http://127.0.0.1:9", graphql_url: "http://127.0.0.1:9/graphql", git_url: "http://127.0.0.1:9", web_url: "http://127.0.0.1:9"}
            identities: {merge: {token_env: TOKEN}, forwardport: {token_env: TOKEN}}
            plugins:
              load:
            \(load.joined(separator: "\n"))
            sources: [{repository: acme/server, secret_files: ["\(folder)/secret"]}]
            projects:
              - name: acme
                bot_name: bot
                identity: merge
                branches: [{name: master}]
                repositories: [{name: acme/server}]
            """
    }

    // MARK: Acting

    /// Delivers a webhook, which must be accepted whatever the plugins do.
    func deliver(_ event: String, _ document: JSON, sourceLocation: SourceLocation = #_sourceLocation) async {
        let body = document.bytes
        let headers = GitHubHeaders(
            event: event, delivery: UUID().uuidString, signature: SignatureVerifier.signature(of: body, secret: Self.secret))
        let answer = await runtime.receive(header: headers.value, body: body)
        #expect(answer.status == 202, "\(answer.message)", sourceLocation: sourceLocation)
    }

    /// Statuses with these contexts arrive, one after another.
    func statuses(_ contexts: String..., sourceLocation: SourceLocation = #_sourceLocation) async {
        for context in contexts {
            await deliver(
                "status",
                [
                    "id": 1, "sha": .string(String(repeating: "a", count: 40)), "context": .string(context), "state": "success",
                    "description": nil, "target_url": nil, "created_at": "2024-03-01T12:00:00Z", "updated_at": "2024-03-01T12:00:00Z",
                    "repository": ["full_name": "acme/server"], "sender": ["login": "alice"],
                ], sourceLocation: sourceLocation)
        }
    }

    /// Requests an operation from a plugin, and waits for its answer.
    func operate(_ plugin: String, _ name: String = "notes", timeout: Int = 60_000) async throws -> OperationAnswer? {
        guard
            case .answered(let answer) = try await runtime.operate(
                plugin: plugin, name: name, parameters: [:], actor: "test", timeout: timeout)
        else { return nil }
        return answer
    }

    /// What a plugin has recorded, once everything received before has been applied.
    func notes(_ plugin: String) async throws -> [String] {
        let answer = try await operate(plugin)
        guard case .document(let document) = answer else {
            throw RuntimeError("\(plugin) has no notes: \(answer.map { "\($0)" } ?? "nothing was applied")")
        }
        return document.array?.map { $0.string ?? "null" } ?? []
    }

    func query(_ plugin: String, _ name: String = "question") async throws -> JSON {
        try await runtime.link.query(plugin: plugin, QueryCall(name: name))
    }

    // MARK: Observing

    func deadLetters(of plugin: String) throws -> [DeadLetter] {
        try runtime.reader.read { try $0.deadLetters(state: nil, plugin: plugin, limit: 100) }.reversed()
    }

    func crashes() throws -> [Crash] { try runtime.store.read { try $0.crashes(since: 0) } }

    var held: [String: Quarantine] { get async { await supervisor.held } }

    /// Waits until no effect is open and all outcomes are applied.
    func settleEffects() async throws {
        try await wait(until: "no effect is open", seconds: 30) { try runtime.reader.read { try $0.openEffects() }.isEmpty }
    }
}

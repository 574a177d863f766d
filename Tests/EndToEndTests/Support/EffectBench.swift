import Engine
import Forge
import ForgeSim
import Foundation
import Git
import GitHub
import HTTPClient
import Logging
import PluginAPI
import Store
import StoryKit
import Synchronization

/// One effect between the host's loop and a forge: no plugin, a clock that is moved by hand, everything else real.
final class EffectBench {
    static let repository = Stage.server

    let forge: ForgeSimulator
    let clock: ManualClock
    private let hostClock: ShiftedClock
    private let folder: String
    private var hosts = 0

    /// - Parameter ahead: by how many seconds the host's clock is ahead of the forge's.
    init(hostIsAhead ahead: Int64 = 0) async throws {
        let clock = ManualClock(now: Int64(Date().timeIntervalSince1970 * 1000))
        self.clock = clock
        let hostClock = ShiftedClock(clock)
        hostClock.set(ahead: ahead)
        self.hostClock = hostClock
        forge = try await ForgeSimulator.start(users: Stage.people, clock: { clock.now })
        folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-effect-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let owner = try forge.contributor("owner")
        _ = try await owner.createRepository(Self.repository, files: ["README.md": "hello\n"])
        for login in ["bob", Stage.bot] {
            try await owner.addCollaborator(try forge.contributor(login), to: Self.repository, permission: "push")
        }
    }

    func close() async {
        await forge.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    var bot: Contributor { get throws { try forge.contributor(Stage.bot) } }

    /// Requests the effect and moves the clock until it has an outcome.
    /// - Returns: the outcome's document.
    func outcome(of effect: Effect) async throws -> JSON {
        hosts += 1
        let store = try HostStore(path: "\(folder)/host-\(hosts).db")
        let state = try StateStore(path: "\(folder)/state-\(hosts).db")
        let logger = Self.quiet
        let asked = StoredEffect(
            event: 1, position: 0, plugin: "host", kind: effect.kind, identity: "merge", repository: effect.repository,
            number: effect.number, orderKey: "one", payload: effect.payload.text, context: "null", createdAt: hostClock.now)
        let link = AskingLink(asked)
        let engine = HostEngine(
            store: store, reader: try StateReader(path: state.path), link: link, performer: try performer(logger),
            grants: GrantTable(
                ["host": [.init(identity: "merge", effects: Set(EffectKind.all.map(\.grant)), repositories: ["*"])]], declared: [:]),
            clock: hostClock, logger: logger)
        let first = InboxEntry(source: "test", delivery: "1", kind: "test", time: hostClock.now, document: "{}")
        _ = try store.write { try $0.append(first) }
        try await engine.resume()
        for _ in 0..<8 {
            _ = try await engine.settle()
            if let outcome = link.outcome { return outcome }
            clock.advance(milliseconds: 10_000)
        }
        throw StoryError("\(effect.kind) had no outcome: \(try store.read { String(describing: try $0.receipt("1.0")) })")
    }

    private static var quiet: Logger {
        var logger = Logger(label: "effects")
        logger.logLevel = .critical
        return logger
    }

    private func performer(_ logger: Logger) throws -> LivePerformer {
        let credential = TokenCredential(Secret("token-\(Stage.bot)"))
        let endpoints = try GitHubEndpoints(api: forge.baseURL, graphQL: "\(forge.baseURL)/graphql", git: forge.baseURL, web: forge.baseURL)
        var settings = GitHubSettings()
        settings.budget.mutationSpacing = 0
        let identities = IdentityDirectory(
            credentials: ["merge": credential], authors: ["merge": CommitAuthor(name: "Acme Bot", email: "bot@example.org")])
        let github = GitHubForge(
            endpoints: endpoints, identities: [IdentityName(rawValue: "merge"): credential], http: try HTTPClient(logger: logger),
            settings: settings, logger: logger)
        let program = Theatre.installation.switchyard
        let cache = try RepositoryCache(
            settings: GitSettings(
                directory: "\(folder)/git", keeper: GitKeeper(path: program), askpass: AskpassHelper(path: program), logger: logger))
        return LivePerformer(site: GitHubSite(forge: github, endpoints: endpoints), cache: cache, identities: identities, logger: logger)
    }
}

/// Requests one effect at the first event and records its outcome.
private final class AskingLink: Link {
    private let effect: StoredEffect
    private let found = Mutex<JSON?>(nil)

    init(_ effect: StoredEffect) { self.effect = effect }

    var outcome: JSON? { found.withLock { $0 } }

    func appliedSeq() async throws -> Int64 { 0 }

    func apply(_ event: LoggedEvent) async throws -> Applied {
        guard event.entry.kind == "effect.outcome" else { return Applied(seq: event.seq, effects: [effect]) }
        let document = try JSON(parsing: event.entry.document)
        found.withLock { $0 = document }
        return Applied(seq: event.seq)
    }

    func query(plugin: String, _ call: QueryCall) async throws -> JSON { .null }

    func plugins() async throws -> [PluginSummary] { [] }
}

import Crypto
import Forge
import Foundation
import Git
import HTTPClient
package import HostConfiguration
import Logging
import PluginAPI
package import Store
import Synchronization

/// A whole host, built from its configuration: databases, plugins, forge, git, the loop.
package final class HostRuntime: Sendable {
    /// What the host works with; ``reload(actor:)`` replaces it.
    package var configuration: Configuration { current.withLock { $0 } }
    private let current: Mutex<Configuration>
    /// Grows each time other plugins are loaded.
    package var pluginGeneration: Int { generation.withLock { $0 } }
    private let generation = Mutex(0)
    package let options: RuntimeOptions
    package let store: HostStore
    package let reader: StateReader
    package let engine: HostEngine
    package let link: any Link
    /// Keeps the runner working, if it is a process of its own.
    package let supervisor: RunnerSupervisor?
    package let intake: WebhookIntake
    package let access: AccessControl
    let identities: IdentityDirectory
    private let housekeeping: GitHousekeeping
    let reloads = Gate()
    let forge: any Forge
    let site: any ForgeSite
    /// Where deliveries are sent: `/webhooks/KIND`.
    package let webhookPath: String
    /// The start of the plugins, which nothing else has to wait for. Its value says whether the plugins are the chosen ones.
    private let opening: Task<Bool, any Error>
    /// Whether ``open()`` has succeeded. Until then the host stores webhooks and does nothing else.
    package var isOpen: Bool { hasOpened.withLock { $0 } }
    private let hasOpened = Mutex(false)

    /// Opens the databases, appends the configuration to the log and starts the plugins, which ``open()`` waits for. Nothing
    /// runs yet.
    /// - Throws: an error that names the file, key or plugin at fault, and the remedy.
    package init(configuration: Configuration, options: RuntimeOptions) async throws {
        current = Mutex(configuration)
        self.options = options
        try Self.makeFolder(options.dataDirectory)
        // Whatever takes long is started first: hashing the libraries, and opening two databases.
        let selecting = Task { try Self.selection(configuration, options) }
        let store = try HostStore(path: "\(options.dataDirectory)/host.db")
        self.store = store
        let supervisor = Self.supervisor(store, options)
        self.supervisor = supervisor
        do {
            let state = try StateStore(path: Self.statePath(options))
            reader = try StateReader(path: state.path)
            let secrets = SecretFiles(environment: options.environment)

            // The files beside the database exist from now on, and a confined runner can open them.
            try HostEngine.check(appliedSeq: try reader.read { try $0.appliedSeq() }, in: store)
            FaultPoint.hit(.hostAfterDatabases)
            try Self.noteClock(in: store, now: options.clock.now, logger: options.logger)
            let selection = try await selecting.value
            FaultPoint.hit(.hostBeforeRunner)
            if let supervisor {
                link = supervisor
                opening = try await Self.beginOpening(supervisor, selection, history: PluginHistory(store: store), options)
            } else {
                link = try Self.link(selection, state: state, reader: reader, options)
                opening = Task { true }
            }
            identities = try Self.identities(configuration, secrets)
            let provider = try options.forges.provider(configuration.forge.kind)
            webhookPath = "/webhooks/\(provider.kind)"
            let site = try Self.site(configuration, provider, identities, options.logger)
            self.site = site
            forge = site.forge
            let cache = try RepositoryCache(
                settings: GitSettings(
                    directory: "\(options.dataDirectory)/git", keeper: GitKeeper(path: options.executable),
                    askpass: AskpassHelper(path: options.executable), logger: options.logger))
            housekeeping = GitHousekeeping(cache: cache, store: store, logger: options.logger)
            // The loop has readers of its own, so that slow pages do not keep it waiting.
            engine = HostEngine(
                store: store, reader: try StateReader(path: state.path), link: link,
                performer: LivePerformer(
                    site: site, cache: cache, identities: identities, logger: options.logger),
                grants: try Self.grants(configuration, selection), clock: options.clock, retries: options.retries, logger: options.logger)
            intake = WebhookIntake(
                sources: try secrets.sources(configuration), reader: provider.webhooks, writer: engine.intake, clock: options.clock,
                logger: options.logger)
            access = AccessControl(store: store)
            try access.ensureAdministrator(tokenFile: options.adminTokenFile, now: options.clock.now)
            // The first configuration precedes all webhooks, which plugins understand only with it. Later ones wait for their plugins.
            if try store.read({ try $0.setting(Self.configurationSetting) }) == nil {
                try take(configuration, actor: "the configuration file")
            }
        } catch {
            await supervisor?.close()
            throw error
        }
    }

    /// Waits until the plugins have started; from then on all requests are served. Cancelling the task aborts the start.
    /// - Throws: an error that names the plugin at fault, and the remedy. The runner has been ended by then.
    package func open() async throws {
        do {
            let isAsChosen = try await withTaskCancellationHandler {
                try await opening.value
            } onCancel: { [supervisor] in
                Task { await supervisor?.close() }
            }
            if !isAsChosen { generation.withLock { $0 += 1 } }
            FaultPoint.hit(.hostAfterRunner)
            try take(configuration, actor: "the configuration file")
            try await notePlugins(actor: nil)
            if options.isMaintenance { try await engine.setMaintenance(true, actor: "serve --maintenance") }
            FaultPoint.hit(.hostBeforeResume)
            try await engine.resume()
            FaultPoint.hit(.hostAfterResume)
            let engine = engine
            await supervisor?.whenReady { await engine.runnerIsBack() }
            hasOpened.withLock { $0 = true }
        } catch {
            await supervisor?.close()
            throw error
        }
    }

    /// Ends the runner; nothing can be applied any more.
    package func close() async { await supervisor?.close() }

    /// Works until the task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.engine.run() }
            group.addTask { await self.resolveIdentities(retrying: true) }
            group.addTask { await self.keepHouse() }
            group.addTask { await self.keepComparing() }
            await group.waitForAll()
        }
    }

    /// Once an hour: drops the bodies of old deliveries, whose reduced events stay for ever, and tidies up the git cache.
    private func keepHouse() async {
        while !Task.isCancelled {
            do {
                try store.write { try $0.dropRawBodies(before: options.clock.now - Self.rawBodyRetention) }
            } catch {
                options.logger.warning("old deliveries could not be dropped", metadata: ["error": "\(error)"])
            }
            await housekeeping.tidy(now: options.clock.now)
            guard (try? await Task.sleep(for: .seconds(3600))) != nil else { return }
        }
    }

    /// How long a delivery's bytes are kept, in milliseconds: 30 days.
    private static let rawBodyRetention: Int64 = 30 * 24 * 3600 * 1000

    // MARK: The configuration and the identities as events

    func replace(configuration new: Configuration) {
        current.withLock { $0 = new }
        generation.withLock { $0 += 1 }
    }

    private static let configurationSetting = "configuration.hash"

    /// Appends the configuration to the log if its content has changed.
    func take(_ configuration: Configuration, actor: String) throws {
        let document = Self.described(configuration.document, by: site)
        let hash = SHA256.hash(data: document.bytes).prefix(16).map { String(format: "%02x", $0) }.joined()
        let now = options.clock.now
        try store.write { transaction in
            guard try transaction.setting(Self.configurationSetting) != hash else { return }
            let last = try transaction.lastSeq()
            let entry = InboxEntry(
                source: "configuration", delivery: "\(hash)-\(last)", kind: EventKind.configurationApplied.rawValue, time: now,
                actor: actor,
                document: document.text)
            _ = try transaction.append(entry)
            try transaction.setSetting(Self.configurationSetting, hash)
            FaultPoint.hit(.configurationBeforeCommit)
        }
        FaultPoint.hit(.configurationAfterCommit)
    }

    /// Asks the forge who each identity is, once or until it answers.
    package func resolveIdentities(retrying: Bool) async {
        // One bad token must not keep the other identities from being resolved.
        await withTaskGroup(of: Void.self) { group in
            for name in identities.names { group.addTask { await self.resolve(name, retrying: retrying) } }
        }
    }

    private func resolve(_ name: String, retrying: Bool) async {
        let backoff = Backoff(base: 500, ceiling: 60_000)
        var failures = 0
        while !Task.isCancelled {
            do {
                let user = try await forge.viewer(as: ForgeCaller(IdentityName(rawValue: name), .landing))
                identities.learn(user, of: name, noReplyAddress: site.noReplyAddress(of: user.login))
                return try note(user, of: name)
            } catch is CancellationError {
                return
            } catch {
                options.logger.warning(
                    "the forge does not say who an identity is", metadata: ["identity": "\(name)", "error": "\(error)"])
                failures += 1
                let delay = backoff.delay(afterFailures: failures)
                guard retrying, (try? await Task.sleep(for: .milliseconds(delay))) != nil else { return }
            }
        }
    }

    private func note(_ user: ForgeUser, of name: String) throws {
        let document = IdentityResolved(name: name, login: user.login, userName: user.name, email: user.email).json
        let key = "identity:\(name)"
        let now = options.clock.now
        try store.write { transaction in
            guard try transaction.setting(key) != document.text else { return }
            let entry = InboxEntry(
                source: "identity", delivery: "\(name)-\(try transaction.lastSeq())", kind: EventKind.identityResolved.rawValue, time: now,
                document: document.text)
            _ = try transaction.append(entry)
            try transaction.setSetting(key, document.text)
            FaultPoint.hit(.identityBeforeCommit)
        }
        FaultPoint.hit(.identityAfterCommit)
        engine.signal.wake()
    }
}

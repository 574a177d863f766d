import Forge
import Foundation
import Git
import HTTPClient
import HostConfiguration
import Logging
import PluginAPI
import PluginRules
import Store

/// Builds the parts of a host from its configuration.
extension HostRuntime {
    /// Starts loading what only the host needs, in parallel with the rest of its start.
    package static func loadLibraries() {
        HTTPClient.loadLibrary()
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // `plugin install` may have created it already.
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        } catch {
            throw RuntimeError("data: the folder \(path) cannot be made: \(error.localizedDescription)")
        }
    }

    /// Where plugins are dropped in.
    ///
    /// - Parameter directory: the folder that the configuration names.
    package static func pluginFolder(_ directory: String?, dataDirectory: String) -> String {
        directory ?? "\(dataDirectory)/plugins"
    }

    /// The plugins of the configuration, checked; no library is opened.
    static func selection(_ configuration: Configuration, _ options: RuntimeOptions) throws -> PluginSelection {
        let loader = PluginLoader(directory: pluginFolder(configuration.plugins.directory, dataDirectory: options.dataDirectory))
        return try PluginSelection(configuration, loader: loader)
    }

    /// Keeps a runner working in a process of its own; nil if it is to run in this one.
    static func supervisor(_ store: HostStore, _ options: RuntimeOptions) -> RunnerSupervisor? {
        guard let runner = options.runner else { return nil }
        return RunnerSupervisor(
            options: runner, statePath: statePath(options), store: store, clock: options.clock, logger: options.logger)
    }

    static func statePath(_ options: RuntimeOptions) -> String { "\(options.dataDirectory)/state.db" }

    /// The link to a runner in this process.
    static func link(_ selection: PluginSelection, state: StateStore, reader: StateReader, _ options: RuntimeOptions) throws
        -> InProcessLink
    {
        let runner = try Runner(store: state, plugins: try selection.open(logger: options.logger), logger: options.logger)
        return InProcessLink(runner: runner, reader: reader, clock: options.clock, logger: options.logger)
    }

    static func identities(_ configuration: Configuration, _ secrets: SecretFiles) throws -> IdentityDirectory {
        var credentials: [String: any ForgeCredential] = [:]
        var authors: [String: CommitAuthor] = [:]
        for (name, identity) in configuration.identities.sorted(by: { $0.key < $1.key }) {
            credentials[name] = try secrets.credential(identity, named: name)
            authors[name] = identity.gitAuthor.map { CommitAuthor(name: $0.name, email: $0.email) }
        }
        return IdentityDirectory(credentials: credentials, authors: authors)
    }

    static func site(_ configuration: Configuration, _ provider: any ForgeProvider, _ identities: IdentityDirectory, _ logger: Logger)
        throws -> any ForgeSite
    {
        let forge = configuration.forge
        let addresses = ForgeAddresses(api: forge.apiURL, graphQL: forge.graphqlURL, git: forge.gitURL, web: forge.webURL)
        var credentials: [IdentityName: any ForgeCredential] = [:]
        for name in identities.names { credentials[IdentityName(rawValue: name)] = identities.credential(of: name) }
        return try provider.connect(addresses, identities: credentials, logger: logger)
    }

    static func grants(_ configuration: Configuration, _ selection: PluginSelection) throws -> GrantTable {
        var grants: [String: [GrantTable.Grant]] = [:]
        for plugin in configuration.plugins.load {
            grants[plugin.id] = plugin.grants.map {
                GrantTable.Grant(identity: $0.identity, effects: Set($0.effects), repositories: $0.repositories)
            }
        }
        grants[HostPlugin.id] = configuration.projects.compactMap { project in
            guard let identity = project.identity else { return nil }
            return GrantTable.Grant(
                identity: identity,
                effects: [PostComment.kind.grant, AddReaction.kind.grant, FetchPullRequest.kind.grant],
                repositories: project.repositories.map(\.name))
        }
        let declared = try selection.members.map { ($0.id, Set(try $0.prepared.manifest().effects)) }
        return GrantTable(grants, declared: Dictionary(declared, uniquingKeysWith: { first, _ in first }))
    }
}

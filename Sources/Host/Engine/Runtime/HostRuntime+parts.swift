import Forge
import Foundation
import Git
import HTTPClient
import Logging
import PluginAPI
import PluginBridge
import Store

/// How the parts of a host are made from its configuration.
extension HostRuntime {
    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // `plugin install` may have made it first.
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        } catch {
            throw RuntimeError("data: the folder \(path) cannot be made: \(error.localizedDescription)")
        }
    }

    /// Where plugins are dropped in.
    package static func pluginFolder(_ configuration: Configuration, dataDirectory: String) -> String {
        configuration.plugins.directory ?? "\(dataDirectory)/plugins"
    }

    static func plugins(_ configuration: Configuration, _ options: RuntimeOptions) throws -> PluginSet {
        let loader = PluginLoader(directory: pluginFolder(configuration, dataDirectory: options.dataDirectory))
        // All files are checked before the first library is opened: opening runs code.
        let prepared = try configuration.plugins.load.map { try loader.prepare($0.id) }
        let loaded = try prepared.map { try $0.open() }
        try ManifestRules.check(loaded.map(\.manifest))
        let logger = options.logger
        let members = try zip(loaded, configuration.plugins.load).map { plugin, entry in
            let instance = try plugin.instance { level, message, metadata in
                logger.log(level: level.loggerLevel, "\(message)", metadata: metadata.mapValues { "\($0)" })
            }
            let summary = PluginSummary(
                id: entry.id, version: plugin.manifest.version, sha256: plugin.entry.sha256,
                isEssential: entry.essential ?? plugin.manifest.essential, manifest: plugin.manifest,
                directory: plugin.directory)
            return PluginSet.Member(plugin: instance, summary: summary)
        }
        return try PluginSet(members, logger: logger)
    }

    static func identities(_ configuration: Configuration, _ secrets: SecretFiles) throws -> IdentityDirectory {
        var credentials: [String: any ForgeCredential] = [:]
        var authors: [String: Git.Person] = [:]
        for (name, identity) in configuration.identities.sorted(by: { $0.key < $1.key }) {
            credentials[name] = try secrets.credential(identity, named: name)
            authors[name] = identity.gitAuthor.map { Git.Person(name: $0.name, email: $0.email) }
        }
        return IdentityDirectory(credentials: credentials, authors: authors)
    }

    static func forge(_ identities: IdentityDirectory, endpoints: GitHubEndpoints, logger: Logger) throws -> any Forge {
        var credentials: [IdentityName: any ForgeCredential] = [:]
        for name in identities.names { credentials[IdentityName(rawValue: name)] = identities.credential(of: name) }
        var settings = GitHubSettings()
        // The pause between changes keeps clear of limits against abuse, which a forge on this very machine does not have.
        if HTTPOrigin(of: endpoints.api)?.isLoopback == true { settings.budget.mutationSpacing = 0 }
        return GitHubForge(
            endpoints: endpoints, identities: credentials, http: try HTTPClient(logger: logger), settings: settings, logger: logger)
    }

    static func grants(_ configuration: Configuration) -> GrantTable {
        var grants: [String: [GrantTable.Grant]] = [:]
        for plugin in configuration.plugins.load {
            grants[plugin.id] = plugin.grants.map {
                GrantTable.Grant(identity: $0.identity, effects: Set($0.effects), repositories: $0.repositories)
            }
        }
        return GrantTable(grants)
    }
}

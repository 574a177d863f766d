import Foundation
package import HostConfiguration
package import Logging
package import PluginAPI
import PluginBridge
import PluginRules
import Synchronization

/// Which plugins a runner is to have, checked and copied, in the order of loading.
package struct PluginSelection: Sendable, Equatable, Codable {
    /// A plugin that is to be loaded.
    package struct Member: Sendable, Equatable, Codable {
        package var prepared: PreparedPlugin
        /// Whether the log waits while it is missing.
        package var isEssential: Bool

        package var id: String { prepared.entry.id }
    }

    package var members: [Member]

    package init(members: [Member] = []) { self.members = members }

    /// Checks the plugins of a configuration, without opening one.
    /// - Throws: ``PluginLoadError`` that names the file and the remedy.
    package init(_ configuration: Configuration, loader: PluginLoader) throws {
        let entries = configuration.plugins.load
        // In parallel: most of the time goes into hashing the libraries.
        let prepared = Mutex([Result<PreparedPlugin, any Error>?](repeating: nil, count: entries.count))
        DispatchQueue.concurrentPerform(iterations: entries.count) { index in
            let result = Result { try loader.prepare(entries[index].id) }
            prepared.withLock { $0[index] = result }
        }
        members = try zip(entries, prepared.withLock { $0 }.compactMap(\.self)).map { entry, result in
            let prepared = try result.get()
            return Member(prepared: prepared, isEssential: try entry.essential ?? prepared.manifest().essential)
        }
        try ManifestRules.check(try members.map { try $0.prepared.manifest() })
    }

    /// Opens the plugins.
    /// - Parameters:
    ///   - without: plugins that are held back: their declarations are known, their code is not loaded.
    ///   - record: is told of each hook.
    /// - Throws: ``PluginRefusal`` that names the file and the remedy; ``PluginLoadError`` if they cannot be used together.
    package func open(without held: Set<String> = [], record: HookRecord? = nil, logger: Logger) throws -> PluginSet {
        var opened: [PluginSet.Member] = []
        var absent: [Manifest] = []
        for member in members {
            guard !held.contains(member.id) else {
                absent.append(try member.prepared.manifest())
                continue
            }
            do { opened.append(try member.open(record: record, logger: logger)) } catch let error as PluginLoadError {
                throw PluginRefusal(plugin: member.id, hook: "load", description: error.message)
            }
        }
        try ManifestRules.check(opened.map(\.summary.manifest) + absent)
        return try PluginSet(opened, absent: absent, logger: logger)
    }
}

extension PluginSelection.Member {
    fileprivate func open(record: HookRecord?, logger: Logger) throws -> PluginSet.Member {
        record?.hookBegins("load", of: id)
        defer { record?.hookEnds() }
        let loaded = try prepared.open()
        record?.libraryIsOpen(prepared.copy, of: id)
        let instance = try loaded.instance(observer: record) { level, message, metadata in
            logger.log(level: level.loggerLevel, "\(message)", metadata: metadata.mapValues { "\($0)" })
        }
        return PluginSet.Member(plugin: instance, summary: summary(of: loaded.manifest))
    }

    /// The plugin as it appears in lists.
    package func summary(of manifest: Manifest) -> PluginSummary {
        PluginSummary(
            id: id, version: manifest.version, sha256: prepared.entry.sha256, isEssential: isEssential, manifest: manifest,
            directory: prepared.directory)
    }
}

package import PluginAPI
package import PluginBridge
import PluginRules

/// A plugin whose library is open.
package struct LoadedPlugin: Sendable {
    /// The entry in the lock file.
    package let entry: PluginLockFile.Entry
    /// The plugin's folder, with its templates.
    package let directory: String
    /// The library in that folder, for messages; the one that is open is a copy.
    package let source: String
    /// The library's table of hooks.
    package let table: PluginTable

    /// The manifest, checked on its own; ``ManifestRules/check(_:)`` checks all of them together.
    package var manifest: Manifest { table.manifest }

    /// Makes the host's instance, whose hooks are then called.
    ///
    /// - Parameters:
    ///   - observer: is told of each hook.
    ///   - log: receives what the plugin logs meanwhile.
    /// - Throws: ``PluginLoadError`` with the plugin's own reason.
    package func instance(
        observer: (any HookObserver)? = nil, log: @escaping (LogLevel, String, [String: String]) -> Void
    ) throws -> BridgedPlugin {
        do { return try BridgedPlugin(table, host: LoadingCalls(log: log), observer: observer) } catch {
            throw PluginLoadError(.notLoadable, "\(source) cannot be used: \(PluginError(wrapping: error).message)")
        }
    }
}

/// The host while an instance is made and there is no event: the bridge lets only the log through.
private final class LoadingCalls: HostCalls {
    private let write: (LogLevel, String, [String: String]) -> Void

    init(log: @escaping (LogLevel, String, [String: String]) -> Void) { write = log }

    private var refusal: PluginError { PluginError(.forbidden, "there is no event while a plugin is loaded") }

    var now: Timestamp { Timestamp(milliseconds: 0) }
    func random() throws -> UInt64 { throw refusal }
    func configuration() throws -> JSON { throw refusal }
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int { throw refusal }
    func query(_ sql: String, _ arguments: [SQLValue]) throws -> SQLTable { throw refusal }
    func lastInsertedID() throws -> Int64 { throw refusal }
    func effect(_ effect: Effect) throws -> String { throw refusal }
    func setTimer(_ name: String, at time: Timestamp) throws { throw refusal }
    func emit(_ emission: Emission) throws { throw refusal }
    func journal(_ entry: JournalEntry) throws { throw refusal }
    func reply(_ reply: Reply) throws { throw refusal }
    func callService(_ service: ServiceID, method: String, _ argument: JSON) throws -> JSON { throw refusal }
    func person(_ login: String) throws -> Person? { throw refusal }
    func log(_ level: LogLevel, _ message: String, _ metadata: [String: String]) { write(level, message, metadata) }
}

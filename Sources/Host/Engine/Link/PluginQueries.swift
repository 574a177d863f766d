import Logging
import PluginAPI
import PluginBridge
import Store

/// Queries plugins for documents, each on a consistent state, on whatever thread it is called.
struct PluginQueries: Sendable {
    /// Unchecked: a plugin's query hook may run on any thread, and the set does not change.
    private struct Members: @unchecked Sendable {
        let set: PluginSet
    }

    private let members: Members
    private let reader: StateReader
    private let logger: Logger

    init(plugins: PluginSet, reader: StateReader, logger: Logger) {
        members = Members(set: plugins)
        self.reader = reader
        self.logger = logger
    }

    func ask(_ plugin: String, _ call: QueryCall, now: Int64) throws -> JSON {
        guard let member = members.set.member(plugin) else { throw PluginError(.notFound, "plugin \(plugin) is not loaded") }
        return try reader.read { transaction in
            let calls = QueryCalls(member: member, transaction: transaction, now: Timestamp(milliseconds: now), logger: logger)
            return try member.plugin.query(call, calls)
        }
    }
}

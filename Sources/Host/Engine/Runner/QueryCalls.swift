import Logging
import PluginAPI
import PluginBridge
import Store

/// The host calls of a query: a snapshot, its configuration, the log. All others have been refused before they
/// get here.
final class QueryCalls: HostCalls {
    private let member: PluginSet.Member
    private let transaction: StateTransaction
    private let logger: Logger
    let now: Timestamp

    init(member: PluginSet.Member, transaction: StateTransaction, now: Timestamp, logger: Logger) {
        self.member = member
        self.transaction = transaction
        self.now = now
        self.logger = logger
    }

    func configuration() throws -> JSON { try transaction.pluginConfiguration(member.summary.id) }

    func query(_ sql: String, _ arguments: [PluginAPI.SQLValue]) throws -> SQLTable {
        SQLTable(try transaction.run(sql, arguments, mustRead: true, checker: member.checker))
    }

    func person(_ login: String) throws -> PluginAPI.Person? { try transaction.knownPerson(login) }

    func log(_ level: LogLevel, _ message: String, _ metadata: [String: String]) {
        logger.log(
            level: level.loggerLevel, "\(message)",
            metadata: ["plugin": "\(member.summary.id)"].merging(metadata.mapValues { "\($0)" }) { _, new in new })
    }

    func random() throws -> UInt64 { throw Self.refusal }
    func execute(_ sql: String, _ arguments: [PluginAPI.SQLValue]) throws -> Int { throw Self.refusal }
    func lastInsertedID() throws -> Int64 { throw Self.refusal }
    func effect(_ effect: Effect) throws -> String { throw Self.refusal }
    func setTimer(_ name: String, at time: Timestamp) throws { throw Self.refusal }
    func emit(_ emission: Emission) throws { throw Self.refusal }
    func journal(_ entry: PluginBridge.JournalEntry) throws { throw Self.refusal }
    func reply(_ reply: Reply) throws { throw Self.refusal }
    func callService(_ service: ServiceID, method: String, _ argument: JSON) throws -> JSON { throw Self.refusal }

    private static let refusal = PluginError(.forbidden, "a query may only read")
}

import Logging
import PluginAPI
import PluginBridge
import Store

/// The host calls of a hook, on the transaction of its event.
final class PluginCalls: HostCalls {
    private let member: PluginSet.Member
    private let scope: EventScope
    private let plugins: PluginSet
    /// Whether messages are checked and not said: the hook handles something that was answered before.
    private let isSilent: Bool
    private var insertedID: Int64 = 0

    init(member: PluginSet.Member, scope: EventScope, plugins: PluginSet, isSilent: Bool = false) {
        self.isSilent = isSilent
        self.member = member
        self.scope = scope
        self.plugins = plugins
    }

    private var id: String { member.summary.id }

    var now: Timestamp { Timestamp(milliseconds: scope.time) }

    func random() throws -> UInt64 { scope.random() }

    func configuration() throws -> JSON { try noting { try scope.transaction.pluginConfiguration(id) } }

    /// Remembers disk trouble, because a plugin may not report it.
    private func noting<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch {
            if let trouble = StoreError(trouble: error) { scope.storageTrouble = trouble }
            throw error
        }
    }

    // MARK: SQL

    func execute(_ sql: String, _ arguments: [PluginAPI.SQLValue]) throws -> Int {
        let result = try scope.run(sql, arguments, mustRead: false, checker: member.checker)
        insertedID = result.lastInsertedID
        return result.changes
    }

    func query(_ sql: String, _ arguments: [PluginAPI.SQLValue]) throws -> SQLTable {
        SQLTable(try scope.run(sql, arguments, mustRead: true, checker: member.checker))
    }

    func lastInsertedID() throws -> Int64 { insertedID }

    // MARK: Requests

    func effect(_ effect: Effect) throws -> String {
        defer { FaultPoint.hit(.hookAfterEffect) }
        return try noting {
            let identity = try plugins.identity(named: effect.identity, in: effect.repository, scope)
            return try scope.request(effect, plugin: id, identity: identity)
        }
    }

    func setTimer(_ name: String, at time: Timestamp) throws {
        guard try noting({ try scope.transaction.requestTimer(plugin: id, name: name, at: time.milliseconds) }) else {
            throw PluginError(.notFound, "the manifest of \(id) declares no timer \(name)")
        }
    }

    func emit(_ emission: Emission) throws {
        try scope.emit(
            DerivedEvent(
                emission.kind, repository: emission.repository, number: emission.number, actor: scope.actor, sha: emission.sha,
                document: emission.document))
    }

    func journal(_ entry: PluginBridge.JournalEntry) throws {
        try noting {
            try scope.journal(
                plugin: id, entity: entry.entity, id: entry.id, field: entry.field, old: entry.old, new: entry.new, note: entry.note)
        }
    }

    func reply(_ reply: Reply) throws {
        try noting {
            try plugins.reply(
                reply.code, reply.parameters.object ?? [:], on: (reply.repository, reply.number), plugin: id, scope: scope,
                isSilent: isSilent)
        }
    }

    // MARK: Others

    func callService(_ service: ServiceID, method: String, _ argument: JSON) throws -> JSON {
        guard let provider = plugins.members.first(where: { $0.plugin.manifest.services.contains(service) }) else {
            throw PluginError(.notFound, "no loaded plugin provides \(service)")
        }
        guard scope.setAside[provider.summary.id] == nil else {
            throw PluginError(.conflict, "this event is set aside for \(provider.summary.id), which provides \(service)")
        }
        guard plugins.depth < 16 else { throw PluginError(.conflict, "services call each other more than 16 deep") }
        plugins.depth += 1
        defer { plugins.depth -= 1 }
        let call = ServiceCall(
            service: service.name, version: service.version, method: method, argument: argument, caller: id)
        return try provider.plugin.service(call, PluginCalls(member: provider, scope: scope, plugins: plugins))
    }

    func person(_ login: String) throws -> PluginAPI.Person? { try noting { try scope.transaction.knownPerson(login) } }

    func log(_ level: LogLevel, _ message: String, _ metadata: [String: String]) {
        plugins.logger.log(
            level: level.loggerLevel, "\(message)",
            metadata: ["plugin": "\(id)"].merging(metadata.mapValues { "\($0)" }) { _, new in new })
    }
}

extension LogLevel {
    var loggerLevel: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}

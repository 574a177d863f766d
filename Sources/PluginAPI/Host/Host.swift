internal import PluginABI

/// What a hook asks of the host: SQL, effects, timers, derived events, people, messages and the log.
///
/// Valid until the hook returns, on the hook's thread; a handle that is kept answers ``PluginError`` with code `invalid`. In
/// ``Plugin/query(_:_:)`` only reading is possible; the rest throws `forbidden`.
public final class Host {
    let services: HostServices
    let prefix: String
    private var openCall: OpaquePointer?

    init(services: HostServices, call: OpaquePointer, prefix: String) {
        self.services = services
        self.prefix = prefix
        openCall = call
    }

    func close() { openCall = nil }

    /// The open call.
    var call: OpaquePointer {
        get throws {
            guard let openCall else { throw PluginError(.invalid, "the host handle was used after its hook returned") }
            return openCall
        }
    }

    /// Makes an error of a status, with the host's own sentence.
    func check(_ status: Int32?) throws {
        guard let status else { throw PluginError(.unsupported, "this host does not offer the call; update Switchyard") }
        if status == SY_OK { return }
        var message = sy_bytes()
        _ = services.host.last_error?(openCall, &message)
        throw PluginError(PluginError.Code(status: status), message.text ?? "the host gave no reason")
    }
}

extension Host {
    /// The event's time: the only clock there is. In a query, when the snapshot was taken.
    public var now: Timestamp {
        var time: Int64 = 0
        _ = try? services.event.now?(call, &time)
        return Timestamp(milliseconds: time)
    }

    /// 64 random bits; the same when the event is applied again.
    public func random() -> UInt64 {
        var bits: UInt64 = 0
        _ = try? services.event.random?(call, &bits)
        return bits
    }

    /// The plugin's part of the configuration, `{}` if there is none; it fits the schema in the manifest, with defaults filled in.
    public var configuration: JSON {
        var document = sy_bytes()
        _ = try? services.event.configuration?(call, &document)
        return (try? document.document()) ?? [:]
    }

    /// The person of that login (compared without case), or nil for a stranger.
    ///
    /// - Throws: ``PluginError``.
    public func person(_ login: String) throws -> Person? {
        let arena = Arena()
        defer { arena.end() }
        var document = sy_bytes()
        let status = try services.people.person?(call, arena.bytes(login), &document)
        if status == SY_NOT_FOUND { return nil }
        try check(status)
        return try document.document().decode(as: Person.self)
    }

    /// Calls a service of another plugin, in this transaction, at most 16 deep.
    ///
    /// - Throws: ``PluginError`` with code `notFound` if no loaded plugin provides it, else what the callee threw.
    public func call(service: String, version: Int, method: String, _ argument: JSON = [:]) throws -> JSON {
        let arena = Arena()
        defer { arena.end() }
        var result = sy_bytes()
        try check(
            services.plugins.call?(
                call, arena.bytes(service), Int64(version), arena.bytes(method), arena.bytes(argument), &result))
        return result.data == nil ? .null : try result.document()
    }

    /// Writes a line to the log; the message is constant, the data are metadata.
    public func log(_ level: LogLevel, _ message: String, _ metadata: [String: String] = [:]) {
        let arena = Arena()
        defer { arena.end() }
        let document = metadata.isEmpty ? sy_bytes() : arena.bytes(JSON.object(metadata.mapValues(JSON.string)))
        _ = try? services.log.write?(call, level.rawValue, arena.bytes(message), document)
    }
}

/// How much a line of the log matters.
public enum LogLevel: Int32, Sendable, Comparable {
    /// For the author of a plugin.
    case debug = 0
    /// Ordinary progress.
    case info
    /// Something an operator may have to look at.
    case warning
    /// Something an operator has to look at.
    case error

    /// True if the first matters less.
    public static func < (first: LogLevel, second: LogLevel) -> Bool { first.rawValue < second.rawValue }
}

@available(*, unavailable)
extension Host: Sendable {}

import PluginABI
import PluginAPI

// The C side of the host. The functions are at file scope, and nothing is thrown out of them: see Callbacks.swift in PluginAPI.

/// The tables that every plugin of the process gets.
///
/// Unchecked: made once, never changed, never freed.
struct HostTables: @unchecked Sendable {
    static let shared = HostTables()

    let host: UnsafePointer<sy_host>
    private let services: [String: UnsafeRawPointer]

    private init() {
        host = Self.keep(
            sy_host(
                size: Self.size(sy_host.self), abi_major: UInt32(SY_ABI_MAJOR), abi_minor: UInt32(SY_ABI_MINOR),
                service: findService, result: setResult, fail: setFailure, last_error: lastError))
        services = [
            "switchyard.event": UnsafeRawPointer(
                Self.keep(
                    sy_event_service(
                        size: Self.size(sy_event_service.self), now: eventTime, random: eventRandom,
                        configuration: configuration))),
            "switchyard.store": UnsafeRawPointer(
                Self.keep(
                    sy_store(
                        size: Self.size(sy_store.self), execute: storeExecute, query: storeQuery, release: storeRelease,
                        last_inserted_id: storeLastInsertedID))),
            "switchyard.requests": UnsafeRawPointer(
                Self.keep(
                    sy_requests(
                        size: Self.size(sy_requests.self), effect: requestEffect, set_timer: requestTimer,
                        emit: requestEmission, journal: requestJournal, reply: requestReply))),
            "switchyard.people": UnsafeRawPointer(
                Self.keep(sy_people(size: Self.size(sy_people.self), person: findPerson))),
            "switchyard.plugins": UnsafeRawPointer(
                Self.keep(sy_plugins(size: Self.size(sy_plugins.self), call: callService))),
            "switchyard.log": UnsafeRawPointer(Self.keep(sy_log(size: Self.size(sy_log.self), write: writeLog))),
        ]
    }

    func service(_ id: String, version: UInt32) -> UnsafeRawPointer? { version == 1 ? services[id] : nil }

    private static func size<Table>(_ type: Table.Type) -> UInt64 { UInt64(MemoryLayout<Table>.size) }

    private static func keep<Table>(_ table: Table) -> UnsafePointer<Table> {
        let pointer = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        pointer.initialize(to: table)
        return UnsafePointer(pointer)
    }
}

/// Runs a host call: finds the frame, checks that the hook may do this, and turns errors into a status.
func answer(
    _ call: OpaquePointer?, _ name: String, in accesses: CallFrame.Access, _ body: (CallFrame) throws -> Void
) -> Int32 {
    guard let frame = OpenCalls.frame(call) else { return SY_INVALID }
    do {
        guard accesses.contains(frame.access) else {
            throw PluginError(.forbidden, "\(name) is not possible \(frame.access == .query ? "in a query" : "in create")")
        }
        try body(frame)
        return SY_OK
    } catch {
        let failure = PluginError(wrapping: error)
        frame.lastError = failure.message
        return failure.code.status
    }
}

private func findService(_ host: UnsafePointer<sy_host>?, _ id: sy_bytes, _ version: UInt32) -> UnsafeRawPointer? {
    HostTables.shared.service(id.text ?? "", version: version)
}

private func setResult(_ call: OpaquePointer?, _ document: sy_bytes) -> Int32 {
    answer(call, "result", in: [.apply, .query]) { frame in
        guard document.size <= BridgeLimits.documentSize else {
            throw PluginError(
                .invalid, "the answer of the hook has \(document.size) bytes, \(BridgeLimits.documentSize) are allowed: answer a part")
        }
        do { frame.result = try document.document() } catch let error as JSONError {
            throw PluginError(.invalid, "the answer of the hook is not a JSON document: \(error)")
        }
    }
}

private func setFailure(_ call: OpaquePointer?, _ code: Int32, _ message: sy_bytes) -> Int32 {
    let status = answer(call, "fail", in: [.load, .apply, .query]) { $0.failure = message.text }
    return status == SY_OK ? (code == SY_OK ? SY_FAILED : code) : status
}

private func lastError(_ call: OpaquePointer?, _ message: UnsafeMutablePointer<sy_bytes>?) -> Int32 {
    answer(call, "last_error", in: [.load, .apply, .query]) { message?.pointee = $0.arena.bytes($0.lastError) }
}

private func eventTime(_ call: OpaquePointer?, _ time: UnsafeMutablePointer<Int64>?) -> Int32 {
    answer(call, "now", in: [.load, .apply, .query]) { time?.pointee = $0.host.now.milliseconds }
}

private func eventRandom(_ call: OpaquePointer?, _ bits: UnsafeMutablePointer<UInt64>?) -> Int32 {
    answer(call, "random", in: [.apply]) { bits?.pointee = try $0.host.random() }
}

private func configuration(_ call: OpaquePointer?, _ document: UnsafeMutablePointer<sy_bytes>?) -> Int32 {
    answer(call, "configuration", in: [.apply, .query]) {
        document?.pointee = $0.arena.bytes(try $0.host.configuration())
    }
}

private func findPerson(
    _ call: OpaquePointer?, _ login: sy_bytes, _ document: UnsafeMutablePointer<sy_bytes>?
) -> Int32 {
    answer(call, "person", in: [.apply, .query]) { frame in
        guard let person = try frame.host.person(login.text ?? "") else {
            throw PluginError(.notFound, "nobody here has the login '\(login.text ?? "")'")
        }
        document?.pointee = frame.arena.bytes(try JSON(encoding: person))
    }
}

private func callService(
    _ call: OpaquePointer?, _ service: sy_bytes, _ version: Int64, _ method: sy_bytes, _ argument: sy_bytes,
    _ result: UnsafeMutablePointer<sy_bytes>?
) -> Int32 {
    answer(call, "a service call", in: [.apply]) { frame in
        let id = ServiceID(service.text ?? "", version: Int(version))
        let answer = try frame.host.callService(id, method: method.text ?? "", try argument.document())
        result?.pointee = frame.arena.bytes(answer)
    }
}

private func writeLog(_ call: OpaquePointer?, _ level: Int32, _ message: sy_bytes, _ metadata: sy_bytes) -> Int32 {
    answer(call, "log", in: [.load, .apply, .query]) { frame in
        let members = metadata.data == nil ? [:] : try metadata.document().object ?? [:]
        let texts = members.mapValues { $0.string ?? $0.text }
        frame.host.log(LogLevel(rawValue: min(max(level, SY_LOG_DEBUG), SY_LOG_ERROR)) ?? .info, message.text ?? "", texts)
    }
}

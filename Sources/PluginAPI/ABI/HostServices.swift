internal import PluginABI

/// The host's tables, looked up once when the instance is made.
///
/// Unchecked: the tables belong to the host, do not change and outlive the instance.
struct HostServices: @unchecked Sendable {
    let host: sy_host
    let event: sy_event_service
    let store: sy_store
    let requests: sy_requests
    let people: sy_people
    let plugins: sy_plugins
    let log: sy_log

    init(_ host: UnsafePointer<sy_host>) throws {
        guard let copy = copied(host, through: \sy_host.last_error) else {
            throw PluginError(.unsupported, "this host is older than ABI 1.0; update Switchyard")
        }
        self.host = copy
        event = try Self.find("switchyard.event", through: \sy_event_service.configuration, host)
        store = try Self.find("switchyard.store", through: \sy_store.last_inserted_id, host)
        requests = try Self.find("switchyard.requests", through: \sy_requests.reply, host)
        people = try Self.find("switchyard.people", through: \sy_people.person, host)
        plugins = try Self.find("switchyard.plugins", through: \sy_plugins.call, host)
        log = try Self.find("switchyard.log", through: \sy_log.write, host)
    }

    private static func find<Table: BitwiseCopyable, Member>(
        _ id: String, through last: KeyPath<Table, Member>, _ host: UnsafePointer<sy_host>
    ) throws -> Table {
        let arena = Arena()
        defer { arena.end() }
        let found = host.pointee.service?(host, arena.bytes(id), 1)?.assumingMemoryBound(to: Table.self)
        guard let table = copied(found, through: last) else {
            throw PluginError(.unsupported, "this host does not offer the service \(id)/1; update Switchyard")
        }
        return table
    }
}

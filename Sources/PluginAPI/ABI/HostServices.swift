internal import PluginABI

/// The host's tables, looked up once when the instance is made.
///
/// Unchecked: the tables belong to the host, do not change and outlive the instance.
struct HostServices: @unchecked Sendable {
    let host: UnsafePointer<sy_host>
    let event: UnsafePointer<sy_event_service>
    let store: UnsafePointer<sy_store>
    let requests: UnsafePointer<sy_requests>
    let people: UnsafePointer<sy_people>
    let plugins: UnsafePointer<sy_plugins>
    let log: UnsafePointer<sy_log>

    init(_ host: UnsafePointer<sy_host>) throws {
        self.host = host
        event = try Self.find("switchyard.event", sy_event_service.self, \.size, host)
        store = try Self.find("switchyard.store", sy_store.self, \.size, host)
        requests = try Self.find("switchyard.requests", sy_requests.self, \.size, host)
        people = try Self.find("switchyard.people", sy_people.self, \.size, host)
        plugins = try Self.find("switchyard.plugins", sy_plugins.self, \.size, host)
        log = try Self.find("switchyard.log", sy_log.self, \.size, host)
    }

    private static func find<Table>(
        _ id: String, _ type: Table.Type, _ size: KeyPath<Table, UInt64>, _ host: UnsafePointer<sy_host>
    ) throws -> UnsafePointer<Table> {
        let arena = Arena()
        defer { arena.end() }
        guard let table = host.pointee.service?(host, arena.bytes(id), 1)?.assumingMemoryBound(to: type),
            table.pointee[keyPath: size] >= UInt64(MemoryLayout<Table>.size)
        else {
            throw PluginError(.unsupported, "this host does not offer the service \(id)/1; update Switchyard")
        }
        return table
    }
}

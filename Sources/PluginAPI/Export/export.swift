internal import PluginABI
import Synchronization

/// Answers the table of hooks of a plugin. For the one exported function of a plugin's library:
///
/// ```swift
/// import PluginAPI
///
/// @_cdecl("sy_plugin_1")
/// public func plugin() -> UnsafeRawPointer? { export(HelloPlugin.self) }
/// ```
///
/// Declare it at file scope. The table lives as long as the process, and is the same for each call.
///
/// - Returns: a pointer to the `sy_plugin` of the C header.
public func export<P: Plugin>(_ type: P.Type) -> UnsafeRawPointer? {
    let address = exportedTables.withLock { tables in
        if let table = tables[ObjectIdentifier(type)] { return table }
        let table = UInt(bitPattern: makeTable(PluginKind(manifest: type.manifest) { type.init() }))
        tables[ObjectIdentifier(type)] = table
        return table
    }
    return UnsafeRawPointer(bitPattern: address)
}

/// Addresses of the tables by plugin type.
private let exportedTables = Mutex<[ObjectIdentifier: UInt]>([:])

/// What the callbacks, which cannot be generic, know of a plugin's type.
final class PluginKind: Sendable {
    let manifest: Manifest
    let make: @Sendable () -> any Plugin

    init(manifest: Manifest, make: @escaping @Sendable () -> any Plugin) {
        self.manifest = manifest
        self.make = make
    }
}

/// What the host holds for a plugin.
final class PluginInstance: Sendable {
    let plugin: any Plugin
    let services: HostServices
    let prefix: String

    init(kind: PluginKind, services: HostServices) {
        plugin = kind.make()
        prefix = kind.manifest.prefix
        self.services = services
    }
}

private func makeTable(_ kind: PluginKind) -> UnsafeMutablePointer<sy_plugin>? {
    guard var document = try? JSON(encoding: kind.manifest) else { return nil }
    document["abi"] = "\(SY_ABI_MAJOR).\(SY_ABI_MINOR)"
    var table = sy_plugin()
    table.size = UInt64(MemoryLayout<sy_plugin>.size)
    table.abi_major = UInt32(SY_ABI_MAJOR)
    table.abi_minor = UInt32(SY_ABI_MINOR)
    table.context = Unmanaged.passRetained(kind).toOpaque()
    // The table is never freed, and neither is the memory of its manifest.
    table.manifest = Unmanaged.passRetained(Arena()).takeUnretainedValue().bytes(document)
    table.create = createInstance
    table.destroy = destroyInstance
    table.start = startHook
    table.event = eventHook
    table.timer = timerHook
    table.command = commandHook
    table.authorize = authorizeHook
    table.operation = operationHook
    table.query = queryHook
    table.service = serviceHook
    table.resync = resyncHook
    let pointer = UnsafeMutablePointer<sy_plugin>.allocate(capacity: 1)
    pointer.initialize(to: table)
    return pointer
}

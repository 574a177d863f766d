import PluginABI
package import PluginAPI

/// The table of hooks that a plugin's entry function returned, checked.
///
/// Unchecked: the table belongs to the plugin, does not change and lives as long as the process.
package struct PluginTable: @unchecked Sendable {
    let pointer: UnsafePointer<sy_plugin>
    let hooks: sy_plugin
    /// The manifest inside the library.
    package let manifest: Manifest
    /// The manifest as it is in the library.
    package let document: JSON

    /// Checks version, size and manifest of what `sy_plugin_1` returned.
    ///
    /// - Throws: ``PluginError`` with a sentence that says what is wrong, without naming the file.
    package init(entryAnswer: UnsafeRawPointer?) throws {
        guard let pointer = entryAnswer?.assumingMemoryBound(to: sy_plugin.self) else {
            throw PluginError(.failed, "sy_plugin_1 answered NULL: the plugin refuses to run here; its documentation should say why")
        }
        // Version first: in another major version the layout after it is unknown.
        guard let head = copied(pointer, through: \sy_plugin.abi_minor), head.abi_major == UInt32(SY_ABI_MAJOR) else {
            let version = "\(pointer.pointee.abi_major).\(pointer.pointee.abi_minor)"
            throw PluginError(
                .unsupported, "it was built for ABI \(version), this host has \(Self.version); rebuild it with this host's header")
        }
        guard let table = copied(pointer, through: \sy_plugin.extension) else {
            throw PluginError(
                .invalid, "its table has \(head.size) bytes, less than in ABI 1.0; set its size to sizeof(sy_plugin)")
        }
        guard table.create != nil else { throw PluginError(.invalid, "its table has no create function") }
        self.pointer = pointer
        hooks = table
        do {
            document = try table.manifest.document()
            manifest = try document.decode(as: Manifest.self)
        } catch {
            throw PluginError(.invalid, "the manifest inside the library cannot be read: \(error)", cause: error)
        }
    }

    /// The ABI version of this host: `1.0`.
    package static var version: String { "\(SY_ABI_MAJOR).\(SY_ABI_MINOR)" }

    /// The ABI version that the plugin was built with.
    package var version: String { "\(hooks.abi_major).\(hooks.abi_minor)" }
}

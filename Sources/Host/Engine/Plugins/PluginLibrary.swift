import PluginAPI
package import PluginBridge

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Opening shared libraries.
package enum PluginLibrary {
    private static let entryName = "sy_plugin_1"

    /// Opens a library and asks it for its table of hooks.
    ///
    /// - Parameters:
    ///   - path: the file to open; it has been checked, since the dynamic linker may crash on a broken one.
    ///   - name: its name in messages.
    /// - Throws: ``PluginLoadError`` `notLoadable` or `wrongVersion`.
    package static func open(_ path: String, named name: String) throws -> PluginTable {
        dlerror()
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
            let reason = String(cString: dlerror()).replacing(path, with: name)
            throw PluginLoadError(
                .notLoadable, "\(name) cannot be opened: \(reason); build it on this system, against its Swift and libraries")
        }
        guard let symbol = dlsym(handle, entryName) else {
            if let other = (0...99).first(where: { $0 != 1 && dlsym(handle, "sy_plugin_\($0)") != nil }) {
                throw PluginLoadError(
                    .wrongVersion,
                    "\(name) is a plugin for ABI \(other), this host has ABI \(PluginTable.version); rebuild it with this host's header")
            }
            throw PluginLoadError(.notLoadable, "\(name) is not a plugin: it exports no function \(entryName)")
        }
        typealias Entry = @convention(c) () -> UnsafeRawPointer?
        let entry = unsafeBitCast(symbol, to: Entry.self)
        do { return try PluginTable(entryAnswer: entry()) } catch {
            let failure = PluginError(wrapping: error)
            throw PluginLoadError(failure.code == .unsupported ? .wrongVersion : .notLoadable, "\(name): \(failure.message)")
        }
    }

    /// The manifest inside a library, as text with sorted keys.
    ///
    /// Opens the library in this process; call it in a child process, because the library may crash it.
    ///
    /// - Throws: ``PluginLoadError``.
    package static func manifest(of path: String) throws -> String { try open(path, named: path).document.text }

    /// Names of the members in which two manifests differ.
    static func differences(_ first: JSON, _ second: JSON) -> [String] {
        guard let first = first.object, let second = second.object else { return ["everything"] }
        return Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }.sorted()
    }
}

/// Why a plugin cannot be loaded or locked.
package struct PluginLoadError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: String, Sendable {
        /// The folder has no library, no manifest, or something else is missing.
        case missing
        /// The plugin is not in the lock file, or differs from it.
        case notLocked
        /// The library cannot be opened, or is not a plugin.
        case notLoadable
        /// It was built for another ABI.
        case wrongVersion
        /// The manifests inside and beside the library differ.
        case manifestDiffers
        /// A manifest breaks a rule.
        case manifestInvalid
        /// Plugins cannot be used together.
        case clash
    }

    /// What kind of failure it is.
    package let code: Code
    /// What happened and what to do about it; names the file.
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    package var description: String { message }
}

/// A plugin says at its start that it cannot work.
package struct PluginRefusal: Error, Sendable, CustomStringConvertible {
    package let plugin: String
    /// Which plugin, its version, and why.
    package let description: String
}

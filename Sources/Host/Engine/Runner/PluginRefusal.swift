/// A plugin cannot be loaded, or says that it cannot work, while a runner starts.
package struct PluginRefusal: Error, Sendable, CustomStringConvertible {
    package let plugin: String
    /// `load`, which includes making its instance, `start` or `resync`.
    package let hook: String
    /// Which plugin it is, and why.
    package let description: String
}

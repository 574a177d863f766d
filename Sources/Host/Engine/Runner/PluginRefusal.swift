/// A plugin cannot be loaded, or says that it cannot work, while a runner starts.
package struct PluginRefusal: Error, Sendable, CustomStringConvertible {
    package let plugin: String
    /// `load`, which makes its instance, too, `start` or `resync`.
    package let hook: String
    /// Which plugin it is, and why.
    package let description: String
}

/// Names that belong to a plugin: `staging_failed` of `queue` is `queue.staging_failed` to everybody else.
package enum ScopedName {
    /// The full name. A name that already begins with the plugin's id stays as it is.
    package static func full(_ name: String, of plugin: String) -> String {
        name.hasPrefix("\(plugin).") ? name : "\(plugin).\(name)"
    }

    /// The name without the plugin's id; nil for a name that is not the plugin's.
    package static func bare(_ name: String, of plugin: String) -> String? {
        name.hasPrefix("\(plugin).") ? String(name.dropFirst(plugin.count + 1)) : nil
    }
}

/// The host where plugins are named: as the owner of its own commands, messages, effects and operations.
package enum HostPlugin {
    /// What stands in the place of a plugin's id; no plugin may have it.
    package static let id = "host"
}

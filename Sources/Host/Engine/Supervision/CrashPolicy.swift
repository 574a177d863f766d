package import Store

/// What follows from a crash of the runner: a function over the recorded crashes.
package enum CrashPolicy {
    /// What to do before the runner starts again.
    package enum Verdict: Sendable, Hashable {
        /// Nothing: the same event is applied again.
        case goOn
        /// The event is applied without the plugin.
        case setAside(event: Int64, plugin: String)
        /// The plugin is not queried for a while; it still gets events. See ``Silence``.
        case silence(plugin: String)
        /// The plugin is not loaded until an operator releases it.
        case quarantine(plugin: String)
    }

    /// How often a plugin may crash on one event before that event is set aside for it.
    package static let crashesPerEvent = 2
    /// How often a plugin may crash within ``window`` before it is quarantined or, for crashes in queries, before it is no longer queried.
    package static let crashesPerWindow = 3
    /// Milliseconds.
    package static let window: Int64 = 10 * 60 * 1000

    /// Decides.
    /// - Parameters:
    ///   - crash: the latest one.
    ///   - earlier: those before it, in any order.
    package static func verdict(on crash: Crash, earlier: [Crash]) -> Verdict {
        // A crash outside of any hook is our own fault.
        guard let plugin = crash.plugin else { return .goOn }
        // A visitor of a page must not be able to stop a plugin's work, so crashes in queries are counted separately.
        guard !crash.isInQuery else {
            return Silence(of: plugin, after: earlier + [crash], at: crash.time) == nil ? .goOn : .silence(plugin: plugin)
        }
        let own = (earlier + [crash]).filter { $0.plugin == plugin && !$0.isForgiven && !$0.isInQuery }
        let recent = own.filter { $0.time > crash.time - window }
        if recent.count >= crashesPerWindow { return .quarantine(plugin: plugin) }
        guard let event = crash.event else {
            // For a plugin that cannot be loaded or started, or that crashes on a thread of its own, there is no event to set aside.
            return recent.count { $0.event == nil } >= crashesPerEvent ? .quarantine(plugin: plugin) : .goOn
        }
        return own.count { $0.event == event } >= crashesPerEvent ? .setAside(event: event, plugin: plugin) : .goOn
    }

    /// How long to wait before the runner starts again: not at all after the first crashes, then longer and longer; milliseconds.
    /// - Parameter recent: crashes within ``window``, this one included.
    package static func delay(afterCrashes recent: Int) -> Int64 {
        recent <= 2 ? 0 : Backoff(base: 100, ceiling: 30_000).delay(afterFailures: recent - 2)
    }
}

import PluginAPI
package import Store

/// An open circuit breaker: a plugin is not queried for a while, because the runner crashed too often in its queries. A function over
/// the record of crashes. Its pages and resources are unavailable meanwhile, and its work goes on.
package struct Silence: Sendable, Hashable {
    package let plugin: String
    /// When it may be queried again, in milliseconds.
    package let until: Int64
    /// The latest crash: the hook, and how the runner ended.
    package let reason: String

    /// - Parameters:
    ///   - crashes: in any order; those of other plugins are ignored.
    ///   - now: milliseconds; the result is nil if the plugin may be queried then.
    package init?(of plugin: String, after crashes: [Crash], at now: Int64) {
        // A crash in the future was recorded by a clock that has been put back since.
        let own = crashes.filter { $0.plugin == plugin && $0.isInQuery && !$0.isForgiven && $0.time <= now }.sorted { $0.time < $1.time }
        guard let last = own.last, own.count >= CrashPolicy.crashesPerWindow else { return nil }
        until = own[own.count - CrashPolicy.crashesPerWindow].time + CrashPolicy.window
        guard until > now else { return nil }
        self.plugin = plugin
        reason = "the runner \(last.reason) in its \(last.hook ?? "query")"
    }

    /// For a caller that queries it all the same.
    var sentence: String {
        "plugin \(plugin) is asked nothing until \(Timestamp(milliseconds: until)), because it crashed too often, last: \(reason)"
    }
}

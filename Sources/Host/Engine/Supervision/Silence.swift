import PluginAPI
package import Store

/// A while during which a plugin is asked nothing, because the runner ended too often while it answered: a function over the
/// record of crashes. Its pages and resources are not available then, and its work goes on.
package struct Silence: Sendable, Hashable {
    package let plugin: String
    /// When it may be asked again, in milliseconds.
    package let until: Int64
    /// What happened last: the hook, and how the runner ended.
    package let reason: String

    /// - Parameters:
    ///   - crashes: in any order, also those of others.
    ///   - now: milliseconds; nil is the answer where the plugin may be asked then.
    package init?(of plugin: String, after crashes: [Crash], at now: Int64) {
        // What lies ahead was recorded by a clock that has been put back since.
        let own = crashes.filter { $0.plugin == plugin && $0.isInQuery && !$0.isForgiven && $0.time <= now }.sorted { $0.time < $1.time }
        guard let last = own.last, own.count >= CrashPolicy.crashesPerWindow else { return nil }
        until = own[own.count - CrashPolicy.crashesPerWindow].time + CrashPolicy.window
        guard until > now else { return nil }
        self.plugin = plugin
        reason = "the runner \(last.reason) in its \(last.hook ?? "query")"
    }

    /// For a caller that asks all the same.
    var sentence: String {
        "plugin \(plugin) is asked nothing until \(Timestamp(milliseconds: until)), because it crashed too often, last: \(reason)"
    }
}

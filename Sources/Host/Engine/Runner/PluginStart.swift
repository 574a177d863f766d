import PluginAPI
import PluginBridge
import Store

/// Starts the plugins: declares their timers, lets them make and migrate their tables, and lets a plugin that is new here
/// build what it keeps from the mirror.
struct PluginStart {
    let scope: EventScope
    let plugins: PluginSet

    func run() throws {
        for member in plugins.members {
            try declareTimers(of: member)
            do {
                let calls = PluginCalls(member: member, scope: scope, plugins: plugins)
                try member.plugin.start(calls)
                let known = "plugin.version:\(member.summary.id)"
                if try scope.transaction.setting(known) == nil { try member.plugin.resync(calls) }
                try scope.transaction.setSetting(known, "\(member.summary.version) \(member.summary.sha256)")
            } catch {
                throw PluginError(
                    .failed, "plugin \(member.summary.id) \(member.summary.version) cannot start: \(PluginError(wrapping: error).message)",
                    cause: error)
            }
        }
    }

    private func declareTimers(of member: PluginSet.Member) throws {
        for timer in member.plugin.manifest.timers {
            let period = timer.periodSeconds.map { Int64($0) * 1000 }
            // A periodic timer is first due at once: it is a safety net, and nobody knows what was missed.
            try scope.transaction.declareTimer(
                plugin: member.summary.id, name: timer.name, sequence: timer.sequence, periodMs: period,
                firstDueAt: period == nil ? nil : scope.time)
        }
    }
}

import PluginAPI
import PluginBridge
import Store

/// Starts the plugins: declares their timers, lets them create and migrate their tables, and lets a plugin that is new here
/// build its data from the mirror.
struct PluginStart {
    let scope: EventScope
    let plugins: PluginSet

    func run() throws {
        try noteAbsences()
        try stopTimers()
        for member in plugins.members {
            try declareTimers(of: member)
            let calls = PluginCalls(member: member, scope: scope, plugins: plugins)
            try run("start", of: member) { try member.plugin.start(calls) }
            try resyncIfNeeded(member, calls)
        }
    }

    /// A failure of this hook is the plugin's own, unless the database failed at something that must always work.
    private func run(_ hook: String, of member: PluginSet.Member, _ body: () throws -> Void) throws {
        do { try body() } catch {
            let failure = PluginError(wrapping: error)
            if let trouble = scope.storageTrouble ?? failure.cause.flatMap(StoreError.init(trouble:)) { throw trouble }
            throw PluginRefusal(
                plugin: member.summary.id, hook: hook,
                description: "plugin \(member.summary.id) \(member.summary.version) cannot start: \(failure.message)")
        }
    }

    /// A plugin that is new here, or comes back, has missed what happened meanwhile: it builds its tables from the mirror.
    private func resyncIfNeeded(_ member: PluginSet.Member, _ calls: PluginCalls) throws {
        let transaction = scope.transaction
        let (version, absence) = ("plugin.version:\(member.summary.id)", "plugin.absent:\(member.summary.id)")
        let isNew = try transaction.setting(version) == nil
        if try isNew || transaction.setting(absence) == "1" { try run("resync", of: member) { try member.plugin.resync(calls) } }
        try transaction.setSetting(version, "\(member.summary.version) \(member.summary.sha256)")
        try transaction.setSetting(absence, "0")
    }

    /// Records which plugins are absent this time.
    private func noteAbsences() throws {
        let present = Set(plugins.members.map(\.summary.id))
        for id in try scope.transaction.settingNames(prefix: "plugin.version:") where !present.contains(id) {
            try scope.transaction.setSetting("plugin.absent:\(id)", "1")
        }
    }

    /// Stops the timers that no plugin declares any more. Those of quarantined plugins stay, for when the plugin comes back.
    private func stopTimers() throws {
        for timer in try scope.transaction.timers() where !plugins.declares(timer: timer.name, of: timer.plugin) {
            try scope.transaction.stopTimer(plugin: timer.plugin, name: timer.name)
        }
    }

    private func declareTimers(of member: PluginSet.Member) throws {
        for timer in member.plugin.manifest.timers {
            let period = timer.periodSeconds.map { Int64($0) * 1000 }
            // A new periodic timer is due at once: it is a safety net, and nobody knows what was missed.
            try scope.transaction.declareTimer(
                plugin: member.summary.id, name: timer.name, sequence: timer.sequence, periodMs: period,
                firstDueAt: period == nil ? nil : scope.time)
        }
    }
}

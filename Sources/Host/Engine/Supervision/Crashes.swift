import PluginAPI
import Store

/// Carries out the consequences of a crash, in the transaction in which it is recorded.
struct Crashes {
    let selection: PluginSelection
    let crash: Crash

    func carryOut(_ verdict: CrashPolicy.Verdict, _ transaction: HostTransaction) throws {
        switch verdict {
        case .goOn, .silence: break
        case .setAside(let event, let plugin):
            let reason = "\(plugin) crashed \(CrashPolicy.crashesPerEvent) times on it: the runner \(crash.reason)"
            try transaction.setAside(event: event, plugin: plugin, reason: reason)
        case .quarantine(let plugin):
            guard let member = selection.members.first(where: { $0.id == plugin }) else { return }
            let reason = "it crashed too often, last in its \(crash.hook ?? "start"): the runner \(crash.reason)"
            try transaction.save(
                Quarantine(plugin: plugin, sha256: member.prepared.entry.sha256, time: crash.time, reason: reason))
            let document: JSON = ["plugin": .string(plugin), "reason": .string(reason), "sha256": .string(member.prepared.entry.sha256)]
            _ = try transaction.append(
                InboxEntry(
                    source: "supervisor", delivery: "\(plugin)-quarantined-\(try transaction.lastSeq())",
                    kind: EventKind.pluginQuarantined.rawValue,
                    time: crash.time, document: document.text))
        }
    }
}

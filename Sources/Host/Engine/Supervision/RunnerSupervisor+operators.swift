package import PluginAPI
import Store

/// What operators see of the runner, and what they can do.
extension RunnerSupervisor {
    /// Ends a plugin's quarantine and loads it again, which rebuilds its tables from the mirror. Or ends its silence.
    /// - Returns: false if there was neither.
    /// - Throws: ``SupervisionError`` if it crashes again at once; it then stays in quarantine.
    package func release(plugin: String, actor: String) async throws -> Bool {
        // Which plugins are in quarantine is not known until a replacement is over.
        if isReplacing, unavailableReason == nil { await waitForReplacement() }
        // A caller that starts runners need not make way for one that starts none.
        guard held[plugin] != nil else { return try endSilence(of: plugin, actor: actor) }
        // Others may replace the runner, or release the plugin, meanwhile.
        await beginReplacement()
        defer { endReplacement() }
        guard let quarantine = held[plugin] else {
            await bringBackIfDown()
            return false
        }
        try await swap(to: selection, releasing: plugin)
        // Not before: if the host is killed meanwhile, the plugin is still held back and cannot keep the host from starting.
        do {
            try store.write { transaction in
                _ = try transaction.release(plugin: plugin)
                try append(quarantine.reason, ofReleased: plugin, actor: actor, transaction)
            }
        } catch {
            await hold(quarantine)
            throw SupervisionError(.system, "its release cannot be recorded: \(error)")
        }
        forgetCrashesInQueries(of: plugin)
        return true
    }

    private func endSilence(of plugin: String, actor: String) throws -> Bool {
        guard let silence = silence(of: plugin) else { return false }
        try store.write { transaction in
            try transaction.forgiveQueries(of: plugin)
            try append(silence.reason, ofReleased: plugin, actor: actor, transaction)
        }
        forgetCrashesInQueries(of: plugin)
        return true
    }

    private func append(_ reason: String, ofReleased plugin: String, actor: String, _ transaction: HostTransaction) throws {
        let document: JSON = ["plugin": .string(plugin), "reason": .string(reason)]
        _ = try transaction.append(
            InboxEntry(
                source: "supervisor", delivery: "\(plugin)-released-\(try transaction.lastSeq())", kind: EventKind.pluginReleased.rawValue,
                time: clock.now, actor: actor, document: document.text))
    }

    /// The runner for `status` and pages.
    package var document: JSON {
        var document: JSON = [
            "pid": JSON(pid.map(Int.init)), "starts": .int(Int64(starts)), "state": .string(stateName),
            "held": .array(held.values.sorted { $0.plugin < $1.plugin }.map(Self.document)),
            "silent": .array(selection.members.compactMap { silence(of: $0.id).map(Self.document) }),
        ]
        if let unavailableReason { document["reason"] = .string(unavailableReason) }
        if let pause { document["reason"] = .string(pause) }
        if let isolation = report?.isolation { document["isolation"] = (try? JSON(encoding: isolation)) ?? .null }
        if let crash = lastCrash { document["last_crash"] = Self.document(crash) }
        return document
    }

    private var stateName: String {
        if pid == nil { return "starting" }
        return pause == nil ? "running" : "paused"
    }

    private static func document(_ quarantine: Quarantine) -> JSON {
        [
            "plugin": .string(quarantine.plugin), "since": RFC3339.text(quarantine.time), "reason": .string(quarantine.reason),
            "sha256": .string(quarantine.sha256),
        ]
    }

    private static func document(_ silence: Silence) -> JSON {
        ["plugin": .string(silence.plugin), "until": RFC3339.text(silence.until), "reason": .string(silence.reason)]
    }

    /// A crash as it appears in lists.
    static func document(_ crash: Crash) -> JSON {
        [
            "time": RFC3339.text(crash.time), "event": JSON(crash.event.map(Int.init)), "plugin": JSON(crash.plugin),
            "hook": JSON(crash.hook), "reason": .string(crash.reason), "forgiven": .bool(crash.isForgiven),
        ]
    }
}

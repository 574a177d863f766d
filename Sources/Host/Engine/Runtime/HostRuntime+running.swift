import Foundation
package import PluginAPI
import PluginRules
import Store

/// What an operator can make a running host do.
extension HostRuntime {
    /// Does everything that can be done now, and reports what it did.
    /// - Returns: the report, and whether it finished within the limit.
    /// - Throws: ``MaintenanceIsOn`` while timers and effects are held back: the triggers would run when maintenance ends.
    package func drain(due: [String], asOf: Int64?, limit: Int, actor: String) async throws -> (report: JSON, isComplete: Bool) {
        if await engine.isMaintenance { throw MaintenanceIsOn() }
        for name in due {
            _ = try await operate(plugin: HostPlugin.id, name: "trigger.run", parameters: ["name": .string(name)], actor: actor)
        }
        let started = options.clock.now
        do {
            let report = try await engine.settle(limit: limit, asOf: asOf)
            return (document(report, started: started, errors: []), true)
        } catch let error as SettleLimitReached {
            return (document(error.report, started: started, errors: ["\(error)"]), false)
        }
    }

    private func document(_ report: SettleReport, started: Int64, errors: [String]) -> JSON {
        [
            "ran": .array(report.timers.map { ["trigger": .string($0.name), "times": .int(Int64($0.times))] }),
            "events": .int(Int64(report.events)), "effects": .int(Int64(report.effects)), "waiting": JSON(report.waiting),
            "errors": JSON(errors), "quiescent": .bool(errors.isEmpty && report.isQuiescent),
            "ms": .int(options.clock.now - started),
        ]
    }

    /// Holds timers and effects back, or releases them; persists across restarts.
    package func setMaintenance(_ isOn: Bool, actor: String) async throws { try await engine.setMaintenance(isOn, actor: actor) }
}

extension AccessControl {
    /// The tokens of a host that need not be running.
    /// - Throws: ``RuntimeError`` if no host has used the data folder.
    package static func openExisting(dataDirectory: String) throws -> AccessControl {
        let path = "\(dataDirectory)/host.db"
        guard FileManager.default.fileExists(atPath: path) else {
            throw RuntimeError("\(path) is not there; give the host's folder with --data, or start the host once")
        }
        return AccessControl(store: try HostStore(path: path))
    }
}

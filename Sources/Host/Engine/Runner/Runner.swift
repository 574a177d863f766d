package import Logging
import PluginAPI
package import Store

/// Applies events: one at a time, each in one transaction, by deterministic code.
///
/// Confined to one thread. It has no token, no network and no clock: what it wants from the world it requests as effects.
package final class Runner {
    let store: StateStore
    let plugins: PluginSet
    let logger: Logger

    /// Opens the runner and starts its plugins, which create and migrate their tables before the first event.
    package init(store: StateStore, plugins: PluginSet, logger: Logger) throws {
        self.store = store
        self.plugins = plugins
        self.logger = logger
        try store.apply { transaction in
            let time = Int64(try transaction.setting("applied_time") ?? "") ?? 0
            let scope = EventScope(
                transaction: transaction, seq: try transaction.appliedSeq(), time: time, actor: "bot",
                cause: EventScope.Cause(kind: "operator", id: "start"))
            scope.allowsRequests = false
            try PluginStart(scope: scope, plugins: plugins).run()
            FaultPoint.hit(.startBeforeCommit)
        }
        FaultPoint.hit(.startAfterCommit)
    }

    /// The last event applied; 0 before the first.
    package func appliedSeq() throws -> Int64 {
        try store.apply { try $0.appliedSeq() }
    }

    /// Applies an event; one that was applied before changes nothing.
    /// - Parameters:
    ///   - previous: an event that must have been applied.
    ///   - setAside: plugins that do not get it, and why.
    package func apply(_ event: LoggedEvent, after previous: Int64? = nil, setAside: [String: String] = [:]) throws -> Applied {
        var isKept = false
        defer { if !isKept { plugins.forgetDefinitions() } }
        let applied = try store.apply { transaction in
            let last = try transaction.appliedSeq()
            guard event.seq > last else { return Applied(seq: event.seq, answer: try transaction.lastAnswer(to: event.seq)) }
            if let previous, previous > last {
                throw SupervisionError(.refused, "event \(event.seq) cannot be applied before event \(previous)")
            }
            let scope = EventScope(
                transaction: transaction, seq: event.seq, time: event.entry.time, actor: event.entry.actor ?? "bot",
                cause: Self.cause(of: event))
            scope.setAside = setAside
            scope.whenUndone = plugins.forgetDefinitions
            // A plugin that jumped out of a service has left it too high.
            plugins.depth = 0
            let answer = try Application(scope: scope, plugins: plugins, logger: logger).run(event)
            try transaction.setAppliedSeq(event.seq)
            try transaction.setSetting("applied_time", String(event.entry.time))
            if let answer { try transaction.setLastAnswer(answer, to: event.seq) }
            FaultPoint.hit(.applyBeforeCommit)
            return Applied(seq: event.seq, effects: scope.effects, answer: answer)
        }
        isKept = true
        FaultPoint.hit(.applyAfterCommit)
        return applied
    }

    private static func cause(of event: LoggedEvent) -> EventScope.Cause {
        let entry = event.entry
        let kind =
            switch EventKind(rawValue: entry.kind) {
            case .timer: "trigger"
            case .effectOutcome: "effect"
            case .operation, .configurationApplied: "operator"
            default: "delivery"
            }
        return EventScope.Cause(kind: kind, id: entry.delivery)
    }
}

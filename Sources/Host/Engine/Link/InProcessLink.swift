import Dispatch
package import Logging
package import PluginAPI
import PluginBridge
package import Store

/// The link to a runner in the same process: its own thread, one call after another.
package final class InProcessLink: Link, @unchecked Sendable {  // The runner is used only on the queue.
    private let runner: Runner
    private let queries: PluginQueries
    private let clock: any EngineClock
    /// A thread outside Swift's pool: a hook that blocks must not stop the rest of the host.
    private let applyQueue = DispatchQueue(label: "switchyard.apply")
    private let queryQueue = DispatchQueue(label: "switchyard.query", attributes: .concurrent)

    /// - Parameter runner: from now on used only by this link.
    package init(runner: Runner, reader: StateReader, clock: any EngineClock, logger: Logger) {
        self.runner = runner
        self.clock = clock
        queries = PluginQueries(plugins: runner.plugins, reader: reader, logger: logger)
    }

    package func appliedSeq() async throws -> Int64 {
        try await onApplyThread { try self.runner.appliedSeq() }
    }

    package func apply(_ event: LoggedEvent) async throws -> Applied {
        try await onApplyThread { try self.runner.apply(event) }
    }

    package func plugins() async throws -> [PluginSummary] {
        runner.plugins.members.map(\.summary)
    }

    package func query(plugin: String, _ call: QueryCall) async throws -> JSON {
        let now = clock.now
        return try await withCheckedThrowingContinuation { continuation in
            queryQueue.async { continuation.resume(with: Result { try self.queries.ask(plugin, call, now: now) }) }
        }
    }

    private func onApplyThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            applyQueue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}

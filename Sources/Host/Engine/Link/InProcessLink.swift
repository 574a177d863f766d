import Dispatch
package import Logging
package import PluginAPI
import PluginBridge
package import Store

/// The link to a runner in the same process: its own thread, one call after another.
package final class InProcessLink: Link, @unchecked Sendable {  // The runner is used on the queue alone.
    private let runner: Runner
    private let reader: StateReader
    private let logger: Logger
    private let clock: any EngineClock
    /// A thread outside Swift's pool: a hook that blocks must not keep the rest of the host from running.
    private let applyQueue = DispatchQueue(label: "switchyard.apply")
    private let queryQueue = DispatchQueue(label: "switchyard.query", attributes: .concurrent)

    /// - Parameter runner: used by this link alone from now on.
    package init(runner: Runner, reader: StateReader, clock: any EngineClock, logger: Logger) {
        self.runner = runner
        self.reader = reader
        self.clock = clock
        self.logger = logger
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
        guard let member = runner.plugins.member(plugin) else {
            throw PluginError(.notFound, "plugin \(plugin) is not loaded")
        }
        let now = Timestamp(milliseconds: clock.now)
        return try await withCheckedThrowingContinuation { continuation in
            queryQueue.async {
                continuation.resume(
                    with: Result {
                        try self.reader.read { transaction in
                            try member.plugin.query(
                                call, QueryCalls(member: member, transaction: transaction, now: now, logger: self.logger))
                        }
                    })
            }
        }
    }

    private func onApplyThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            applyQueue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}

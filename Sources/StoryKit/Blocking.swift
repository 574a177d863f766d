import Foundation

/// Runs blocking work, such as waiting for another program, away from the threads that tasks share: the simulator runs on
/// those, and what is waited for may be waiting for the simulator.
package func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
    }
}

/// Runs work with a deadline, at which `onExpiry` makes the work end.
///
/// The work itself is never abandoned, so `onExpiry` must make it end, for example by killing the process that it waits for.
/// - Parameter milliseconds: how long the work may take.
package func withDeadline<Value>(
    _ milliseconds: Int64, onExpiry: @escaping @Sendable () -> Void, _ work: () async throws -> Value
) async rethrows -> Value {
    // Unstructured, because a task group would move the work off the caller's actor; the alarm ends with this function.
    let alarm = Task {
        guard (try? await Task.sleep(for: .milliseconds(milliseconds))) != nil else { return }
        onExpiry()
    }
    defer { alarm.cancel() }
    return try await work()
}

/// Runs work and stops waiting for it at the deadline. The work is then cancelled, but nobody waits for it to end.
/// - Parameter milliseconds: how long to wait.
/// - Returns: nil at the deadline.
package func withDeadline<Value: Sendable>(
    _ milliseconds: Int64, abandoning work: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    let values = AsyncThrowingStream<Value, any Error> { continuation in
        // Unstructured, because a task group would wait for work that ignores its cancellation.
        let working = Task {
            do {
                continuation.yield(try await work())
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        let alarm = Task {
            guard (try? await Task.sleep(for: .milliseconds(milliseconds))) != nil else { return }
            continuation.finish()
        }
        continuation.onTermination = { _ in
            working.cancel()
            alarm.cancel()
        }
    }
    for try await value in values { return value }
    return nil
}

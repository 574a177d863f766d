internal import Synchronization

/// Lets one task through at a time, in the order in which they came.
///
/// An actor alone does not do that: while one of its methods waits for a process, others run.
package final class Gate: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Makes a gate that is free.
    package init() {}

    /// Runs an operation alone. The gate is handed to the next in line, so that nobody overtakes.
    package func with<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        await enter()
        defer { leave() }
        return try await body()
    }

    /// Waits until the gate is free and takes it. The wait is bounded, because every holder has a deadline.
    func enter() async {
        await withCheckedContinuation { continuation in
            let passes = state.withLock { state in
                if state.isTaken {
                    state.waiting.append(continuation)
                    return false
                }
                state.isTaken = true
                return true
            }
            if passes { continuation.resume() }
        }
    }

    /// Releases the gate to the next in line.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}

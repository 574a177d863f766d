import Foundation
import Synchronization

/// A thread that never ends: children that are to die with their parent die with the *thread* that started them, and the threads
/// of a pool come and go.
final class PermanentThread: Sendable {
    private let waiting = Mutex<[@Sendable () -> Void]>([])
    private let signal = DispatchSemaphore(value: 0)

    init(name: String) {
        let thread = Thread { [self] in work() }
        thread.name = name
        thread.stackSize = 1 << 19
        thread.start()
    }

    private func work() -> Never {
        while true {
            signal.wait()
            let body = waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            body?()
        }
    }

    /// Runs a closure on the thread.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            waiting.withLock { $0.append { continuation.resume(with: Result(catching: body)) } }
            signal.signal()
        }
    }
}

import Synchronization

/// Lets one task wait until another says that there is something to do. Calls while nobody waits are remembered as one.
final class WakeSignal: Sendable {
    private struct State {
        var isPending = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func wake() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiter = state.waiter else {
                state.isPending = true
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isPending = state.withLock { state -> Bool in
                guard !state.isPending else {
                    state.isPending = false
                    return true
                }
                state.waiter = continuation
                return false
            }
            if isPending { continuation.resume() }
        }
    }
}

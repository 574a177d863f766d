import Contract
import Forge
import Synchronization

/// A clock that jumps ahead by each sleep.
final class ManualClock: ForgeClock {
    private let state: Mutex<(now: Timestamp, sleeps: [Int64])>

    init(_ now: Timestamp = Timestamp(seconds: 1_700_000_000)) {
        state = Mutex((now, []))
    }

    var now: Timestamp { state.withLock { $0.now } }

    /// How long each sleep was, in milliseconds.
    var sleeps: [Int64] { state.withLock { $0.sleeps } }

    func sleep(until moment: Timestamp) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.sleeps.append(moment - state.now)
            state.now = max(state.now, moment)
        }
    }

    func advance(milliseconds: Int64) {
        state.withLock { $0.now = $0.now.adding(milliseconds: milliseconds) }
    }
}

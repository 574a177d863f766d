import Engine
import Synchronization

/// The host's clock where it is not the forge's: it goes with another one, ahead of it.
final class ShiftedClock: EngineClock {
    private let base: ManualClock
    private let lead = Mutex<Int64>(0)

    init(_ base: ManualClock) { self.base = base }

    var now: Int64 { base.now + lead.withLock { $0 } }

    /// Sets it ahead of the other one, or right again.
    func set(ahead seconds: Int64) { lead.withLock { $0 = seconds * 1000 } }
}

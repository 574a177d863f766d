import Engine
import Synchronization

/// A host clock that differs from the forge's: it follows another clock with an offset.
final class ShiftedClock: EngineClock {
    private let base: ManualClock
    private let lead = Mutex<Int64>(0)

    init(_ base: ManualClock) { self.base = base }

    var now: Int64 { base.now + lead.withLock { $0 } }

    /// Sets the offset; 0 corrects the clock.
    func set(ahead seconds: Int64) { lead.withLock { $0 = seconds * 1000 } }
}

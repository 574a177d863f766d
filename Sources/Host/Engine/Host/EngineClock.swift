import Foundation
import Synchronization

/// Where the host's time comes from. Decisions never read it: they get the time of their event.
package protocol EngineClock: Sendable {
    /// Milliseconds since 1970.
    var now: Int64 { get }
}

/// The machine's clock, kept from running backwards: a clock that is set back stands still until it has caught up.
package final class SystemClock: EngineClock {
    private let last = Mutex<Int64>(0)

    package init() {}

    package var now: Int64 {
        let current = Int64(Date().timeIntervalSince1970 * 1000)
        return last.withLock { last in
            last = max(last, current)
            return last
        }
    }
}

/// A clock that moves when it is told to.
package final class ManualClock: EngineClock {
    private let time: Mutex<Int64>

    /// - Parameter now: milliseconds since 1970.
    package init(now: Int64) { time = Mutex(now) }

    package var now: Int64 { time.withLock { $0 } }

    /// Moves the clock forward.
    package func advance(milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

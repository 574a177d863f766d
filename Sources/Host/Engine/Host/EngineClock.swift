import Foundation
import Synchronization

/// Where the host's time comes from. Decisions never read it: they get the time of their event.
package protocol EngineClock: Sendable {
    /// Milliseconds since 1970.
    var now: Int64 { get }
}

/// The machine's clock, kept from running backwards: where it is set back, time goes on from where it was until it has
/// caught up.
package final class SystemClock: EngineClock {
    private struct Reading {
        /// What was answered last, and when that was on a clock that nobody sets.
        var time: Int64
        var instant: ContinuousClock.Instant
    }

    private let wall: @Sendable () -> Int64
    private let steady: @Sendable () -> ContinuousClock.Instant
    private let last: Mutex<Reading>
    /// A clock that is adjusted by less than this, in milliseconds, just stands still.
    private static let adjustment: Int64 = 1_000

    /// - Parameters:
    ///   - wall: the machine's clock, milliseconds since 1970.
    ///   - steady: a clock that is never set.
    package init(
        wall: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) },
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.wall = wall
        self.steady = steady
        last = Mutex(Reading(time: 0, instant: steady()))
    }

    package var now: Int64 {
        let (current, instant) = (wall(), steady())
        return last.withLock { last in
            if current >= last.time {
                last = Reading(time: current, instant: instant)
            } else if last.time - current > Self.adjustment {
                let passed = (instant - last.instant).components
                let milliseconds = passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000
                // The rest of a millisecond stays for the next reading.
                if milliseconds > 0 {
                    last = Reading(time: last.time + milliseconds, instant: last.instant + .milliseconds(milliseconds))
                }
            }
            return last.time
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

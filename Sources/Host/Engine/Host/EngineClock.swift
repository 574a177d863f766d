import Foundation
package import Logging
import Synchronization

/// The source of the host's time. Decisions never read it: they get the time of their event.
package protocol EngineClock: Sendable {
    /// Milliseconds since 1970.
    var now: Int64 { get }
}

/// The machine's clock, but monotonic: if it is set back, time continues from where it was at half speed until the
/// machine's clock has caught up.
package final class SystemClock: EngineClock {
    /// The last readings of the machine's two clocks, and the time derived from them.
    private struct Reading {
        /// The time that was returned.
        var time: Int64
        /// The reading of the clock that can be set.
        var wall: Int64
        /// The reading of the clock that cannot be set.
        var instant: ContinuousClock.Instant
        /// The time from which on it runs at half speed, while it does.
        var slowFrom: (time: Int64, instant: ContinuousClock.Instant)?

        /// Advances to the clocks' present readings.
        /// - Returns: by how much the machine's clock was set in between, in milliseconds; negative if it was set back.
        mutating func move(to wall: Int64, at instant: ContinuousClock.Instant) -> Int64 {
            let jump = wall - self.wall - Self.milliseconds(from: self.instant, to: instant)
            if time - wall > SystemClock.adjustment {
                let start = slowFrom ?? (time: time, instant: self.instant)
                time = start.time + Self.milliseconds(from: start.instant, to: instant) / 2
                slowFrom = start
            } else {
                time = max(time, wall)
                slowFrom = nil
            }
            self.wall = wall
            self.instant = instant
            return jump
        }

        private static func milliseconds(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Int64 {
            let passed = (end - start).components
            return passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000
        }
    }

    private let wall: @Sendable () -> Int64
    private let steady: @Sendable () -> ContinuousClock.Instant
    private let noteJump: @Sendable (Int64) -> Void
    private let last = Mutex<Reading?>(nil)
    /// If the clock is set back by no more than this, in milliseconds, time waits for it to catch up.
    private static let adjustment: Int64 = 1_000
    /// Changes of the clock below this, in milliseconds, are not reported.
    private static let worthTelling: Int64 = 10_000

    /// - Parameters:
    ///   - wall: the machine's clock, milliseconds since 1970.
    ///   - steady: a clock that cannot be set.
    ///   - noteJump: called each time the machine's clock was set, with the difference in milliseconds; negative for back.
    package init(
        wall: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) },
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        noteJump: @escaping @Sendable (Int64) -> Void = { _ in }
    ) {
        self.wall = wall
        self.steady = steady
        self.noteJump = noteJump
    }

    /// The machine's clock, with a log line each time it is set.
    package convenience init(logger: Logger) {
        self.init(noteJump: { jump in
            if jump > 0 {
                logger.warning("the machine's clock was set ahead", metadata: ["seconds": "\(jump / 1000)"])
            } else {
                logger.warning(
                    "the machine's clock was set back: the host's goes at half pace until it has caught up",
                    metadata: ["seconds": "\(-jump / 1000)"])
            }
        })
    }

    package var now: Int64 {
        let (time, jump) = last.withLock { last -> (Int64, Int64) in
            // Inside the lock, so that readings are recorded in the order in which they were taken.
            let (current, instant) = (wall(), steady())
            guard var reading = last else {
                last = Reading(time: current, wall: current, instant: instant)
                return (current, 0)
            }
            let jump = reading.move(to: current, at: instant)
            last = reading
            return (reading.time, jump)
        }
        if abs(jump) >= Self.worthTelling { noteJump(jump) }
        return time
    }
}

/// A clock that moves only when told to.
package final class ManualClock: EngineClock {
    private let time: Mutex<Int64>

    /// - Parameter now: milliseconds since 1970.
    package init(now: Int64) { time = Mutex(now) }

    package var now: Int64 { time.withLock { $0 } }

    /// Moves the clock forward.
    package func advance(milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

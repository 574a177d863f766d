import Foundation
package import Logging
import Synchronization

/// Where the host's time comes from. Decisions never read it: they get the time of their event.
package protocol EngineClock: Sendable {
    /// Milliseconds since 1970.
    var now: Int64 { get }
}

/// The machine's clock, kept from running backwards: where it is set back, time goes on from where it was at half pace, until the
/// machine's clock has caught up.
package final class SystemClock: EngineClock {
    /// What both clocks of the machine said, and what was made of it.
    private struct Reading {
        /// What was answered.
        var time: Int64
        /// What the clock that can be set said.
        var wall: Int64
        /// What the clock that nobody sets said.
        var instant: ContinuousClock.Instant
        /// From where on time goes at half pace, while it does.
        var slowFrom: (time: Int64, instant: ContinuousClock.Instant)?

        /// Goes on to what the clocks say now.
        /// - Returns: by how much the machine's clock was set meanwhile, in milliseconds; negative where it was set back.
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
    /// A clock that is set back by no more than this, in milliseconds, is waited for.
    private static let adjustment: Int64 = 1_000
    /// By how much the clock must be set before anybody hears of it, in milliseconds.
    private static let worthTelling: Int64 = 10_000

    /// - Parameters:
    ///   - wall: the machine's clock, milliseconds since 1970.
    ///   - steady: a clock that is never set.
    ///   - noteJump: hears once of each time that the machine's clock was set, by how many milliseconds; negative for back.
    package init(
        wall: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) },
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        noteJump: @escaping @Sendable (Int64) -> Void = { _ in }
    ) {
        self.wall = wall
        self.steady = steady
        self.noteJump = noteJump
    }

    /// The machine's clock, with a line in the log for each time that it was set.
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
            // Inside the lock, so that readings come in the order in which they were made.
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

/// A clock that moves when it is told to.
package final class ManualClock: EngineClock {
    private let time: Mutex<Int64>

    /// - Parameter now: milliseconds since 1970.
    package init(now: Int64) { time = Mutex(now) }

    package var now: Int64 { time.withLock { $0 } }

    /// Moves the clock forward.
    package func advance(milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

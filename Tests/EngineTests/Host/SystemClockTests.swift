import Engine
import Synchronization
import Testing

@Suite("The machine's clock")
struct SystemClockTests {
    /// Both clocks of a machine, moved by hand; milliseconds.
    private final class Machine: Sendable {
        private let wall = Mutex<Int64>(1_000_000)
        private let steady = Mutex(ContinuousClock.now)

        func pass(_ milliseconds: Int64) {
            set(by: milliseconds)
            steady.withLock { $0 += .milliseconds(milliseconds) }
        }

        func set(by milliseconds: Int64) { wall.withLock { $0 += milliseconds } }

        var clock: SystemClock {
            SystemClock(wall: { self.wall.withLock { $0 } }, steady: { self.steady.withLock { $0 } })
        }
    }

    private static let day: Int64 = 24 * 3_600_000

    @Test("it says what the machine says")
    func straight() {
        let machine = Machine()
        let clock = machine.clock
        #expect(clock.now == 1_000_000)
        machine.pass(250)
        #expect(clock.now == 1_000_250)
        machine.set(by: Self.day)
        #expect(clock.now == 1_000_250 + Self.day)
    }

    @Test("set back a day, time goes on from where it was until it has caught up")
    func setBack() {
        let machine = Machine()
        let clock = machine.clock
        _ = clock.now
        machine.set(by: -Self.day)
        machine.pass(60_000)
        #expect(clock.now == 1_060_000)
        machine.pass(60_000)
        #expect(clock.now == 1_120_000)
        machine.set(by: Self.day)
        machine.pass(5_000)
        #expect(clock.now == 1_125_000)
    }

    @Test("a small step back is waited out")
    func smallStep() {
        let machine = Machine()
        let clock = machine.clock
        _ = clock.now
        machine.set(by: -400)
        machine.pass(100)
        #expect(clock.now == 1_000_000)
        machine.pass(500)
        #expect(clock.now == 1_000_200)
    }
}

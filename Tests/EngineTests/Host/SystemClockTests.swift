import Engine
import Synchronization
import Testing

@Suite("The machine's clock")
struct SystemClockTests {
    /// Both clocks of a machine, moved by hand; milliseconds.
    private final class Machine: Sendable {
        private let wall = Mutex<Int64>(1_000_000)
        private let steady = Mutex(ContinuousClock.now)
        private let noted = Mutex<[Int64]>([])

        /// The reported jumps.
        var jumps: [Int64] { noted.withLock { $0 } }

        func pass(_ milliseconds: Int64) {
            set(by: milliseconds)
            steady.withLock { $0 += .milliseconds(milliseconds) }
        }

        func set(by milliseconds: Int64) { wall.withLock { $0 += milliseconds } }

        var clock: SystemClock {
            SystemClock(
                wall: { self.wall.withLock { $0 } }, steady: { self.steady.withLock { $0 } },
                noteJump: { jump in self.noted.withLock { $0.append(jump) } })
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

    @Test("set back a day, time goes on from where it was at half pace")
    func setBack() {
        let machine = Machine()
        let clock = machine.clock
        _ = clock.now
        machine.set(by: -Self.day)
        machine.pass(60_000)
        #expect(clock.now == 1_030_000)
        for _ in 0..<60_000 {
            machine.pass(1)
            _ = clock.now
        }
        #expect(clock.now == 1_060_000, "however often it is asked")
        machine.set(by: Self.day)
        machine.pass(5_000)
        #expect(clock.now == 1_125_000)
    }

    @Test("after a jump of an hour that was corrected, it says what the machine says two hours later")
    func meets() {
        let machine = Machine()
        let clock = machine.clock
        let hour: Int64 = 3_600_000
        _ = clock.now
        machine.set(by: hour)
        #expect(clock.now == 1_000_000 + hour)
        machine.set(by: -hour)
        var last = clock.now
        for _ in 0..<121 {
            machine.pass(60_000)
            let now = clock.now
            #expect(now >= last)
            last = now
        }
        #expect(last == 1_000_000 + 121 * 60_000)
        machine.pass(500)
        #expect(clock.now == last + 500)
    }

    @Test("each time that the clock was set is told of once, unless it was by little")
    func jumps() {
        let machine = Machine()
        let clock = machine.clock
        #expect(clock.now == 1_000_000)
        for jump in [Self.day, 5_000, -Self.day, -5_000] {
            machine.set(by: jump)
            for _ in 0..<3 {
                machine.pass(1_000)
                _ = clock.now
            }
        }
        #expect(machine.jumps == [Self.day, -Self.day])
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

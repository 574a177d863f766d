import Store
import Testing

@testable import Engine

@Suite("What follows from a crash")
struct CrashPolicyTests {
    /// A crash of `p` on an event, minutes after the beginning.
    private static func crash(_ event: Int64? = 7, minute: Int64 = 0, plugin: String? = "p", hook: String? = nil) -> Crash {
        Crash(
            time: minute * 60_000, event: event, plugin: plugin, hook: hook ?? (event == nil ? "start" : "event forge.status"),
            reason: "was ended by signal 11")
    }

    private static func forgiven(_ crash: Crash) -> Crash {
        var crash = crash
        crash.isForgiven = true
        return crash
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var earlier: [Crash]
        var last: Crash
        var verdict: CrashPolicy.Verdict

        init(_ what: String, _ earlier: [Crash], _ last: Crash, _ verdict: CrashPolicy.Verdict) {
            (testDescription, self.earlier, self.last, self.verdict) = (what, earlier, last, verdict)
        }
    }

    static let rows: [Row] = [
        Row("the first crash: the event is tried again", [], crash(), .goOn),
        Row("the second on one event: it is set aside", [crash()], crash(minute: 1), .setAside(event: 7, plugin: "p")),
        Row("the second on another event: that one is tried again", [crash(6)], crash(7, minute: 1), .goOn),
        Row("the third within ten minutes: quarantine", [crash(5), crash(6, minute: 1)], crash(7, minute: 2), .quarantine(plugin: "p")),
        Row(
            "the third after more than ten minutes: an event like any other", [crash(5), crash(6, minute: 1)], crash(7, minute: 11), .goOn),
        Row(
            "the second on one event, long after the first: it is set aside all the same", [crash()], crash(minute: 600),
            .setAside(event: 7, plugin: "p")),
        Row("crashes of neighbours do not count", [crash(plugin: "q"), crash(6, plugin: "q")], crash(), .goOn),
        Row("what an operator has forgiven does not count", [forgiven(crash()), forgiven(crash(6))], crash(minute: 1), .goOn),
        Row("outside of any hook nobody is to blame", [crash(plugin: nil), crash(plugin: nil)], crash(plugin: nil), .goOn),
        Row("the first while it is started: it is tried again", [], crash(nil), .goOn),
        Row("the second while it is started: quarantine, for there is no event", [crash(nil)], crash(nil), .quarantine(plugin: "p")),
        Row("loading counts with starting", [crash(nil, hook: "load")], crash(nil, hook: "create"), .quarantine(plugin: "p")),
        Row(
            "the second on a thread of its own: quarantine", [crash(nil, hook: HookRecord.strayHook)],
            crash(nil, hook: HookRecord.strayHook), .quarantine(plugin: "p")),
        Row("starting long ago does not count", [crash(nil)], crash(nil, minute: 11), .goOn),
        Row("the second in a query: whoever asks may ask again", [crash(nil, hook: "query a")], crash(nil, hook: "query a"), .goOn),
        Row(
            "the third in a query: it is asked nothing for a while", [crash(nil, hook: "query a"), crash(nil, hook: "query b")],
            crash(nil, hook: "query a"), .silence(plugin: "p")),
        Row(
            "queries do not add up with its work", [crash(nil, hook: "query a"), crash(nil, hook: "query b")], crash(minute: 1), .goOn),
        Row("nor its work with queries", [crash(5), crash(6)], crash(nil, hook: "query a"), .goOn),
        Row(
            "a query and a start: the start has failed once only", [crash(nil, hook: "query a")], crash(nil, hook: "start"), .goOn),
    ]

    @Test("the table of cases", arguments: rows)
    func verdict(_ row: Row) {
        #expect(CrashPolicy.verdict(on: row.last, earlier: row.earlier) == row.verdict)
        #expect(CrashPolicy.verdict(on: row.last, earlier: row.earlier.reversed()) == row.verdict, "the order does not matter")
    }

    /// When the plugin may be queried again after crashes at these minutes, in minutes; nil: at once.
    static let silences: [(minutes: [Int64], now: Int64, until: Int64?)] = [
        ([], 0, nil), ([0, 1], 1, nil), ([0, 1, 2], 2, 10), ([0, 1, 2], 9, 10), ([0, 1, 2], 10, nil), ([0, 1, 2, 10], 10, 11),
        ([0, 6, 12], 12, nil), ([60, 61, 62], 10, nil),
    ]

    @Test("after three crashes in questions it is asked nothing, until the first of them is ten minutes ago", arguments: silences)
    func silence(_ row: (minutes: [Int64], now: Int64, until: Int64?)) {
        let crashes = row.minutes.map { Self.crash(nil, minute: $0, hook: "query a") }
        let others = [Self.crash(5), Self.crash(nil, hook: "start"), Self.crash(nil, plugin: "q", hook: "query a")]
        let silence = Silence(of: "p", after: (crashes + others).reversed(), at: row.now * 60_000)
        #expect(silence?.until == row.until.map { $0 * 60_000 })
        #expect(Silence(of: "p", after: crashes.map(Self.forgiven), at: row.now * 60_000) == nil)
        #expect(Silence(of: "other", after: crashes, at: row.now * 60_000) == nil)
    }

    @Test("a plugin that crashes on everything is in quarantine after three crashes, whatever came between", arguments: 1...50)
    func random(_ seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        var earlier: [Crash] = []
        var counts: [String: Int] = [:]
        for second in 0..<60 {
            let plugin = next(3) == 0 ? nil : "plugin\(next(3))"
            let crash = Crash(
                time: Int64(second) * 1000, event: next(4) == 0 ? nil : Int64(next(5)), plugin: plugin, hook: "event x", reason: "r")
            let verdict = CrashPolicy.verdict(on: crash, earlier: earlier)
            earlier.append(crash)
            guard let plugin else {
                #expect(verdict == .goOn)
                continue
            }
            counts[plugin, default: 0] += 1
            #expect((counts[plugin, default: 0] >= 3) == (verdict == .quarantine(plugin: plugin)) || verdict == .quarantine(plugin: plugin))
            if case .setAside(let event, let other) = verdict {
                #expect(other == plugin && crash.event == event)
                #expect(earlier.count { $0.plugin == plugin && $0.event == event } >= CrashPolicy.crashesPerEvent)
            }
        }
    }

    @Test(
        "the first two restarts come at once, the others ever later, and half a minute is the longest wait",
        arguments: [(0, 0), (1, 0), (2, 0), (3, 100), (4, 200), (5, 400), (10, 12_800), (11, 25_600), (12, 30_000), (10_000, 30_000)])
    func delay(_ crashes: Int, _ milliseconds: Int64) {
        #expect(CrashPolicy.delay(afterCrashes: crashes) == milliseconds)
    }
}

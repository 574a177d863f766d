import Foundation
import Store
import Testing

@testable import Engine

@Suite("Whose doing the end of a runner was")
struct BlameTests {
    private typealias Entry = HookRecord.Entry

    private static let applying = Entry(plugin: "good", hook: "event forge.push", event: 4)
    private static let asking = Entry(plugin: "asked", hook: "query state", event: nil)
    private static let stray = Entry(plugin: "bad", hook: HookRecord.strayHook, event: nil, ending: .signal(11))

    private static func ended(_ entry: Entry, _ ending: Entry.Ending = .signal(11)) -> Entry {
        var entry = entry
        entry.ending = ending
        return entry
    }

    private func culprit(_ entries: [Entry], overdue: Entry? = nil) -> String? {
        let crash = Blame.crash(entries: entries, ending: .signal(SIGSEGV), overdue: overdue, time: 5)
        return crash.plugin.map { "\($0): \(crash.hook ?? "nothing") of \(crash.event.map(String.init) ?? "no event")" }
    }

    @Test("nobody's, when no hook was running")
    func nobody() { #expect(culprit([]) == nil) }

    @Test("the apply thread's hook, when no thread says that it was the one")
    func apply() { #expect(culprit([Self.applying, Self.asking]) == "good: event forge.push of 4") }

    @Test("of two threads, that of the one which ended the process", arguments: [HookRecord.Entry.Ending.signal(6), .exit])
    func query(_ ending: HookRecord.Entry.Ending) {
        #expect(culprit([Self.applying, Self.ended(Self.asking, ending)]) == "asked: query state of no event")
    }

    @Test("the one that the watchdog ended it for, whatever else was running")
    func overdue() { #expect(culprit([Self.applying, Self.asking], overdue: Self.asking) == "asked: query state of no event") }

    @Test("of a plugin whose own thread crashed, not of the neighbour whose hook was running")
    func stray() {
        #expect(culprit([Self.applying, Self.stray]) == "bad: a thread of its own of no event")
        #expect(culprit([Self.stray]) == "bad: a thread of its own of no event")
    }

    @Test("of the hook that started the thread, when that hook was running")
    func strayInHook() {
        let thread = Entry(plugin: "bad", hook: "timer tick", event: 9, ending: .signal(11))
        #expect(culprit([Entry(plugin: "bad", hook: "timer tick", event: 9), thread]) == "bad: timer tick of 9")
        #expect(culprit([Self.applying, thread]) == "bad: timer tick of 9", "also when the hook returned before the process had ended")
    }

    @Test(
        "how it ended is said in words",
        arguments: [
            (Blame.Ending.code(0), "exited with code 0"), (.code(127), "exited with code 127"),
            (.signal(SIGSEGV), "was ended by signal 11 (Segmentation fault)"), (.signal(SIGABRT), "was ended by signal 6 (Aborted)"),
            (.signal(SIGKILL), "which this host did not send"), (.killed("it was slow"), "was ended because it was slow"),
        ])
    func words(_ ending: Blame.Ending, _ words: String) {
        #expect(ending.sentence.contains(words))
        #expect(Blame.crash(entries: [], ending: ending, time: 5).reason == ending.sentence)
    }
}

@Suite("How long hooks may take")
struct WatchdogTests {
    private static let watchdog = Watchdog(hook: 1_000, query: 100)

    private static func entry(_ hook: String, at time: Int64) -> HookRecord.Entry {
        HookRecord.Entry(plugin: "p", hook: hook, event: 1, startedAt: time)
    }

    @Test(
        "each kind has its deadline, and the last millisecond is still in time",
        arguments: [
            ("event forge.push", 1_000, nil), ("event forge.push", 1_001, "p, event forge.push, took longer than 1000 ms"),
            ("timer query", 1_000, nil), ("service queryish", 500, nil), ("start", 1_001, "p, start, took longer than 1000 ms"),
            ("query", 100, nil), ("query", 101, "p, query, took longer than 100 ms"), ("query state", 100, nil),
            ("query state", 101, "p, query state, took longer than 100 ms"),
        ] as [(String, Int64, String?)])
    func deadlines(_ hook: String, _ elapsed: Int64, _ reason: String?) {
        let overdue = Self.watchdog.overdue(among: [Self.entry(hook, at: 50)], now: 50 + elapsed)
        #expect(overdue?.reason == reason)
    }

    @Test("the first that is too late is named, and those in time are let be")
    func several() {
        let entries = [Self.entry("event x", at: 500), Self.entry("query a", at: 990), Self.entry("query b", at: 800)]
        #expect(Self.watchdog.overdue(among: entries, now: 1_000)?.entry == entries[2])
        #expect(Self.watchdog.overdue(among: [], now: .max) == nil)
    }
}

import Foundation
import Testing

@testable import Engine

@Suite("The record of hooks")
struct HookRecordTests {
    private static func lines(_ record: HookRecord) -> [String] {
        record.entries.map { "\($0.plugin) \($0.hook) \($0.event.map(String.init) ?? "-")" }
    }

    @Test("names the innermost hook, and nothing when none runs")
    func nesting() throws {
        let record = try HookRecord()
        #expect(record.entries.isEmpty)
        record.applying(event: 7) {
            #expect(record.entries.isEmpty, "an event alone is not a hook")
            record.hookBegins("event forge.push", of: "caller")
            #expect(Self.lines(record) == ["caller event forge.push 7"])
            record.hookBegins("service detach", of: "callee")
            #expect(Self.lines(record) == ["callee service detach 7"])
            record.hookEnds()
            #expect(Self.lines(record) == ["caller event forge.push 7"])
            record.hookEnds()
            #expect(record.entries.isEmpty)
        }
        #expect(record.entries.isEmpty)
    }

    @Test("the time is that of the outermost hook: services do not make it young again")
    func time() throws {
        let record = try HookRecord()
        let before = HookRecord.now
        record.applying(event: nil) {
            record.hookBegins("start", of: "p")
            let started = record.entries.first?.startedAt ?? 0
            #expect((before...HookRecord.now).contains(started))
            for _ in 0..<1000 {
                record.hookBegins("service s", of: "q")
                #expect(record.entries.first?.startedAt == started)
                record.hookEnds()
            }
            record.hookEnds()
        }
    }

    @Test("is read by another process through its descriptor, here by a second mapping")
    func shared() throws {
        let record = try HookRecord()
        let copy = try HookRecord(attachedTo: dup(record.descriptor))
        copy.applying(event: 3) {
            copy.hookBegins("event x", of: "p")
            #expect(Self.lines(record) == ["p event x 3"])
            copy.hookEnds()
        }
        #expect(record.entries.isEmpty)
    }

    @Test("cannot be cut off: reading what is gone would end the host")
    func sealed() throws {
        let record = try HookRecord()
        for size in [off_t(0), 1 << 20] {
            #expect(ftruncate(record.descriptor, size) == -1 && errno == EPERM)
        }
        #expect(record.entries.isEmpty)
    }

    @Test("each query has a place of its own, and there are 32")
    func queries() throws {
        let record = try HookRecord()
        func ask(_ number: Int) -> Int? {
            record.querying {
                record.hookBegins("query q\(number)", of: "p")
                defer { record.hookEnds() }
                #expect(record.entries.contains { $0.hook == "query q\(number)" && $0.event == nil && $0.isQuery })
                return number
            }
        }
        #expect(ask(1) == 1)
        // Nested only to fill the slots: a thread runs one query at a time.
        func fill(_ left: Int) -> Int {
            let inner = record.querying { left == 0 ? 0 : fill(left - 1) + 1 }
            return inner ?? 0
        }
        #expect(fill(40) == 32)
        #expect(ask(2) == 2, "the places are free again")
    }

    @Test("hooks that never ended, because somebody jumped over them, are forgotten with their event")
    func jumps() throws {
        let record = try HookRecord()
        record.applying(event: 1) {
            for depth in 0..<30 { record.hookBegins("service \(depth)", of: "p") }
            #expect(record.entries.count == 1)
        }
        #expect(record.entries.isEmpty)
        record.applying(event: 2) {
            record.hookBegins("event x", of: "q")
            #expect(Self.lines(record) == ["q event x 2"])
            record.hookEnds()
        }
    }

    @Test("long names are cut and stay text")
    func longNames() throws {
        let record = try HookRecord()
        record.applying(event: 1) {
            record.hookBegins("event " + String(repeating: "é", count: 500), of: String(repeating: "p", count: 500))
            let entry = record.entries.first
            #expect(entry?.plugin == String(repeating: "p", count: 127))
            #expect(entry?.hook.hasPrefix("event ééé") == true)
            #expect((entry?.hook.utf8.count ?? 0) < 140)
            record.hookEnds()
        }
    }

    @Test("outside of an event nothing is noted")
    func outside() throws {
        let record = try HookRecord()
        record.hookBegins("event x", of: "p")
        #expect(record.entries.isEmpty)
        record.hookEnds()
        record.hookEnds()
        #expect(record.entries.isEmpty)
    }
}

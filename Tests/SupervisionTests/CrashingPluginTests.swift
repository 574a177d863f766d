import Foundation
import PluginAPI
import Store
import StoryKit
import Testing

@testable import Engine

/// Plugins that crash the process, or hang. Each does it on a certain event, and behaves before and after.
@Suite("A plugin that takes the process along")
struct CrashingPluginTests {
    /// A kind of misbehaviour, and words of the message that reports it.
    struct Sin: Sendable, CustomTestStringConvertible {
        var id: String
        var words: String
        var hookDeadline: Int64 = 30_000
        var memoryLimit: UInt64 = 4 << 30

        init(_ id: String, _ words: String) {
            self.id = id
            self.words = words
        }

        var testDescription: String { id }
    }

    static let sins: [Sin] =
        [
            Sin("traps", "was ended by signal"), Sin("dereferences-null", "was ended by signal 11"),
            Sin("overflows-its-stack", "was ended by signal 11"), Sin("divides-by-zero", "was ended by signal"),
            Sin("aborts", "was ended by signal 6"), Sin("frees-twice", "was ended by signal 6"), Sin("throws", "was ended by signal 6"),
            Sin("exits", "exited with code 0"), Sin("exits-at-once", "exited with code 3"),
            Sin("kills-itself", "a plugin may have done so, or the kernel"),
        ]
        + ["loops", "sleeps", "loops-in-sql"].map { id in
            var sin = Sin(id, "took longer than 1000 ms")
            sin.hookDeadline = 1_000
            return sin
        }
        + ["takes-all-memory"].map { id in
            var sin = Sin(id, "was ended by signal 11")
            sin.memoryLimit = 1 << 30
            return sin
        }

    @Test("the event is set aside for it after the second crash; its neighbour misses nothing, and no webhook is refused", arguments: sins)
    func onEvent(_ sin: Sin) async throws {
        let options = Yard.Options(hookDeadline: sin.hookDeadline, memoryLimit: sin.memoryLimit)
        try await Yard.with([Misbehaviour(sin.id)], options: options) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second", "third")
            #expect(try await yard.notes("good") == ["first", "sin", "second", "third"])
            #expect(try await yard.notes(sin.id) == ["first", "second", "third"])
            let letters = try yard.deadLetters(of: sin.id)
            #expect(letters.count == 1)
            let message = letters.first?.message ?? ""
            #expect(message.contains("\(sin.id) crashed 2 times on it") && message.contains(sin.words), "\(message)")
            let crashes = try yard.crashes()
            #expect(crashes.map(\.plugin) == [sin.id, sin.id])
            #expect(crashes.map(\.hook) == ["event forge.status", "event forge.status"])
            #expect(yard.book.has("the runner has crashed", "plugin=\(sin.id)", "hook=event forge.status"), "\(yard.book.all)")
            #expect(await yard.held.isEmpty)
        }
    }

    @Test("Swift code that traps is treated no other way", arguments: ["sin/index", "sin/unwrap", "sin/fatal", "sin/overflow"])
    func swift(_ context: String) async throws {
        let plugin = Misbehaviour("swift-traps", source: "SwiftTraps") { $0.events = ["forge.status"] }
        try await Yard.with([plugin]) { (yard: Yard) async throws in
            await yard.statuses("first", context, "second")
            #expect(try await yard.notes("good") == ["first", context, "second"])
            #expect(try await yard.notes("swift-traps") == ["first", "second"])
            #expect(try yard.deadLetters(of: "swift-traps").map(\.message).contains { $0.contains("was ended by signal") })
        }
    }

    @Test("the third crash in ten minutes puts it into quarantine, and its neighbour goes on")
    func quarantine() async throws {
        try await Yard.with([Misbehaviour("traps")]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin/1", "second", "sin/2", "third")
            #expect(try await yard.notes("good") == ["first", "sin/1", "second", "sin/2", "third"])
            let quarantine = try #require(await yard.held["traps"])
            #expect(quarantine.reason.contains("event forge.status") && quarantine.reason.contains("was ended by signal"))
            #expect(yard.book.has("a plugin is held back", "traps"))
            await #expect(throws: SupervisionError.self) { try await yard.query("traps") }
            let problem = try await yard.operate("traps")
            guard case .problem(_, let message, _) = problem else { throw RuntimeError("it answered \(String(describing: problem))") }
            #expect(message.contains("traps"))
        }
    }

    @Test("a plugin that nothing may be applied without stops the log: webhooks are stored, and a release lets it go on")
    func essential() async throws {
        try await Yard.with([Misbehaviour("traps", isEssential: true)]) { (yard: Yard) async throws in
            await yard.statuses("first")
            #expect(try await yard.notes("good") == ["first"])
            await yard.statuses("sin/1", "second", "sin/2", "third")
            try await wait(until: "it is in quarantine") { await yard.held["traps"] != nil }
            #expect(try await yard.operate("good", timeout: 1_000) == nil, "nothing is applied")
            await yard.statuses("fourth")
            try await wait(until: "the reason is known") {
                await yard.runtime.trouble()?.contains("plugin traps is in quarantine") == true
            }
            #expect(try await yard.supervisor.release(plugin: "traps", actor: "test"))
            #expect(try await yard.notes("good") == ["first", "sin/1", "second", "sin/2", "third", "fourth"])
            #expect(await yard.held.isEmpty)
        }
    }

    @Test("what it leaks is the runner's, and counts when there is no more")
    func leak() async throws {
        let options = Yard.Options(memoryLimit: 600 << 20)
        try await Yard.with([Misbehaviour("leaks")], options: options) { (yard: Yard) async throws in
            for round in 1...8 { await yard.statuses("sin/\(round)") }
            #expect(try await yard.notes("good") == (1...8).map { "sin/\($0)" })
            // After the crash a new runner gets the same event, and has memory again.
            #expect(try await yard.notes("leaks") == (1...8).map { "sin/\($0)" })
            let crashes = try yard.crashes()
            #expect(crashes.map(\.plugin) == ["leaks"] || crashes.map(\.plugin) == ["leaks", "leaks"], "\(crashes)")
        }
    }
}

import Foundation
import PluginAPI
import Store
import StoryKit
import Testing

@testable import Engine

/// Plugins that tamper with the process itself: its threads, its files, its link to the host, its end.
@Suite("A plugin that lays hands on the process")
struct WaywardPluginTests {
    @Test(
        "its own thread crashes when the hook is long over: it is to blame, not the neighbour whose hook runs",
        arguments: [("crashes-in-a-thread", nil), ("aborts-in-a-thread", "BY_ABORT"), ("exits-in-a-thread", "BY_EXIT")])
    func thread(_ id: String, _ define: String?) async throws {
        let plugin = Misbehaviour(id, source: "crashes-in-a-thread", define: define)
        try await Yard.with([plugin]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin/1")
            try await wait(until: "it crashes", seconds: 30) { try yard.crashes().count == 1 }
            await yard.statuses("second", "sin/2")
            try await wait(until: "it is held back", seconds: 30) { await yard.held[id] != nil }
            await yard.statuses("third")
            #expect(try await yard.notes("good") == ["first", "sin/1", "second", "sin/2", "third"])
            #expect(try yard.crashes().map(\.plugin) == [id, id])
            #expect(try yard.crashes().map(\.hook) == [HookRecord.strayHook, HookRecord.strayHook])
            #expect(await yard.held[id]?.reason.contains("last in its \(HookRecord.strayHook)") == true)
        }
    }

    @Test("a thread that the hook waits for is part of the hook: the event is set aside")
    func awaitedThread() async throws {
        let plugin = Misbehaviour("crashes-and-waits", source: "crashes-in-a-thread", define: "IS_AWAITED")
        try await Yard.with([plugin]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second")
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
            let crashes = try yard.crashes()
            #expect(crashes.map(\.hook) == ["event forge.status", "event forge.status"])
            #expect(try await yard.notes("crashes-and-waits") == ["first", "second"])
            #expect(await yard.held.isEmpty)
        }
    }

    @Test("the memory that the host reads cannot be taken from under it")
    func record() async throws {
        try await Yard.with([Misbehaviour("truncates-the-record")]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second")
            #expect(try await yard.notes("truncates-the-record") == ["first", "sin", "second"])
            #expect(try yard.crashes().isEmpty)
        }
    }

    @Test(
        "its thread is gone, its files are closed, its link is full of rubbish, its signals are handled by itself: it is named",
        arguments: [
            // Whether the hook or the reader of the link notices first is a matter of chance; who is blamed is not.
            ("ends-its-thread", "the runner was ended"), ("scribbles-on-the-link", "sent a malformed message"),
            ("closes-everything", "the runner"), ("takes-the-handlers", "was ended by signal 11"),
        ])
    func process(_ id: String, _ words: String) async throws {
        try await Yard.with([Misbehaviour(id)], options: Yard.Options(hookDeadline: 1_000)) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second")
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
            #expect(try await yard.notes(id) == ["first", "second"])
            #expect(try yard.crashes().map(\.plugin) == [id, id])
            let message = try #require(try yard.deadLetters(of: id).first?.message)
            #expect(message.contains("\(id) crashed 2 times on it") && message.contains(words), "\(message)")
        }
    }

    @Test("it cannot become two processes, another program or a server, nor signal the host")
    func processes() async throws {
        try await Yard.with([Misbehaviour("forks")]) { (yard: Yard) async throws in
            await yard.statuses("sin")
            #expect(try await yard.notes("forks") == ["sin"])
            #expect(try yard.crashes().isEmpty)
        }
    }

    @Test("it does not let the process end: the process is ended, and the next one goes on where it was")
    func end() async throws {
        try await Yard.with([Misbehaviour("never-ends")], options: Yard.Options(stopDeadline: 300)) { (yard: Yard) async throws in
            await yard.statuses("sin", "first")
            _ = try await yard.notes("good")
            let before = await yard.supervisor.pid
            try await yard.supervisor.replace(with: await yard.supervisor.selection)
            #expect(await yard.supervisor.pid != before)
            await yard.statuses("second")
            #expect(try await yard.notes("never-ends") == ["sin", "first", "second"])
            #expect(try yard.crashes().isEmpty, "an end that was asked for is not a crash")
        }
    }

    @Test("Swift code that keeps what a hook was given is refused, and a task that traps later is its plugin's")
    func swift() async throws {
        let plugin = Misbehaviour("swift-lingers", source: "SwiftLingers") { $0.events = ["forge.status"] }
        try await Yard.with([plugin]) { (yard: Yard) async throws in
            await yard.statuses("sin/keep", "sin/use", "sin/thread", "first")
            #expect(try await yard.notes("swift-lingers") == ["refused", "refused", "first"])
            await yard.statuses("sin/task")
            try await wait(until: "it crashes", seconds: 30) { try !yard.crashes().isEmpty }
            await yard.statuses("second")
            #expect(try await yard.notes("good") == ["sin/keep", "sin/use", "sin/thread", "first", "sin/task", "second"])
            #expect(try yard.crashes().first?.plugin == "swift-lingers")
        }
    }
}

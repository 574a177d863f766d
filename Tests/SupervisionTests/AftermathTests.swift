import Foundation
import PluginAPI
import Store
import StoryKit
import Synchronization
import Testing

@testable import Engine

/// What an operator finds after a plugin has misbehaved, and what can be done about it.
@Suite("What remains of a misbehaviour")
struct AftermathTests {
    private static func ended(_ letter: DeadLetter, _ state: String, succeeded: Bool? = nil) -> OperationAnswer {
        var document: JSON = ["id": .int(letter.id), "state": .string(state)]
        if let succeeded { document["succeeded"] = .bool(succeeded) }
        return .document(document)
    }

    private func ask(_ yard: Yard, _ operation: String, _ id: Int64) async throws -> OperationAnswer? {
        guard
            case .answered(let answer) = try await yard.runtime.operate(
                plugin: "host", name: operation, parameters: ["id": .int(id)], actor: "operator", timeout: 60_000)
        else { return nil }
        return answer
    }

    @Test("what a hook failed on is tried again once the plugin is mended, and once only")
    func retry() async throws {
        try await Yard.with([Misbehaviour("fails")]) { (yard: Yard) async throws in
            await yard.statuses("sin/1", "sin/2", "sin/3")
            #expect(try await yard.notes("fails") == [])
            let letters = try yard.deadLetters(of: "fails")
            #expect(letters.map(\.message) == Array(repeating: "failed: not today", count: 3))

            #expect(try await ask(yard, "dead_letter.retry", letters[0].id) == Self.ended(letters[0], "retried", succeeded: false))
            #expect(try yard.deadLetters(of: "fails").count == 4, "it failed again, and that is a letter of its own")

            #expect(try await yard.operate("fails", "mend") != nil)
            #expect(try await ask(yard, "dead_letter.retry", letters[1].id) == Self.ended(letters[1], "retried", succeeded: true))
            #expect(try await ask(yard, "dead_letter.drop", letters[2].id) == Self.ended(letters[2], "dropped"))
            #expect(try await yard.notes("fails") == ["mended", "sin/2"])
            for id in [letters[1].id, letters[2].id] {
                guard case .problem(409, _, "id")? = try await ask(yard, "dead_letter.retry", id) else {
                    throw RuntimeError("dead letter \(id) was taken twice")
                }
            }
            guard case .problem(404, _, "id")? = try await ask(yard, "dead_letter.retry", 4_711) else {
                throw RuntimeError("a letter that there is not was taken")
            }
            #expect(try await yard.notes("good") == ["sin/1", "sin/2", "sin/3"])
        }
    }

    @Test("a runner that ends before its replacement is over is replaced, too")
    func endsWhileReplacing() async throws {
        try await Yard.with([]) { (yard: Yard) async throws in
            await yard.statuses("first")
            let supervisor = yard.supervisor
            let kills = Mutex(1)
            await supervisor.whenReady { [engine = yard.runtime.engine] in
                let mustKill = kills.withLock { left in
                    defer { left = max(0, left - 1) }
                    return left > 0
                }
                if mustKill, let pid = await supervisor.pid {
                    kill(pid, SIGKILL)
                    // The report of its end arrives during the replacement.
                    try? await wait(until: "its end is known") { await supervisor.pid == nil }
                }
                await engine.runnerIsBack()
            }
            try await supervisor.replace(with: supervisor.selection)
            await yard.statuses("second")
            #expect(try await yard.notes("good") == ["first", "second"])
            #expect(await supervisor.starts == 3)
            #expect(try yard.crashes().count == 1)
            #expect(await yard.runtime.trouble() == nil)
        }
    }

    @Test("what a plugin crashed on can be tried again: it crashes again, and the retry is set aside")
    func retryCrash() async throws {
        try await Yard.with([Misbehaviour("traps")]) { (yard: Yard) async throws in
            await yard.statuses("sin")
            #expect(try await yard.notes("traps") == [])
            let letter = try #require(try yard.deadLetters(of: "traps").first)
            let answer = try await ask(yard, "dead_letter.retry", letter.id)
            // The third crash within ten minutes: by the time the request is answered, the plugin is no longer loaded.
            guard case .problem(409, let message, _)? = answer else { throw RuntimeError("\(String(describing: answer))") }
            #expect(message.contains("traps is not loaded"), "\(message)")
            #expect(await yard.held["traps"] != nil)
            #expect(try yard.deadLetters(of: "traps").filter { $0.state == .open }.map(\.id) == [letter.id])
            #expect(try await yard.notes("good") == ["sin"])
        }
    }

    @Test("a plugin that comes back from quarantine builds its tables anew, and others do not")
    func resync() async throws {
        try await Yard.with([Misbehaviour("counts-resyncs")]) { (yard: Yard) async throws in
            await yard.statuses("first")
            #expect(try await yard.notes("counts-resyncs") == ["resync", "first"])
            await yard.statuses("sin/1")
            #expect(try await yard.notes("counts-resyncs") == ["resync", "first"], "a restart alone is not an absence")
            await yard.statuses("sin/2", "missed")
            #expect(try await yard.notes("good") == ["first", "sin/1", "sin/2", "missed"])
            #expect(await yard.held["counts-resyncs"] != nil)
            #expect(try await yard.supervisor.release(plugin: "counts-resyncs", actor: "operator"))
            #expect(try await yard.supervisor.release(plugin: "counts-resyncs", actor: "operator") == false, "it is free")
            await yard.statuses("second")
            #expect(try await yard.notes("counts-resyncs").prefix(3) == ["resync", "first", "resync"])
            #expect(try await yard.notes("counts-resyncs").last == "second")
            #expect(try yard.crashes().allSatisfy(\.isForgiven), "what was forgiven does not count any more")
        }
    }

    @Test("a plugin that is left out for a while builds its tables anew when it returns")
    func absence() async throws {
        try await Yard.with([Misbehaviour("counts-resyncs")]) { (yard: Yard) async throws in
            await yard.statuses("first")
            _ = try await yard.notes("good")
            let all = await yard.supervisor.selection
            var less = all
            less.members.removeAll { $0.id == "counts-resyncs" }
            try await yard.supervisor.replace(with: less)
            await yard.statuses("missed")
            #expect(try await yard.notes("good") == ["first", "missed"])
            try await yard.supervisor.replace(with: all)
            await yard.statuses("second")
            #expect(try await yard.notes("counts-resyncs") == ["resync", "first", "resync", "second"])
        }
    }

    @Test("quarantine, crash and dead letter are in the log and in what operators see")
    func lists() async throws {
        try await Yard.with([Misbehaviour("traps")]) { (yard: Yard) async throws in
            await yard.statuses("sin/1", "sin/2")
            _ = try await yard.notes("good")
            let plugins = try await yard.runtime.plugins()
            #expect(plugins.array?.first { $0["id"] == "traps" }?["quarantine"].string?.contains("event forge.status") == true)
            #expect(plugins.array?.first { $0["id"] == "good" }?["quarantine"].isNull == true)
            let crashes = try yard.runtime.crashes(HostRuntime.ListFilter()).items
            #expect(crashes.count == 3 && crashes.allSatisfy { $0["plugin"] == "traps" })
            let letters = try yard.runtime.deadLetters(HostRuntime.ListFilter()).items
            #expect(letters.count == 1 && letters[0]["can_be_retried"] == true)
            var filter = HostRuntime.ListFilter()
            filter.kind = "plugin.quarantined"
            #expect(try yard.runtime.events(filter).items.count == 1)
            let status = try await yard.runtime.status()
            #expect(status["runner"]["state"] == "running")
            #expect(status["runner"]["held"].array?.first?["plugin"] == "traps")
            #expect(status["runner"]["last_crash"]["plugin"] == "traps")
        }
    }
}

import Engine
import Foundation
import Logging
import PluginAPI
import PluginRules
import Store
import Synchronization
import Testing

/// Answers effects from a list, and records the requests.
private final class ScriptedPerformer: EffectPerformer {
    private let ends: Mutex<[EffectEnd]>
    private let asked = Mutex<[(id: String, mayHaveHappened: Bool)]>([])

    init(_ ends: [EffectEnd] = []) { self.ends = Mutex(ends) }

    var calls: [(id: String, mayHaveHappened: Bool)] { asked.withLock { $0 } }

    func perform(_ effect: StoredEffect, mayHaveHappened: Bool) async -> EffectEnd {
        asked.withLock { $0.append((effect.id, mayHaveHappened)) }
        return ends.withLock { $0.isEmpty ? .done([:]) : $0.removeFirst() }
    }
}

/// Keeps an effect running until it is released.
private final class GatedPerformer: EffectPerformer {
    private let started = AsyncStream<Void>.makeStream()
    private let gate = AsyncStream<Void>.makeStream()

    func hasStarted() async { for await _ in started.stream { return } }

    func open() { gate.continuation.finish() }

    func perform(_ effect: StoredEffect, mayHaveHappened: Bool) async -> EffectEnd {
        started.continuation.yield()
        for await _ in gate.stream {}
        return .done([:])
    }
}

/// An engine without plugins: a comment on an unknown pull request makes the host itself request an effect.
private struct Bench {
    let folder: String
    let store: HostStore
    let clock = ManualClock(now: 1_000_000)

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-engine-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try HostStore(path: "\(folder)/host.db")
        let configuration: JSON = [
            "projects": [
                [
                    "name": "acme", "bot_name": "bot", "identity": "merge", "branches": [["name": "main"]],
                    "repositories": [["name": "acme/server"]],
                ]
            ]
        ]
        try append("config.applied", "c1", configuration)
    }

    func append(_ kind: String, _ delivery: String, _ document: JSON, actor: String? = nil) throws {
        let entry = InboxEntry(
            source: "forge:acme/server", delivery: delivery, kind: kind, time: clock.now, repository: "acme/server", actor: actor,
            document: document.text)
        _ = try store.write { try $0.append(entry) }
    }

    func appendComment(_ id: Int, on number: Int) throws {
        try append(
            "forge.comment", "comment-\(id)",
            [
                "comment": ["id": JSON(id), "kind": "comment", "author": "alice", "body": "bot help", "created_at": 5, "url": ""],
                "pull_request": ["number": JSON(number), "open": true],
            ], actor: "alice")
    }

    /// An effect as a plugin would have requested it.
    /// - Returns: its id.
    func ask(_ kind: String) throws -> String {
        let effect = StoredEffect(
            event: 1, position: 0, plugin: HostPlugin.id, kind: kind, identity: "merge", repository: "acme/server", number: 7,
            orderKey: "acme/server#7", payload: "{}", context: "null", createdAt: clock.now)
        try StateStore(path: "\(folder)/state.db").apply { try $0.insert(effect) }
        return effect.id
    }

    /// Lets days pass, two hours at a time.
    func wait(_ engine: HostEngine) async throws {
        for _ in 0..<20 {
            _ = try await engine.settle()
            clock.advance(milliseconds: 2 * 3_600_000)
        }
    }

    func engine(_ performer: any EffectPerformer, state: String = "state.db") async throws -> HostEngine {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let state = try StateStore(path: "\(folder)/\(state)")
        let reader = try StateReader(path: state.path)
        let runner = try Runner(store: state, plugins: try PluginSet([], logger: logger), logger: logger)
        let grant = GrantTable.Grant(identity: "merge", effects: ["comment", "reaction", "inspect"], repositories: ["acme/*"])
        let engine = HostEngine(
            store: store, reader: reader, link: InProcessLink(runner: runner, reader: reader, clock: clock, logger: logger),
            performer: performer, grants: GrantTable([HostPlugin.id: [grant]], declared: ["queue": Set(EffectKind.all.map(\.name))]),
            clock: clock, logger: logger)
        try await engine.resume()
        return engine
    }

    func end() { try? FileManager.default.removeItem(atPath: folder) }
}

@Suite("The host's loop")
struct HostEngineTests {
    @Test("an effect runs after its event, and its outcome is applied")
    func straight() async throws {
        let bench = try Bench()
        defer { bench.end() }
        try bench.appendComment(1, on: 7)
        let performer = ScriptedPerformer()
        let report = try await bench.engine(performer).settle()
        #expect(report.events == 3)
        #expect(performer.calls.map(\.id) == ["2.0"])
        #expect(try bench.store.read { try $0.receipt("2.0")?.state } == .done)
    }

    @Test("a failed attempt waits for its time and is told that it may have worked")
    func retry() async throws {
        let bench = try Bench()
        defer { bench.end() }
        try bench.appendComment(1, on: 7)
        let performer = ScriptedPerformer([.retry(message: "bad gateway", after: nil, mayHaveHappened: true)])
        let engine = try await bench.engine(performer)
        #expect(try await engine.settle().waiting == ["2.0"])
        #expect(try await engine.settle().effects == 0, "the clock has not moved")
        bench.clock.advance(milliseconds: 1_000)
        #expect(try await engine.settle().isQuiescent)
        #expect(performer.calls.map(\.mayHaveHappened) == [false, true])
    }

    @Test("what fails again and again is given up, and that is an outcome, too")
    func exhausted() async throws {
        let bench = try Bench()
        defer { bench.end() }
        try bench.appendComment(1, on: 7)
        let performer = ScriptedPerformer(Array(repeating: .retry(message: "down", after: nil, mayHaveHappened: false), count: 20))
        let engine = try await bench.engine(performer)
        try await bench.wait(engine)
        #expect(performer.calls.count == 13, "twelve attempts are over before a day is")
        let receipt = try bench.store.read { try $0.receipt("2.0") }
        #expect(receipt?.state == .failed)
        #expect(receipt?.code == "unavailable")
    }

    @Test("what an operator has tried again has as many attempts and as much time as what is new, and an outcome of its own")
    func retriedByOperator() async throws {
        let bench = try Bench()
        defer { bench.end() }
        let id = try bench.ask("comment")
        let performer = ScriptedPerformer(Array(repeating: .retry(message: "bad gateway", after: nil, mayHaveHappened: false), count: 40))
        let engine = try await bench.engine(performer)
        try await bench.wait(engine)
        #expect(performer.calls.count == 13)
        #expect(try await engine.retry(effect: id) == nil)
        _ = try await engine.settle()
        #expect(performer.calls.count == 14)
        #expect(try bench.store.read { try $0.receipt(id)?.state } == .waiting)
        // A restart remembers it, too.
        try await bench.wait(try await bench.engine(performer))
        #expect(performer.calls.count == 26)
        let receipt = try bench.store.read { try $0.receipt(id) }
        #expect(receipt?.state == .failed)
        #expect(receipt?.attempts == 26)
        let outcomes = try bench.store.read { try $0.page(before: nil, limit: 10, kind: "effect.outcome") }
        #expect(outcomes.map(\.entry.delivery) == ["\(id)/26", id])
        // Its grant is gone by the third attempt: that is an outcome, too.
        let last = try await bench.engine(performer)
        #expect(try await last.retry(effect: id) == nil)
        await last.replace(grants: GrantTable([:], declared: [:]))
        _ = try await last.settle()
        #expect(performer.calls.count == 26)
        let newest = try bench.store.read { try $0.page(before: nil, limit: 1, kind: "effect.outcome") }
        #expect(newest.map(\.entry.delivery) == ["\(id)/26-refused"])
    }

    @Test("only what stands alone and has failed can be tried again by an operator")
    func notRetried() async throws {
        let bench = try Bench()
        defer { bench.end() }
        let id = try bench.ask("inspect")
        let performer = ScriptedPerformer([.failed(code: "not_found", message: "gone")])
        let engine = try await bench.engine(performer)
        #expect(try await engine.retry(effect: id) == "there is no effect \(id)", "it was never tried")
        _ = try await engine.settle()
        #expect(try await engine.retry(effect: id)?.contains("has gone on") == true)
        #expect(try await engine.retry(effect: "9.0") == "there is no effect 9.0")
        #expect(performer.calls.count == 1)
    }

    @Test("maintenance outlives a restart and holds effects back, and the log says who turned it on")
    func maintenance() async throws {
        let bench = try Bench()
        defer { bench.end() }
        try bench.appendComment(1, on: 7)
        let performer = ScriptedPerformer()
        for _ in 0..<2 { try await bench.engine(performer).setMaintenance(true, actor: "alice") }
        let engine = try await bench.engine(performer)
        let isOn = await engine.isMaintenance
        #expect(isOn)
        await #expect(throws: MaintenanceIsOn.self) { try await engine.settle() }
        #expect(performer.calls.isEmpty)
        let noted = try bench.store.read { try $0.page(before: nil, limit: 10, kind: "maintenance.changed") }
        #expect(noted.map(\.entry.actor) == ["alice"], "the second time it was on before")
        try await engine.setMaintenance(false, actor: "bob")
        #expect(try await engine.settle().isQuiescent)
        #expect(performer.calls.map(\.id) == ["2.0"])
        let isStillOn = try await bench.engine(performer).isMaintenance
        #expect(!isStillOn)
    }

    @Test("an attempt that was cut off by a crash is made again with a look first")
    func resume() async throws {
        let bench = try Bench()
        defer { bench.end() }
        try bench.appendComment(1, on: 7)
        let waiting = ScriptedPerformer([.retry(message: "x", after: 60_000, mayHaveHappened: false)])
        _ = try await bench.engine(waiting).settle()
        try bench.store.write { transaction in
            try transaction.save(Receipt(effect: "2.0", event: 2, position: 0, state: .started, attempts: 1))
        }
        let performer = ScriptedPerformer()
        _ = try await bench.engine(performer).settle()
        #expect(performer.calls.map(\.mayHaveHappened) == [true])
    }

    @Test("what waits for a time that a wrong clock gave does not wait for that clock")
    func clockWasAhead() async throws {
        let bench = try Bench()
        defer { bench.end() }
        try bench.appendComment(1, on: 7)
        let day: Int64 = 24 * 3_600_000
        _ = try await bench.engine(ScriptedPerformer([.retry(message: "x", after: day, mayHaveHappened: false)])).settle()
        let performer = ScriptedPerformer()
        let engine = try await bench.engine(performer)
        #expect(try await engine.settle().waiting == ["2.0"])
        bench.clock.advance(milliseconds: 3_600_000)
        _ = try await engine.settle()
        #expect(performer.calls.count == 1)
    }

    @Test("a drain beside the live loop waits for the effects that the loop has started")
    func drainBesideLoop() async throws {
        let bench = try Bench()
        defer { bench.end() }
        try bench.appendComment(1, on: 7)
        let performer = GatedPerformer()
        let engine = try await bench.engine(performer)
        let loop = Task { await engine.run() }
        await performer.hasStarted()
        let drain = Task { try await engine.settle() }
        // The drain gets as far as it can before the effect ends.
        for _ in 0..<1_000 { await Task.yield() }
        performer.open()
        #expect(try await drain.value.isQuiescent)
        #expect(try bench.store.read { try $0.receipt("2.0")?.state } == .done)
        loop.cancel()
        await loop.value
    }

    @Test("a state that is older than the log asks again, and the receipts answer")
    func olderState() async throws {
        let bench = try Bench()
        defer { bench.end() }
        try bench.appendComment(1, on: 7)
        _ = try await bench.engine(ScriptedPerformer()).settle()
        let performer = ScriptedPerformer()
        let report = try await bench.engine(performer, state: "restored.db").settle()
        #expect(report.events == 3)
        #expect(performer.calls.isEmpty)
    }

    @Test("what happens to an unknown pull request while it is fetched makes it be fetched once more, and no more")
    func again() async throws {
        let bench = try Bench()
        defer { bench.end() }
        try bench.appendComment(1, on: 7)
        try bench.appendComment(2, on: 7)
        try bench.appendComment(2, on: 7)
        let performer = ScriptedPerformer()
        _ = try await bench.engine(performer).settle()
        #expect(performer.calls.count == 2)
    }
}

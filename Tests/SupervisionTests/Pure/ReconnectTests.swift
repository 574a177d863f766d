import Foundation
import Logging
import PluginAPI
import PluginRules
import Store
import Synchronization
import Testing

@testable import Engine

/// A link that loses requests and answers, as if its runner had died: before or after it has applied an event.
private final class LossyLink: Link {
    enum Loss {
        case question
        case answer
    }

    private let inner: InProcessLink
    private let losses: Mutex<[Loss?]>
    private let asked = Mutex<[Int64]>([])

    init(_ inner: InProcessLink, losing losses: [Loss?]) {
        self.inner = inner
        self.losses = Mutex(losses)
    }

    /// The events that were sent, including repetitions.
    var sent: [Int64] { asked.withLock { $0 } }

    func apply(_ event: LoggedEvent) async throws -> Applied {
        asked.withLock { $0.append(event.seq) }
        let loss = losses.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if loss == .question { throw SupervisionError(.notRunning, "the runner has ended") }
        let applied = try await inner.apply(event)
        if loss == .answer { throw SupervisionError(.notRunning, "the runner has ended") }
        return applied
    }

    func appliedSeq() async throws -> Int64 { try await inner.appliedSeq() }
    func query(plugin: String, _ call: QueryCall) async throws -> JSON { try await inner.query(plugin: plugin, call) }
    func plugins() async throws -> [PluginSummary] { try await inner.plugins() }
}

/// A link that applies an event when its answer is requested, and records the order of both.
private final class PatientLink: Link {
    private let inner: InProcessLink
    private let happened = Mutex<[String]>([])

    init(_ inner: InProcessLink) { self.inner = inner }

    var order: [String] { happened.withLock { $0 } }

    func begin(_ event: LoggedEvent, after previous: Int64?) async throws -> Applying {
        happened.withLock { $0.append("send \(event.seq)\(previous.map { " after \($0)" } ?? "")") }
        return Applying { [self] in
            happened.withLock { $0.append("answer \(event.seq)") }
            return try await inner.apply(event)
        }
    }

    func apply(_ event: LoggedEvent) async throws -> Applied { try await begin(event, after: nil).value() }
    func appliedSeq() async throws -> Int64 { try await inner.appliedSeq() }
    func query(plugin: String, _ call: QueryCall) async throws -> JSON { try await inner.query(plugin: plugin, call) }
    func plugins() async throws -> [PluginSummary] { try await inner.plugins() }
}

private final class CountingPerformer: EffectPerformer {
    private let asked = Mutex<[String]>([])

    var calls: [String] { asked.withLock { $0 } }

    func perform(_ effect: StoredEffect, mayHaveHappened: Bool) async -> EffectEnd {
        asked.withLock { $0.append("\(effect.id)\(mayHaveHappened ? " after an unknown end" : "")") }
        return .done([:])
    }
}

/// A host without plugins: a comment on an unknown pull request makes it request an effect.
private struct Pair {
    let folder = NSTemporaryDirectory() + "switchyard-reconnect-\(UUID().uuidString)"
    let store: HostStore
    let performer = CountingPerformer()
    let clock = ManualClock(now: 1_000_000)

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try HostStore(path: "\(folder)/host.db")
        try append(
            "config.applied",
            [
                "projects": [
                    [
                        "name": "acme", "bot_name": "bot", "identity": "merge", "branches": [["name": "main"]],
                        "repositories": [["name": "acme/server"]],
                    ]
                ]
            ])
        try append(
            "forge.comment",
            [
                "comment": ["id": 1, "kind": "comment", "author": "alice", "body": "bot help", "created_at": 5, "url": ""],
                "pull_request": ["number": 7, "open": true],
            ])
    }

    func append(_ kind: String, _ document: JSON) throws {
        let entry = InboxEntry(
            source: "forge:acme/server", delivery: UUID().uuidString, kind: kind, time: clock.now, repository: "acme/server",
            actor: "alice", document: document.text)
        _ = try store.write { try $0.append(entry) }
    }

    func engine(losing losses: [LossyLink.Loss?], state: String = "state.db") throws -> (engine: HostEngine, link: LossyLink) {
        try engine(state: state) { LossyLink($0, losing: losses) }
    }

    func engine<Made: Link>(state: String = "state.db", _ make: (InProcessLink) -> Made) throws -> (engine: HostEngine, link: Made) {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let state = try StateStore(path: "\(folder)/\(state)")
        let reader = try StateReader(path: state.path)
        let runner = try Runner(store: state, plugins: try PluginSet([], logger: logger), logger: logger)
        let link = make(InProcessLink(runner: runner, reader: reader, clock: clock, logger: logger))
        let grant = GrantTable.Grant(identity: "merge", effects: ["comment", "reaction", "inspect"], repositories: ["acme/*"])
        let engine = HostEngine(
            store: store, reader: reader, link: link, performer: performer,
            grants: GrantTable([HostPlugin.id: [grant]], declared: ["queue": Set(EffectKind.all.map(\.name))]), clock: clock,
            logger: logger)
        return (engine, link)
    }

    func end() { try? FileManager.default.removeItem(atPath: folder) }
}

@Suite("A runner that comes back is asked where it stands")
struct ReconnectTests {
    @Test("an event whose question was lost is sent again and applied once")
    func question() async throws {
        let pair = try Pair()
        defer { pair.end() }
        let (engine, link) = try pair.engine(losing: [nil, .question])
        try await engine.resume()
        await #expect(throws: SupervisionError.self) { try await engine.settle() }
        await engine.runnerIsBack()
        _ = try await engine.settle()
        #expect(link.sent == [1, 2, 2, 3])
        #expect(pair.performer.calls == ["2.0"])
    }

    @Test("an event whose answer was lost is asked for once more, and its effects are done once")
    func answer() async throws {
        let pair = try Pair()
        defer { pair.end() }
        let (engine, link) = try pair.engine(losing: [nil, .answer])
        try await engine.resume()
        await #expect(throws: SupervisionError.self) { try await engine.settle() }
        #expect(try await link.appliedSeq() == 2, "the runner is ahead of what the host has heard")
        await engine.runnerIsBack()
        _ = try await engine.settle()
        #expect(link.sent == [1, 2, 2, 3], "the answer to 2 changed nothing")
        #expect(pair.performer.calls == ["2.0"], "the effect that no answer named was found")
    }

    @Test("whatever is lost, and however often, the end is the same", arguments: 0..<81)
    func every(_ plan: Int) async throws {
        let pair = try Pair()
        defer { pair.end() }
        var losses: [LossyLink.Loss?] = []
        var digits = plan
        for _ in 0..<4 {
            losses.append([nil, .question, .answer][digits % 3])
            digits /= 3
        }
        let (engine, link) = try pair.engine(losing: losses)
        try await engine.resume()
        for _ in 0..<10 {
            do {
                _ = try await engine.settle()
                break
            } catch { await engine.runnerIsBack() }
        }
        #expect(try await link.appliedSeq() == 3)
        #expect(pair.performer.calls == ["2.0"])
        #expect(try pair.store.read { try $0.receipt("2.0")?.state } == .done)
    }

    @Test("with a backlog four events are with the runner, and an operator's request is answered before the next one is sent")
    func sentAhead() async throws {
        let pair = try Pair()
        defer { pair.end() }
        for _ in 0..<4 { try pair.append("forge.status", [:]) }
        let operation = InboxEntry(
            source: "operator", delivery: "o1", kind: "operation", time: 1, actor: "alice",
            document: #"{"plugin":"host","name":"barrier","parameters":{}}"#)
        _ = try pair.store.write { try $0.append(operation) }
        try pair.append("forge.status", [:])
        let (engine, link) = try pair.engine { PatientLink($0) }
        try await engine.resume()
        _ = try await engine.settle()
        let backlog = [
            "send 1", "send 2 after 1", "send 3 after 2", "send 4 after 3", "answer 1", "send 5 after 4", "answer 2", "send 6 after 5",
            "answer 3", "send 7 after 6", "answer 4", "answer 5", "answer 6", "answer 7", "send 8", "answer 8",
        ]
        #expect(Array(link.order.prefix(backlog.count)) == backlog)
    }

    @Test("what was sent behind an event that could not be applied is not applied either")
    func behind() throws {
        let pair = try Pair()
        defer { pair.end() }
        let logger = Logger(label: "test")
        let state = try StateStore(path: "\(pair.folder)/state.db")
        let runner = try Runner(store: state, plugins: try PluginSet([], logger: logger), logger: logger)
        let events = try pair.store.read { try $0.events(after: 0, limit: 10) }
        #expect(throws: SupervisionError.self) { try runner.apply(events[1], after: 1) }
        #expect(try runner.appliedSeq() == 0)
        _ = try runner.apply(events[0])
        _ = try runner.apply(events[1], after: 1)
        #expect(try runner.appliedSeq() == 2)
    }

    @Test("an operator whose answer was lost gets it from the second asking")
    func operation() async throws {
        let pair = try Pair()
        defer { pair.end() }
        let (engine, link) = try pair.engine(losing: [nil, nil, nil, .answer])
        try await engine.resume()
        _ = try await engine.settle()
        let entry = InboxEntry(
            source: "operator", delivery: "o1", kind: "operation", time: 1, actor: "alice",
            document: #"{"plugin":"host","name":"barrier","parameters":{}}"#)
        let answer = Task { try await engine.submit(entry) }
        let loop = Task { await engine.run() }
        #expect(try await answer.value == .document(["seq": 4]))
        #expect(link.sent == [1, 2, 3, 4, 4])
        loop.cancel()
        await loop.value
    }

    @Test("a state that is older than the log asks for the same effects again, and they are not done again")
    func older() async throws {
        let pair = try Pair()
        defer { pair.end() }
        let (first, _) = try pair.engine(losing: [])
        try await first.resume()
        _ = try await first.settle()
        let (second, link) = try pair.engine(losing: [], state: "restored.db")
        try await second.resume()
        _ = try await second.settle()
        #expect(link.sent == [1, 2, 3])
        #expect(pair.performer.calls == ["2.0"])
    }

    @Test("a state that is ahead of the log is refused: they are not of one backup")
    func ahead() async throws {
        let (older, newer) = (try Pair(), try Pair())
        defer {
            older.end()
            newer.end()
        }
        let (engine, _) = try newer.engine(losing: [])
        try await engine.resume()
        _ = try await engine.settle()
        let (mixed, _) = try older.engine(losing: [], state: "../\(URL(filePath: newer.folder).lastPathComponent)/state.db")
        let error = await #expect(throws: StoreError.self) { try await mixed.resume() }
        #expect(error?.message.contains("restore both from one backup") == true)
    }
}

import Contract
import Engine
import PluginRules
import Store
import Testing

private func effect(_ event: Int64, _ position: Int = 0, key: String = "a", kind: String = "comment") -> StoredEffect {
    StoredEffect(
        event: event, position: position, plugin: "p", kind: kind, identity: "merge", repository: "acme/server", number: 1,
        orderKey: key, payload: "{}", context: "null", createdAt: 0)
}

@Suite("Which effects may run")
struct EffectQueueTests {
    @Test("effects with one key run in the order of their ids, those with different keys side by side")
    func order() {
        var queue = EffectQueue()
        for effect in [effect(3, key: "b"), effect(2, 1), effect(2, 0), effect(10)] { queue.add(.init(effect: effect)) }
        #expect(queue.runnable(at: 0).map(\.effect.id) == ["2.0", "3.0"])
        queue.start(.init(effect: effect(2, 0)))
        #expect(queue.runnable(at: 0).map(\.effect.id) == ["3.0"])
        queue.finish(effect(2, 0))
        #expect(queue.runnable(at: 0).map(\.effect.id) == ["2.1", "3.0"])
    }

    @Test("a postponed effect holds up its own line and no other")
    func postponed() {
        var queue = EffectQueue()
        for effect in [effect(1), effect(2), effect(3, key: "b")] { queue.add(.init(effect: effect)) }
        queue.start(.init(effect: effect(1)))
        queue.postpone(effect(1), until: 500, attempts: 1, mayHaveHappened: true)
        #expect(queue.runnable(at: 499).map(\.effect.id) == ["3.0"])
        #expect(queue.waiting(at: 499).map(\.effect.id) == ["1.0"])
        #expect(queue.nextTime(after: 499) == 500)
        let again = queue.runnable(at: 500).first
        #expect(again?.effect.id == "1.0")
        #expect(again?.attempts == 1)
        #expect(again?.mayHaveHappened == true)
    }

    @Test("an effect that is added twice is there once, and an emptied queue is empty")
    func twice() {
        var queue = EffectQueue()
        queue.add(.init(effect: effect(1)))
        queue.add(.init(effect: effect(1)))
        queue.start(.init(effect: effect(1)))
        queue.finish(effect(1))
        #expect(queue.isEmpty)
        #expect(queue.runningCount == 0)
    }
}

@Suite("How long to wait")
struct BackoffTests {
    static let table: [(attempts: Int, atLeast: Int64?, delay: Int64)] = [
        (1, nil, 1_000), (2, nil, 2_000), (5, nil, 16_000), (11, nil, 600_000), (60, nil, 600_000), (1, 90_000, 90_000), (5, 10, 16_000),
    ]

    @Test("the wait doubles up to a ceiling, and the forge's word counts", arguments: table)
    func delay(_ row: (attempts: Int, atLeast: Int64?, delay: Int64)) {
        #expect(RetryPolicy().backoff.delay(afterFailures: row.attempts, atLeast: row.atLeast) == row.delay)
    }

    @Test("after twelve attempts and a day it is given up")
    func exhausted() {
        let day: Int64 = 24 * 3_600_000
        #expect(!RetryPolicy().isExhausted(attempts: 11, age: day))
        #expect(!RetryPolicy().isExhausted(attempts: 12, age: day - 1))
        #expect(RetryPolicy().isExhausted(attempts: 12, age: day))
    }
}

@Suite("What is granted")
struct GrantTableTests {
    static let table = GrantTable(
        [
            "queue": [.init(identity: "merge", effects: ["comment", "inspect", "labels"], repositories: ["acme/*"])],
            "undeclared": [.init(identity: "merge", effects: ["comment"], repositories: ["acme/*"])],
            HostPlugin.id: [.init(identity: "merge", effects: ["comment", "inspect"], repositories: ["acme/server"])],
        ], declared: ["queue": ["comment", "read_refs", "push"]])

    static let rows: [(plugin: String, kind: EffectKind, identity: String, repository: String, isGranted: Bool)] = [
        ("queue", PostComment.kind, "merge", "acme/server", true), ("queue", ReadRefs.kind, "merge", "acme/server", true),
        ("queue", PostComment.kind, "merge", "Acme/Server", true), ("queue", Push.kind, "merge", "acme/server", false),
        ("queue", PostComment.kind, "other", "acme/server", false), ("queue", ChangeLabels.kind, "merge", "acme/server", false),
        ("undeclared", PostComment.kind, "merge", "acme/server", false),
        ("queue", PostComment.kind, "merge", "evil/server", false), ("stranger", PostComment.kind, "merge", "acme/server", false),
        ("host", FetchPullRequest.kind, "merge", "acme/server", true), ("host", Push.kind, "merge", "acme/server", false),
        ("host", PostComment.kind, "other", "acme/server", false), ("host", PostComment.kind, "merge", "acme/client", false),
    ]

    @Test("whatever is not listed is refused, and the refusal names plugin, effect and place", arguments: rows)
    func grants(_ row: (plugin: String, kind: EffectKind, identity: String, repository: String, isGranted: Bool)) {
        let refusal = Self.table.refusal(plugin: row.plugin, kind: row.kind, identity: row.identity, repository: row.repository)
        #expect((refusal == nil) == row.isGranted)
        if let refusal { #expect([row.plugin, row.kind.grant, row.repository].allSatisfy(refusal.contains)) }
    }
}

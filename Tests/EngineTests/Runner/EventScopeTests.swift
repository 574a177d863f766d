import Contract
import PluginAPI
import PluginRules
import Store
import Testing

@testable import Engine

@Suite("What is written down while an event is applied")
struct EventScopeTests {
    @Test("an effect that closes remembers what was known of the pull request, by the forge's clock")
    func knownAt() throws {
        let bench = try MirrorBench()
        _ = try bench.deliver(MirrorBench.Facts(action: "opened", updatedAt: 4_000))
        let payloads = try bench.store.apply { transaction -> [String] in
            let scope = EventScope(
                transaction: transaction, seq: 1, time: 9_000, actor: "bot", cause: EventScope.Cause(kind: "delivery", id: "d"))
            for effect in [Effect.close("acme/server", 1), Effect.close("acme/server", 2), Effect.reopen("acme/server", 1)] {
                _ = try scope.request(effect, plugin: "mergebot", identity: "merge")
            }
            return scope.effects.map(\.payload)
        }
        #expect(payloads == [#"{"known_at":4000}"#, "{}", "{}"])
    }

    @Test(
        "an effect whose payload is not that of its kind is refused where it is asked for",
        arguments: [
            (Effect("comment", repository: "acme/server", number: 7), "the member 'body' is missing"),
            (Effect("comment", repository: "acme/server", number: 7, payload: ["body": 1]), "body: a string is expected"),
            (Effect("comment", repository: "acme/server", payload: ["body": "x"]), "needs its number"),
        ])
    func payload(effect: Effect, reason: String) throws {
        try MirrorBench().store.apply { transaction in
            let scope = EventScope(
                transaction: transaction, seq: 1, time: 5, actor: "bot", cause: EventScope.Cause(kind: "delivery", id: "d"))
            let error = #expect(throws: PluginError.self) { try scope.request(effect, plugin: "p", identity: "merge") }
            #expect(error?.message.contains(reason) == true, "\(String(describing: error))")
        }
    }

    @Test("a plugin whose effects have followed from one another too often is refused another; its neighbours and the host are not")
    func chain() throws {
        try MirrorBench().store.apply { transaction in
            /// The length of the chain that ends with the plugin's effect.
            func ask(_ plugin: String, after length: Int, seq: Int64) throws -> Int {
                let scope = EventScope(
                    transaction: transaction, seq: seq, time: 5, actor: "bot", cause: EventScope.Cause(kind: "effect", id: "1.0"))
                scope.chain = ("looper", length)
                let effect = Effect(PostComment(body: "x"), repository: "acme/server", number: 7)
                return try transaction.chain(ofEffect: try scope.request(effect, plugin: plugin, identity: "merge"))
            }
            let limit = EventScope.chainLimit
            let lengths = [
                try ask("looper", after: limit - 1, seq: 101), try ask("neighbour", after: limit, seq: 102),
                try ask(HostPlugin.id, after: limit, seq: 103),
            ]
            #expect(lengths == [limit - 1, 0, 0])
            let error = #expect(throws: PluginError.self) { try ask("looper", after: limit, seq: 104) }
            #expect(error?.code == .conflict)
        }
    }
}

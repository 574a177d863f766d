import PluginAPI
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
}

import Engine
import HTTPClient
import PluginAPI
import Store
import Testing
import WebTestHost

/// One of the host's two repositories is public, the other one is for its members only.
@Suite("Without the role of a viewer")
struct StrangerTests {
    private static let server: JSON = ["owner": "acme", "name": "server"]
    private static let secret: JSON = ["owner": "acme", "name": "secret"]

    /// Makes something happen that concerns a repository, or none.
    /// - Returns: the event's sequence number.
    private func happen(_ host: RunningHost, about: JSON = [:]) async throws -> Int64 {
        let end = try await host.runtime.operate(plugin: "host", name: "barrier", parameters: about, actor: "test")
        guard case .answered(.document(let answer)) = end else { throw RuntimeError("the barrier was not answered") }
        return try #require(answer["seq"].int64)
    }

    private func token(_ role: AccessControl.Role, _ host: RunningHost) throws -> String {
        try host.runtime.access.create(name: "\(role)", role: role, login: nil, now: 0)
    }

    @Test("events are shown that are about public repositories, and no others", arguments: [false, true])
    func events(_ hasTokenOfCI: Bool) async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let shown = try await happen(host, about: Self.server)
            let hidden = [try await happen(host, about: Self.secret), try await happen(host)]
            let stranger = hasTokenOfCI ? try token(.ci, host) : nil
            let list = try await host.send("GET", "/events", token: stranger).text
            #expect(list.contains("href=\"/events/\(shown)\""))
            #expect(list.contains("Without a login"))
            #expect(try await host.send("GET", "/events/\(shown)", token: stranger).status == 200)
            for seq in hidden {
                #expect(!list.contains("href=\"/events/\(seq)\""))
                #expect(try await host.send("GET", "/events/\(seq)", token: stranger).status == 404)
            }
            let viewer = try token(.viewer, host)
            let all = try await host.send("GET", "/events", token: viewer).text
            #expect(!all.contains("Without a login"))
            for seq in hidden + [shown] {
                #expect(all.contains("href=\"/events/\(seq)\""))
                #expect(try await host.send("GET", "/events/\(seq)", token: viewer).status == 200)
            }
        }
    }

    @Test("the parts of the list are as long as others, and tell nothing of what is between")
    func parts() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let older = try await happen(host, about: Self.server)
            for _ in 0..<3 { _ = try await happen(host, about: Self.secret) }
            let newer = try await happen(host, about: Self.server)
            let first = try await host.send("GET", "/events?limit=1").text
            #expect(first.contains("href=\"/events/\(newer)\"") && !first.contains("href=\"/events/\(older)\""))
            #expect(first.contains("before=\(newer)"))
            let second = try await host.send("GET", "/events?limit=1&before=\(newer)").text
            #expect(second.contains("href=\"/events/\(older)\"") && !second.contains("before="))
            let others = try await host.send("GET", "/events?limit=1&repository=acme/secret").text
            #expect(!others.contains("before="))
        }
    }

    @Test("of what an event changed, what is of public repositories is shown, and nothing else")
    func changes() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let seq = try await happen(host, about: Self.server)
            let state = try StateStore(path: "\(host.folder)/data/state.db")
            let changed: [(String, String, String?, String)] = [
                ("pull_request", "acme/server#1", "acme/server", "value-of-server"),
                ("pull_request", "acme/secret#7", "acme/secret", "value-of-secret"),
                ("staging", "3", nil, "value-of-staging"),
            ]
            try state.apply { transaction in
                for (entity, id, repository, new) in changed {
                    try transaction.insert(
                        JournalEntry(
                            event: seq, time: 1, actor: "test", causeKind: "operator", causeID: "1", plugin: "queue", entity: entity,
                            entityID: id, repository: repository, number: nil, field: "state", old: "null", new: "\"\(new)\"", note: nil))
                }
            }
            let stranger = try await host.send("GET", "/events/\(seq)").text
            #expect(stranger.contains("acme/server#1") && stranger.contains("value-of-server"))
            #expect(!stranger.contains("acme/secret") && !stranger.contains("value-of-secret") && !stranger.contains("value-of-staging"))
            let viewer = try await host.send("GET", "/events/\(seq)", token: try token(.viewer, host)).text
            #expect(viewer.contains("acme/secret#7") && viewer.contains("value-of-secret") && viewer.contains("value-of-staging"))
        }
    }

    @Test("a token for CI reads no more of the journal than nobody does")
    func journal() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            try await host.settle()
            let ci = try token(.ci, host)
            #expect(try await host.send("GET", "/api/v1/journal?pull_request=acme/server%231", token: ci).status == 200)
            #expect(try await host.send("GET", "/api/v1/journal?pull_request=acme/secret%231", token: ci).status == 403)
            #expect(try await host.send("GET", "/api/v1/journal", token: ci).status == 403)
        }
    }
}

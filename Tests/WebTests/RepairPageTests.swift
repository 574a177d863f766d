import Engine
import HTTPClient
import PluginAPI
import Store
import Testing
import WebTestHost

@Suite("The page of what went wrong")
struct RepairPageTests {
    /// A comment and a push that failed for good; the plugin that requested the push has moved on.
    private func fail(_ host: RunningHost) throws {
        let state = try StateStore(path: "\(host.folder)/data/state.db")
        for (position, kind) in ["comment", "push"].enumerated() {
            let effect = StoredEffect(
                event: 1, position: position, plugin: "host", kind: kind, identity: "merge", repository: "acme/server", number: 7,
                orderKey: "acme/server#7", payload: "{}", context: "null", createdAt: 5)
            let receipt = Receipt(
                effect: effect.id, event: 1, position: position, state: .failed, attempts: 12, finishedAt: 6, code: "unavailable",
                message: "no answer to the \(kind)")
            // The receipt first: an effect without one would be started.
            try host.runtime.store.write { try $0.save(receipt) }
            try state.apply { try $0.insert(effect) }
        }
    }

    private func cookie(_ token: String) -> HTTPHeaders { ["Cookie": "switchyard_session=\(token)"] }

    @Test("Effects that failed are shown to viewers, and operators have them tried again")
    func effects() async throws {
        try await RunningHost.with(isMaintenance: true) { (host: RunningHost) async throws in
            try fail(host)
            let viewer = cookie(try host.runtime.access.create(name: "viewer", role: .viewer, login: nil, now: 0))
            let shown = try await host.send("GET", "/dead-letters", headers: viewer).text
            #expect(shown.contains("no answer to the comment"))
            #expect(shown.contains("acme/server#7"))
            #expect(!shown.contains("no answer to the push"))
            #expect(!shown.contains("/effects/1.0/retry"))
            #expect(try await host.send("POST", "/effects/1.0/retry", headers: viewer).status == 403)

            let administrator = cookie(try host.adminToken)
            let button = "action=\"/effects/1.0/retry\""
            let before = try await host.send("GET", "/dead-letters", headers: administrator).text
            #expect(before.contains(button))
            let answer = try await host.send("POST", "/effects/1.0/retry?limit=7&plugin=a%22b", headers: administrator)
            #expect(answer.status == 303)
            #expect(answer.headers["Location"] == "/dead-letters?limit=7&plugin=a%22b", "it leads back to the same part of the list")
            let after = try await host.send("GET", "/dead-letters", headers: administrator).text
            #expect(!after.contains(button))
            #expect(try await host.send("POST", "/effects/1.0/retry", headers: administrator).status == 409)
        }
    }

    @Test("Dead letters are shown in parts, each with the way to the next")
    func parts() async throws {
        try await RunningHost.with(isMaintenance: true) { (host: RunningHost) async throws in
            let state = try StateStore(path: "\(host.folder)/data/state.db")
            try state.apply { transaction in
                for event in 1...7 {
                    try transaction.recordDeadLetter(
                        event: Int64(event), plugin: "p", hook: "event x", time: 5, message: "letter \(event)", delivery: nil)
                }
            }
            let token = try host.adminToken
            var path: String? = "/api/v1/dead-letters?limit=3&plugin=p"
            var parts: [[Int?]] = []
            while let address = path, parts.count < 5 {
                let answer = try await host.send("GET", address, token: token)
                parts.append((answer.document["items"].array ?? []).map { $0["event"].int })
                path = answer.document["next"].string
            }
            #expect(parts == [[7, 6, 5], [4, 3, 2], [1]])

            let page = try await host.send("GET", "/dead-letters?limit=3", headers: cookie(token)).text
            #expect(page.contains("letter 7") && !page.contains("letter 4"))
            let href = try #require(page.firstMatch(of: /href="([^"]*before=5[^"]*)"/)).1.replacing("&amp;", with: "&")
            let second = try await host.send("GET", String(href), headers: cookie(token)).text
            #expect(second.contains("letter 4") && !second.contains("letter 7"))
        }
    }

    private func ids(_ answer: HTTPResponse) -> [String] {
        (answer.document["items"].array ?? []).compactMap { $0["id"].string }
    }

    @Test("The list of failed effects says which can be tried again")
    func list() async throws {
        try await RunningHost.with(isMaintenance: true) { (host: RunningHost) async throws in
            try fail(host)
            let token = try host.adminToken
            let all = try await host.send("GET", "/api/v1/effects?state=failed", token: token)
            #expect(ids(all) == ["1.1", "1.0"])
            #expect(all.document["items"][0]["can_be_retried"] == false)
            #expect(all.document["items"][1]["can_be_retried"] == true)
            let retriable = try await host.send("GET", "/api/v1/effects?state=failed&retriable=true", token: token)
            #expect(ids(retriable) == ["1.0"])
            #expect(try await host.send("POST", "/api/v1/effects/1.0/retry", token: token).status == 200)
            let left = try await host.send("GET", "/api/v1/effects?state=failed", token: token)
            #expect(ids(left) == ["1.1"])
        }
    }
}

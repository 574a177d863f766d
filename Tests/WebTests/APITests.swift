import Engine
import Foundation
import HTTPClient
import PluginAPI
import Testing
import WebTestHost

@Suite("The API")
struct APITests {
    private func body(_ document: JSON) -> [UInt8] { document.bytes }

    @Test("Health needs no token")
    func health() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            #expect(try await host.send("GET", "/livez").status == 200)
            let ready = try await host.send("GET", "/readyz")
            #expect(ready.status == 200)
            #expect(ready.text == "ready\n")
        }
    }

    @Test("Without a token, and with one that nobody has, there is no answer")
    func tokens() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let none = try await host.send("GET", "/api/v1/status")
            #expect(none.status == 401)
            #expect(none.headers["WWW-Authenticate"] == "Bearer")
            #expect(none.headers["Content-Type"] == "application/problem+json")
            #expect(none.document["status"] == 401)
            #expect(try await host.send("GET", "/api/v1/status", token: "sy_wrong").status == 401)
            let status = try await host.send("GET", "/api/v1/status", token: host.adminToken)
            #expect(status.status == 200)
            #expect(status.document["trouble"] == .null)
            #expect(status.document["plugins"] == [])
        }
    }

    @Test("A role allows what it allows", arguments: [("viewer", 200, 403), ("operator", 200, 200), ("ci", 403, 403)])
    func roles(_ name: String, _ reading: Int, _ changing: Int) async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let role = try #require(AccessControl.Role(rawValue: name))
            let token = try host.runtime.access.create(name: "test", role: role, login: nil, now: 0)
            #expect(try await host.send("GET", "/api/v1/events", token: token).status == reading)
            let answer = try await host.send("PUT", "/api/v1/maintenance", token: token, body: body(["enabled": true]))
            #expect(answer.status == changing)
        }
    }

    @Test("The cookie of the pages changes nothing through the API")
    func cookie() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let token = try host.adminToken
            let headers: HTTPHeaders = ["Cookie": "switchyard_session=\(token)"]
            #expect(try await host.send("GET", "/api/v1/status", headers: headers).status == 200)
            let answer = try await host.send("PUT", "/api/v1/maintenance", headers: headers, body: body(["enabled": true]))
            #expect(answer.status == 401)
            let form = try await host.send("POST", "/session", body: Array("token=\(token)".utf8))
            #expect(form.status == 303)
            let field = try #require(form.headers["Set-Cookie"])
            #expect(field.contains("HttpOnly") && field.contains("SameSite=Lax"))
        }
    }

    @Test("Lists come in parts, newest first")
    func lists() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let token = try host.adminToken
            for _ in 0..<3 { try await host.settle() }
            let first = try await host.send("GET", "/api/v1/events?limit=2&kind=operation", token: token).document
            #expect(first["items"].array?.count == 2)
            #expect(first["change"].int ?? 0 >= 4)
            let seqs = first["items"].array?.compactMap { $0["seq"].int64 } ?? []
            #expect(seqs == seqs.sorted(by: >))
            let next = try #require(first["next"].string)
            let second = try await host.send("GET", next, token: token).document
            #expect(second["items"].array?.count == 1)
            #expect(second["next"] == .null)
            let one = try await host.send("GET", "/api/v1/events/\(try #require(seqs.first))", token: token)
            #expect(one.document["kind"] == "operation")
            #expect(try await host.send("GET", "/api/v1/events/99999", token: token).status == 404)
            #expect(try await host.send("GET", "/api/v1/events?limit=many", token: token).status == 422)
        }
    }

    @Test("What did not change is not sent again")
    func entityTags() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let token = try host.adminToken
            let first = try await host.send("GET", "/api/v1/plugins", token: token)
            let tag = try #require(first.headers["ETag"])
            let second = try await host.send("GET", "/api/v1/plugins", token: token, headers: ["If-None-Match": tag])
            #expect(second.status == 304)
            #expect(second.body.isEmpty)
        }
    }

    @Test("An operation that is refused says why")
    func operations() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let token = try host.adminToken
            let answer = try await host.send("POST", "/api/v1/triggers/nothing/run", token: token)
            #expect(answer.status == 404)
            #expect(answer.document["detail"].string?.contains("nothing") == true)
            #expect(try await host.send("POST", "/api/v1/barrier", token: token).status == 200)
            #expect(try await host.send("PUT", "/api/v1/maintenance", token: token, body: Array("{".utf8)).status == 400)
            let wrong = try await host.send("PUT", "/api/v1/maintenance", token: token, body: body(["enabled": 1]))
            #expect(wrong.status == 422)
            #expect(wrong.document["field"] == "enabled")
        }
    }

    @Test("A drain says what it did")
    func drain() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let token = try host.adminToken
            let report = try await host.send("POST", "/api/v1/drain", token: token, body: body([:]))
            #expect(report.status == 200)
            #expect(report.document["quiescent"] == true)
            for wrong: JSON in [["limit": 0], ["limit": -7], ["limit": "many"], ["due": "all"], ["due": ["nothing", 7]], ["as_of": "now"]] {
                let answer = try await host.send("POST", "/api/v1/drain", token: token, body: body(wrong))
                #expect(answer.status == 422 && answer.document["field"].string == wrong.object?.keys.first, "\(wrong): \(answer.text)")
            }
            let unknown = try await host.send("POST", "/api/v1/drain", token: token, body: body(["due": ["nothing"]]))
            #expect(unknown.status == 422)
            #expect(unknown.document["field"] == "due")
        }
    }

    @Test("Maintenance is in the log with its actor, and nothing is drained meanwhile")
    func maintenance() async throws {
        try await RunningHost.with(isMaintenance: true) { (host: RunningHost) async throws in
            let token = try host.adminToken
            let refused = try await host.send("POST", "/api/v1/drain", token: token, body: body([:]))
            #expect(refused.status == 409)
            #expect(refused.headers["Content-Type"] == "application/problem+json")
            #expect(refused.document["remedy"].string?.contains("PUT /api/v1/maintenance") == true)
            #expect(try await host.send("GET", "/api/v1/status", token: token).document["maintenance"] == true)
            let ended = try await host.send("PUT", "/api/v1/maintenance", token: token, body: body(["enabled": false]))
            #expect(ended.document == ["enabled": false])
            #expect(try await host.send("POST", "/api/v1/drain", token: token, body: body([:])).status == 200)
            let events = try await host.send("GET", "/api/v1/events?kind=maintenance.changed", token: token).document["items"]
            #expect(events.array?.count == 2)
            #expect(events[0]["document"]["enabled"] == false)
            #expect(events[0]["state"] == "applied")
            #expect(events[0]["actor"].string?.isEmpty == false)
            #expect(events[1]["document"]["enabled"] == true)
            #expect(events[1]["actor"] == "serve --maintenance")
        }
    }

    @Test("The journal of a public pull request is public, and no other")
    func journal() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            try await host.settle()
            #expect(try await host.send("GET", "/api/v1/journal?pull_request=acme/server%231").status == 200)
            #expect(try await host.send("GET", "/api/v1/journal?pull_request=acme/secret%231").status == 401)
            #expect(try await host.send("GET", "/api/v1/journal").status == 401)
        }
    }

    @Test("The description names every route")
    func description() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let document = try await host.send("GET", "/api/openapi.json").document
            #expect(document["openapi"] == "3.1.0")
            #expect(document["paths"]["/api/v1/triggers/{name}/run"]["post"]["x-role"] == "operator")
        }
    }
}

import Foundation
import HTTPClient
import PluginAPI
import Testing
import WebTestHost

@Suite("Webhooks over HTTP")
struct WebhookRouteTests {
    private let status = """
        {"id":1,"sha":"\(String(repeating: "a", count: 40))","context":"ci/build","state":"success","description":null,"target_url":null,
        "created_at":"2024-03-01T12:00:00Z","updated_at":"2024-03-01T12:00:00Z","repository":{"full_name":"acme/server"},
        "sender":{"login":"alice"}}
        """

    @Test("A signed delivery is stored, and stored once")
    func stored() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let first = try await host.deliver("status", status, delivery: "d-1")
            #expect(first.status == 202)
            #expect(first.text.contains("stored as event"))
            let second = try await host.deliver("status", status, delivery: "d-1")
            #expect(second.status == 202)
            #expect(second.text.contains("before"))
            try await host.settle()
            let list = try await host.send("GET", "/api/v1/deliveries", token: host.adminToken)
            #expect(list.document["items"].array?.count == 1)
            #expect(list.document["items"][0]["kind"] == "forge.status")
            #expect(list.document["items"][0]["state"] == "applied")
        }
    }

    @Test("What nobody needs is stored with the reason for which it is ignored")
    func ignored() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let body = #"{"action":"created","repository":{"full_name":"acme/server"},"sender":{"login":"alice"}}"#
            #expect(try await host.deliver("star", body).status == 202)
            let list = try await host.send("GET", "/api/v1/deliveries", token: host.adminToken)
            #expect(list.document["items"][0]["state"] == "ignored")
            #expect(list.document["items"][0]["reason"].string?.isEmpty == false)
        }
    }

    @Test("The answer depends on the request alone")
    func codes() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let ping = #"{"zen":"Keep it logically awesome.","repository":{"full_name":"acme/server"}}"#
            #expect(try await host.deliver("ping", ping).status == 200)
            #expect(try await host.deliver("status", "{").status == 400)
            #expect(try await host.deliver(nil, status).status == 400)
            #expect(try await host.deliver("status", status, secret: "another").status == 403)
            #expect(try await host.deliver("status", status, secret: nil).status == 403)
            let stranger = #"{"ref":"refs/heads/main","repository":{"full_name":"who/knows"}}"#
            #expect(try await host.deliver("push", stranger).status == 403)
            #expect(try await host.send("GET", "/webhooks/github").status == 405)
        }
    }

    @Test("A body over the limit is refused, and the server goes on")
    func tooLarge() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let body = [UInt8](repeating: UInt8(ascii: " "), count: 25 * 1024 * 1024 + 1)
            // A sender may see the refusal, or the connection may be closed while it is still sending.
            if let answer = try? await host.send("POST", "/webhooks/github", headers: ["X-GitHub-Event": "push"], body: body) {
                #expect(answer.status == 413)
            }
            #expect(try await host.send("GET", "/livez").status == 200)
        }
    }
}

import Contract
import Forge
import Foundation
import GitHub
import Testing

/// Deliveries as events, on bodies of our own: each has its expected event beside it.
///
/// `RECORD=1` writes the expected files anew and fails.
@Suite struct WebhookDeliveryTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/webhooks")

    private static func fixtures() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".json") }.sorted()
    }

    private static func body(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static func delivery(_ name: String) throws -> GitHubDelivery {
        let event = String(name.prefix { $0 != "." })
        return try GitHubDelivery(headers: GitHubHeaders(event: event, delivery: "d-1"), body: try body(name))
    }

    private static func outcome(_ name: String) throws -> JSON {
        do {
            return switch try delivery(name).outcome(receivedAt: Timestamp(milliseconds: 1_709_300_000_123)) {
            case .ping: ["ping": true]
            case .ignored(let reason): ["ignored": .string(reason)]
            case .event(let event):
                [
                    "kind": .string(event.kind), "repository": .string(event.repository), "number": JSON(event.number),
                    "actor": .string(event.actor), "sha": JSON(event.sha), "document": event.document,
                ]
            }
        } catch let error as MalformedDelivery {
            return ["malformed": .string(error.reason)]
        }
    }

    @Test(arguments: try fixtures())
    func `a delivery becomes the expected event`(name: String) throws {
        let outcome = try Self.outcome(name)
        let file = Self.folder.appending(path: "expected/\(name)")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            let value = try JSONSerialization.jsonObject(with: Data(outcome.bytes))
            let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try JSONSerialization.data(withJSONObject: value, options: options).write(to: file)
            Issue.record("\(name) was recorded; look at it and run again without RECORD.")
        }
        #expect(outcome == (try JSON(parsing: Array(try Data(contentsOf: file)))))
    }

    @Test func `there is an expected file for each body and no other`() throws {
        let expected = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appending(path: "expected").path())
        #expect(expected.sorted() == (try Self.fixtures()))
    }

    @Test func `what is needed before the signature is there`() throws {
        let delivery = try Self.delivery("pull_request.opened.json")
        #expect(delivery.event == "pull_request")
        #expect(delivery.id == "d-1")
        #expect(delivery.repository == "acme/server")
        #expect(delivery.action == "opened")
        #expect(delivery.sender == "bob")
        #expect(try Self.delivery("ping.organization.json").repository == nil)
    }

    @Test func `a form is read as its payload`() throws {
        let json = String(decoding: try Self.body("issue_comment.created.json"), as: UTF8.self)
        let encoded = try #require(json.addingPercentEncoding(withAllowedCharacters: .alphanumerics)).replacing("%20", with: "+")
        let headers = GitHubHeaders(event: "issue_comment", contentType: "application/x-www-form-urlencoded; charset=utf-8")
        let delivery = try GitHubDelivery(headers: headers, body: Array("a=b&payload=\(encoded)".utf8))
        let plain = try Self.delivery("issue_comment.created.json")
        let moment = Timestamp(milliseconds: 0)
        #expect(try delivery.outcome(receivedAt: moment) == plain.outcome(receivedAt: moment))
    }

    @Test(arguments: ["", "{", "[]", "\"text\"", "{}x", "{\"a\":1,}", "payload=%7B%7D", "null"])
    func `a body that is not a JSON object is malformed`(text: String) {
        #expect(throws: MalformedDelivery.self) {
            _ = try GitHubDelivery(headers: GitHubHeaders(event: "star"), body: Array(text.utf8))
        }
    }

    @Test(arguments: ["", "a=b", "payload=", "payload=%7B", "payload=%"])
    func `a form without a JSON payload is malformed`(text: String) {
        let headers = GitHubHeaders(event: "star", contentType: "application/x-www-form-urlencoded")
        #expect(throws: MalformedDelivery.self) { _ = try GitHubDelivery(headers: headers, body: Array(text.utf8)) }
    }

    @Test(arguments: [nil, ""])
    func `a delivery without an event name is malformed`(event: String?) {
        #expect(throws: MalformedDelivery.self) {
            _ = try GitHubDelivery(headers: GitHubHeaders(event: event), body: Array("{}".utf8))
        }
    }
}

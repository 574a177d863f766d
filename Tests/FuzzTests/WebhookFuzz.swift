import Engine
import Forge
import Foundation
import HTTPClient
import PluginAPI
import Testing
import WebTestHost

@testable import GitHub

@Suite("Random webhook deliveries")
struct WebhookFuzz {
    // MARK: The parser

    @Test("the parser that passes over most of a delivery reads what the one that reads all of it does")
    func parsers() async throws {
        try await Fuzz.rounds(200, part: "webhook-parser", cost: 5) { dice in
            let fixture = dice.pick(WebhookFixture.all)
            var bytes = dice.once(in: 3) ? fixture.bytes : dice.mutated(dice.mutated(fixture.document)).bytes
            if dice.once(in: 2) { bytes = dice.mutated(bytes) }
            let part = try? PayloadParser.parse(bytes, .webhook)
            let whole: JSON
            do throws(JSONError) { whole = try JSON(parsing: bytes) } catch {
                // The parser that skips does not check for these in what it skips.
                let isUnseen = error.message.contains("UTF-8") || error.message.contains("out of range")
                guard part == nil || isUnseen else { throw Fuzz.Failure("only one takes it: \(error)", bytes: bytes) }
                return
            }
            guard let part else { throw Fuzz.Failure("only the other parser takes it", bytes: bytes) }
            guard part == Self.members(of: whole, in: .webhook) else { throw Fuzz.Failure("it reads as \(part)", bytes: bytes) }
        }
    }

    /// The parts of a document that a shape names.
    private static func members(of document: JSON, in shape: PayloadShape?) -> JSON {
        guard let shape, let members = document.object else { return document }
        var named: [String: JSON] = [:]
        for member in shape.members {
            let name = String(decoding: member.name, as: UTF8.self)
            if let value = members[name] { named[name] = Self.members(of: value, in: member.shape) }
        }
        return .object(named)
    }

    // MARK: The intake

    /// A delivery as somebody might forge it.
    private struct Delivery: CustomStringConvertible {
        var headers: GitHubHeaders
        var body: [UInt8]
        /// Whether it is signed by somebody who knows the secret.
        var isSigned: Bool

        var description: String { "\(headers) \(Data(body.prefix(100_000)).base64EncodedString())" }

        init(_ dice: inout Dice) {
            let fixture = dice.pick(WebhookFixture.all)
            let repository = dice.once(in: 12) ? dice.text() : dice.pick(["acme/server", "acme/server", "ACME/Server", "acme/secret"])
            let document = fixture.document(of: repository)
            headers = GitHubHeaders(event: fixture.event, delivery: "d-\(dice.next())")
            switch dice.below(12) {
            case 0: body = dice.bytes(dice.below(300))
            case 1: body = Hostile.deep(dice.pick([1, 511, 512, 513, 50_000]))
            case 2: body = dice.document().bytes
            case 3, 4: body = dice.mutated(document.bytes)
            case 5:
                headers.contentType = dice.pick(["application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=x"])
                let bytes = dice.once(in: 3) ? dice.mutated(document.bytes) : document.bytes
                body = Array(dice.pick(["payload=", "a=b&payload=", "payload", "x=y&"]).utf8) + Self.form(bytes, &dice)
            case 6: body = document.bytes
            default:
                var mutated = dice.mutated(document)
                if dice.once(in: 2) { mutated = dice.mutated(mutated) }
                if mutated["repository"]["full_name"].string == nil, dice.once(in: 2) {
                    mutated["repository"] = ["full_name": .string(repository)]
                }
                body = mutated.bytes
            }
            if dice.once(in: 10) { headers.event = dice.once(in: 3) ? nil : dice.text() }
            if dice.once(in: 10) { headers.delivery = dice.once(in: 3) ? nil : dice.text() }
            if dice.once(in: 10) { headers.contentType = dice.once(in: 3) ? nil : dice.text() }
            let right = SignatureVerifier.signature(of: body, secret: Secret(RunningHost.secret))
            headers.signature = right
            isSigned = true
            guard dice.once(in: 5) else { return }
            isSigned = false
            headers.signature = dice.pick([
                nil, "", "sha256=", "sha1=\(right.dropFirst(7))", String(right.dropLast()), right + "0",
                "sha256=" + String(repeating: "é", count: 32),
                SignatureVerifier.signature(of: body + [32], secret: Secret(RunningHost.secret)),
                SignatureVerifier.signature(of: body, secret: Secret("x")),
                "sha256=" + String(repeating: "0", count: 64), String(right.dropFirst(7)), dice.text(),
            ])
        }

        private static func form(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
            var form: [UInt8] = []
            for byte in bytes.prefix(20_000) {
                if byte == 32 {
                    form.append(43)
                } else if byte > 47, byte < 123 {
                    form.append(byte)
                } else {
                    form += Array(String(format: "%%%02x", byte).utf8)
                }
            }
            if dice.once(in: 3) { form += Array(dice.pick(["%", "%4", "%zz", "&payload=[]", "%00"]).utf8) }
            return form
        }
    }

    @Test("a delivery is stored only with its signature; what is stored can be applied; every answer says what to do")
    func intake() async throws {
        try await FuzzHost.with { host in
            var answers: [Int: Int] = [:]
            try await Fuzz.rounds(150, part: "webhook-intake", cost: 10) { dice in
                let delivery = Delivery(&dice)
                let answer = await host.running.runtime.intake.receive(header: delivery.headers.value, body: delivery.body)
                guard [200, 202, 400, 403].contains(answer.status), !answer.message.isEmpty else {
                    throw Fuzz.Failure("it is answered with \(answer)", delivery)
                }
                answers[answer.status, default: 0] += 1
                guard answer.status == 202 else { return }
                guard delivery.isSigned else { throw Fuzz.Failure("it was stored without a signature", delivery) }
                try await host.running.settle()
                try await host.check(delivery)
            }
            // Enough deliveries get through to be applied, and enough do not.
            if Fuzz.iterations == nil { #expect([202, 400, 403].allSatisfy { answers[$0, default: 0] >= 15 }, "\(answers)") }
        }
    }

    @Test("whatever headers a sender makes up, the web server answers or hangs up, and goes on")
    func headers() async throws {
        try await FuzzHost.with { host in
            try await Fuzz.rounds(100, part: "webhook-headers", cost: 10) { dice in
                let delivery = Delivery(&dice)
                let names = ["X-GitHub-Event", "X-GitHub-Delivery", "X-Hub-Signature-256", "Content-Type", "Accept", "Cookie"]
                var headers = ["X-GitHub-Event: \(dice.pick(["push", "status", "ping"]))"]
                if let signature = delivery.headers.signature { headers.append("X-Hub-Signature-256: \(Self.line(signature))") }
                for _ in 0...dice.below(3) { headers.append("\(dice.pick(names)): \(Self.line(dice.text()))") }
                if dice.once(in: 30) { headers.append("X-Long: \(String(repeating: "x", count: 60_000))") }
                // If a request is framed wrongly, the server waits for the rest, or reads the rest as another request.
                let isOdd = dice.once(in: 3)
                if isOdd {
                    headers.append(
                        dice.pick(["Content-Length", "Transfer-Encoding", "Expect", "Upgrade", "Connection", dice.text()]) + ": "
                            + dice.pick([
                                "chunked", "gzip", "100-continue", "-1", "99999999999999999999", "1", "0", "close", "h2c", dice.text(),
                            ]))
                }
                var bytes = RawHTTP.request("POST", Array("/webhooks/github".utf8), headers: headers, body: delivery.body)
                if isOdd, dice.once(in: 2) { bytes = dice.mutated(Array(bytes.prefix(2_000))) }
                do {
                    let answer = try await host.http.exchange(bytes, closesEarly: isOdd)
                    guard let status = answer.status else {
                        if isOdd { return }
                        throw Fuzz.Failure("there is no answer", bytes: bytes)
                    }
                    guard (100..<500).contains(status) else { throw Fuzz.Failure("it is answered with \(status)", bytes: bytes) }
                } catch let silence as RawHTTP.Silence {
                    throw Fuzz.Failure("\(silence)", bytes: bytes)
                }
            }
            #expect(try await host.running.send("GET", "/livez").status == 200)
        }
    }

    /// A text without anything that would end its line.
    private static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
    }
}

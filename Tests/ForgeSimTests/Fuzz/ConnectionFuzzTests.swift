import ForgeSim
import Foundation
import Testing

@Suite("Hostile connections")
struct ConnectionFuzzTests {
    private static let good =
        "POST /repos/org/app/issues HTTP/1.1\r\nHost: localhost\r\nUser-Agent: x\r\nAuthorization: token token-owner\r\n"
        + "Content-Length: 14\r\nConnection: close\r\n\r\n{\"title\": \"x\"}"

    @Test("bytes that are no HTTP end their own connection and nothing else")
    func rubbish() async throws {
        try await simulated { s in
            _ = try await s.repository()
            var dice = Dice(seed: Fuzzing.seed)
            for round in 0..<Fuzzing.rounds(200) {
                let bytes = Self.damaged(&dice)
                let answer = await RawConnection.exchange(s.sim.port, bytes)
                let place: Comment =
                    "round \(round): \(Fuzzing.excerpt(bytes)) → \(String(decoding: answer?.prefix(200) ?? [], as: UTF8.self))"
                let text = String(decoding: answer ?? [], as: UTF8.self)
                #expect(answer != nil && (text.isEmpty || text.hasPrefix("HTTP/1.")), place)
                #expect(!text.hasPrefix("HTTP/1.1 5") || text.hasPrefix("HTTP/1.1 501"), place)
            }
            #expect(try await s.owner.client.send("GET", "/user").status == 200)
        }
    }

    @Test("a body beyond every limit is refused in the forge's form")
    func beyondLimits() async throws {
        try await simulated { s in
            let size = (140 << 20) + 1
            let head =
                "POST /user/repos HTTP/1.1\r\nHost: localhost\r\nUser-Agent: x\r\nAuthorization: token token-owner\r\n"
                + "Content-Length: \(size)\r\nConnection: close\r\n\r\n"
            let answer = await RawConnection.exchange(s.sim.port, Array(head.utf8) + [UInt8](repeating: 0x20, count: size))
            let text = String(decoding: answer ?? [], as: UTF8.self)
            #expect(text.hasPrefix("HTTP/1.1 413") && text.contains("\"status\":\"413\""), "\(text.prefix(300))")
            let afterwards = try await s.owner.client.send("GET", "/user")
            #expect(afterwards.status == 200)
        }
    }

    @Test("a client that goes away in the middle of a call leaves the others alone")
    func goneAway() async throws {
        try await simulated { s in
            _ = try await s.repository()
            try s.sim.control.addFault(["match": ["path": "*/issues"], "effect": "latency_ms", "value": 20, "times": 10])
            let bytes = Array(Self.good.utf8)
            for cut in stride(from: 1, to: bytes.count, by: 12) {
                _ = await RawConnection.exchange(s.sim.port, Array(bytes.prefix(cut)))
            }
            s.sim.control.removeFaults()
            let issue = try await s.owner.client.post("/repos/org/app/issues", ["title": "after"])
            #expect(issue["title"].string == "after")
        }
    }

    private static let lines = [
        "Content-Length: 99999999999999999999", "Content-Length: -1", "Content-Length: 5", "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked", "Host:", "Host: a b", "Host: [::1", ": x", "X", "Expect: 100-continue", "Upgrade: h2c",
        "Connection: Upgrade, HTTP2-Settings", "Range: bytes=0-1", "Accept: " + String(repeating: "x,", count: 3_000), "\u{0}: \u{1}",
        "Accept-Encoding: \u{FF}", "Cookie: a=b;;;", "X-HTTP-Method-Override: DELETE",
        "If-None-Match: " + String(repeating: "\"x\",", count: 500),
    ]
    private static let starts = [
        "GET / HTTP/9.9", "GET", "GET  / HTTP/1.1", "get / http/1.1", "\u{16}\u{3}\u{1}", "PRI * HTTP/2.0",
        "GET http://elsewhere/user HTTP/1.1",
        "CONNECT a:1 HTTP/1.1", "OPTIONS * HTTP/1.1", "TRACE / HTTP/1.1", "GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1",
        "GET /../../etc/passwd HTTP/1.1", "GET //user HTTP/1.1", "GET /user?%%% HTTP/1.1", "GET user HTTP/1.1", "PATCH /user HTTP/1.0",
    ]

    private static func damaged(_ dice: inout Dice) -> [UInt8] {
        var parts = good.components(separatedBy: "\r\n")
        if dice.below(3) == 0 { parts[0] = dice.pick(starts) }
        for _ in 0..<dice.below(3) { parts.insert(dice.pick(lines), at: 1 + dice.below(parts.count - 1)) }
        var bytes = Array(parts.joined(separator: dice.pick(["\r\n", "\r\n", "\n", "\r"])).utf8)
        for _ in 0..<dice.below(4) where !bytes.isEmpty {
            let place = dice.below(bytes.count)
            switch dice.below(3) {
            case 0: bytes[place] = UInt8(dice.below(256))
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + dice.below(20)))
            default: bytes.insert(UInt8(dice.below(256)), at: place)
            }
        }
        return bytes
    }
}

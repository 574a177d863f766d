import Engine
import Foundation
import HTTPClient
import PluginAPI
import Testing
import WebTestHost

@Suite("Random requests to the API and the pages")
struct APIFuzz {
    /// The existing routes, and ids that are known to exist.
    private struct Map: Sendable {
        var routes: [(method: String, path: String)] = []

        static let pages = [
            "/", "/events", "/events/1", "/plugins", "/dead-letters", "/login", "/session", "/logout", "/readyz", "/static/app.css",
            "/pulls",
            "/acme/server/1", "/stagings", "/api/openapi.json",
        ]
        static let known: [String: [String]] = [
            "owner": ["acme", "ACME"], "name": ["server", "mergebot.stage", "nobody"], "number": ["1", "7"],
            "id": ["1", "0", "mergebot", "3.0"],
            "seq": ["1", "2"],
        ]
        static let query = [
            "before", "limit", "kind", "repository", "number", "actor", "code", "plugin", "since", "open", "pull_request", "batch",
            "staging",
            "project", "branch", "state", "label", "target", "order", "cursor", "commit", "author", "q",
        ]
        static let members = [
            "priority", "reason", "deadline", "state", "context", "sha", "target_url", "description", "enabled", "due", "as_of", "limit",
            "timeout_ms", "token", "squash", "merge_method", "skipchecks", "cancel_staging", "limit", "source", "parent", "fw_policy",
            "override",
            "delegates", "title", "message", "blocked", "approved", "head", "author", "action",
        ]
    }

    /// A request, and the expectations for it.
    private struct Request {
        var method: String
        var path: [UInt8]
        var headers: [String]
        var body: [UInt8]

        var bytes: [UInt8] { RawHTTP.request(method, path, headers: headers, body: body) }
        var isAPI: Bool { path.starts(with: "/api/v1/".utf8) }

        /// Whether a proxy would let it pass: the library below us answers what is not HTTP in its own way.
        var isHTTP: Bool { path.allSatisfy { $0 > 32 && $0 < 127 } }

        init(_ dice: inout Dice, _ map: Map, token: String) {
            let route = dice.pick(map.routes.map { "\($0.method) \($0.path)" }).split(separator: " ", maxSplits: 1).map(String.init)
            method = dice.once(in: 8) ? dice.pick(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]) : route[0]
            var path = "/api/v1" + route[1]
            if route[1].hasPrefix("/api") || dice.once(in: 6) { path = dice.pick(Map.pages) }
            for (name, values) in Map.known {
                path = path.replacing("{\(name)}", with: dice.once(in: 3) ? Self.encoded(dice.text(), &dice) : dice.pick(values))
            }
            for number in 0..<dice.below(4) {
                let name = dice.once(in: 6) ? Self.encoded(dice.text(), &dice) : dice.pick(Map.query)
                let value =
                    dice.once(in: 3)
                    ? dice.pick(["1", "true", "acme/server", "acme/server#1", "acme", "main"]) : Self.encoded(dice.text(), &dice)
                path += "\(number == 0 ? "?" : "&")\(name)\(dice.once(in: 8) ? "" : "=\(value)")"
            }
            self.path = Array(path.utf8)
            if dice.once(in: 12) { self.path = Array("/".utf8) + dice.mutated(Array(self.path.dropFirst())) }
            headers = ["Authorization: Bearer \(token)", "Content-Type: application/json"]
            if dice.once(in: 8) {
                headers = dice.pick([[], ["Authorization: Bearer x"], ["Authorization: Basic"], ["Cookie: switchyard_session=\(token)"]])
            }
            body = []
            if method != "GET" || dice.once(in: 10) { body = Self.body(&dice) }
        }

        private static func body(_ dice: inout Dice) -> [UInt8] {
            switch dice.below(12) {
            case 0: return dice.bytes(dice.below(200))
            case 1: return Hostile.deep(dice.pick([3, 512, 513, 20_000]))
            case 2: return dice.document().bytes
            case 3:
                return dice.mutated(
                    Array(#"{"priority": "alone", "reason": "x", "due": ["mergebot.stage"], "as_of": "2024-03-01T00:00:00Z"}"#.utf8))
            case 4: return []
            default:
                var members: [String: JSON] = [:]
                for _ in 0...dice.below(4) { members[dice.pick(Map.members)] = dice.once(in: 3) ? dice.document(depth: 2) : value(&dice) }
                return JSON.object(members).bytes
            }
        }

        private static func value(_ dice: inout Dice) -> JSON {
            dice.pick([
                "alone", "default", "success", "failure", "ci/build", .string(String(repeating: "a", count: 40)), "2030-01-01T00:00:00Z",
                "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", true, false, nil, 0, 1, -1, .int(.max), .int(.min), .double(1e300),
                "main", "merge",
                "squash", "rebase-ff", [], [:], ["mergebot.stage"], "https://ci.example.org/", "javascript:alert(1)", "alice",
            ])
        }

        private static func encoded(_ text: String, _ dice: inout Dice) -> String {
            if dice.once(in: 6) { return dice.pick(["%", "%ff", "%00", "%2e%2e", "%2F", "%C3", "+", "..", ".", "a%", "%zz", ";", "%25"]) }
            return text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "x"
        }
    }

    @Test("no request is answered with a failure of the host, and every refusal is a problem document")
    func requests() async throws {
        try await FuzzHost.with { host in
            let map = try await Self.map(of: host)
            var answers: [Int: Int] = [:]
            try await Fuzz.rounds(250, part: "api", cost: 10) { dice in
                let request = Request(&dice, map, token: host.adminToken)
                let answer: RawHTTP.Answer
                do { answer = try await host.http.exchange(request.bytes, closesEarly: !request.isHTTP) } catch {
                    throw Fuzz.Failure("\(error)", bytes: request.bytes)
                }
                answers[answer.status ?? 0, default: 0] += 1
                try Self.judge(answer, of: request)
                try await host.check(String(decoding: request.bytes, as: UTF8.self))
            }
            if Fuzz.iterations == nil { #expect([200, 404, 422].allSatisfy { answers[$0, default: 0] >= 10 }, "\(answers)") }
            #expect(try await host.running.send("GET", "/livez").status == 200)
            #expect(try await host.running.send("GET", "/api/v1/status", token: host.adminToken).document["applied_seq"].int ?? 0 > 0)
        }
    }

    private static func map(of host: FuzzHost) async throws -> Map {
        let description = try await host.running.send("GET", "/api/openapi.json", token: host.adminToken).document
        let paths = try #require(description["paths"].object)
        var map = Map(routes: [("GET", "/api/openapi.json")])
        for (path, methods) in paths.sorted(by: { $0.key < $1.key }) {
            for method in (methods.object ?? [:]).keys.sorted() {
                map.routes.append((method.uppercased(), String(path.dropFirst("/api/v1".count))))
            }
        }
        #expect(map.routes.count > 20)
        return map
    }

    private static func judge(_ answer: RawHTTP.Answer, of request: Request) throws {
        func failure(_ what: String) -> Fuzz.Failure {
            Fuzz.Failure(
                "\(what): \(answer.status ?? 0) \(answer.contentType) \(String(decoding: answer.body.prefix(500), as: UTF8.self))",
                String(decoding: request.bytes, as: UTF8.self))
        }
        guard let status = answer.status else {
            if request.isHTTP { throw failure("there is no answer") }
            return
        }
        // Only a request with a timeout of zero is told that it timed out.
        let mayBeLate = request.path.starts(with: "/api/v1/barrier".utf8)
        guard status < 500 || (status == 503 && mayBeLate) else { throw failure("the host failed") }
        guard request.isAPI, request.isHTTP, request.method != "HEAD", request.method != "OPTIONS" else { return }
        let document = try? JSON(parsing: answer.body)
        guard status >= 400 else {
            if status < 300, document == nil { throw failure("the answer is not a document") }
            return
        }
        guard answer.contentType == "application/problem+json", let document, document["status"].int == status,
            document["title"].string?.isEmpty == false, document["detail"].string?.isEmpty == false
        else { throw failure("the refusal is not a problem document") }
    }
}

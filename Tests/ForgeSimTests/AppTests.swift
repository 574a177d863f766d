import Crypto
import CryptoExtras
import ForgeSim
import Foundation
import Synchronization
import Testing

@Suite("GitHub Apps")
struct AppTests {
    /// An app that a test acts for.
    private struct Actor {
        let id: Int
        let key: _RSA.Signing.PrivateKey
        let base: String

        init(_ made: ForgeJSON, _ base: String) throws {
            id = try #require(made["id"].int)
            key = try _RSA.Signing.PrivateKey(pemRepresentation: try #require(made["pem"].string))
            self.base = base
        }

        /// A client with the app's own token.
        func client(issued: Int64 = 0, expires: Int64 = 300, now: Int64, key other: _RSA.Signing.PrivateKey? = nil) throws -> SimClient {
            let claims = "{\"iat\":\(now + issued),\"exp\":\(now + expires),\"iss\":\"\(id)\"}"
            let text = "\(Self.encoded(Data("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".utf8))).\(Self.encoded(Data(claims.utf8)))"
            let signature = try (other ?? key).signature(for: SHA256.hash(data: Data(text.utf8)), padding: .insecurePKCS1v1_5)
            return SimClient(baseURL: base, token: "\(text).\(Self.encoded(signature.rawRepresentation))")
        }

        private static func encoded(_ data: Data) -> String {
            let text = data.base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            return text.filter { $0 != "=" }
        }
    }

    private static let seconds: Int64 = 1_700_000_000

    /// A clock that moves only when told to.
    private final class Clock: Sendable {
        private let time = Mutex(AppTests.seconds * 1000)
        var now: Int64 { time.withLock { $0 } }
        func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
    }

    /// Runs a test with an app on a simulator whose clock moves only when told to.
    private func withApp(_ body: (Simulated, Actor, Clock) async throws -> Void) async throws {
        let clock = Clock()
        let users = [SimUser("owner", role: "user"), SimUser("org", type: "Organization"), SimUser("reviewer"), SimUser("other")]
        let sim = try await ForgeSimulator.start(users: users, clock: { clock.now })
        let made = try await SimClient(baseURL: sim.baseURL, token: nil).post(
            "/_sim/apps",
            ["slug": "helper", "owner": "org", "permissions": ["contents": "write", "issues": "read"], "events": ["push"]])
        do {
            try await body(Simulated(sim: sim), Actor(made, sim.baseURL), clock)
        } catch {
            await sim.stop()
            throw error
        }
        await sim.stop()
    }

    @Test("an app signs in with its own token, and only with a right one")
    func tokens() async throws {
        try await withApp { s, app, _ in
            let now = Self.seconds
            let me = try await app.client(now: now).get("/app")
            #expect(me["slug"].string == "helper" && me["permissions"]["contents"].string == "write")
            #expect(me["installations_count"].int == 0)
            let far = try await refused(try app.client(expires: 3600, now: now), "GET", "/app")
            #expect(far.status == 401 && far.json["message"].string == "'Expiration time' claim ('exp') is too far in the future")
            let past = try await refused(try app.client(expires: -1, now: now), "GET", "/app")
            #expect(past.json["message"].string?.hasPrefix("'Expiration time' claim ('exp') must be a numeric value") == true)
            let early = try await refused(try app.client(issued: 100, now: now), "GET", "/app")
            #expect(early.json["message"].string?.hasPrefix("'Issued at' claim ('iat') must be an Integer") == true)
            let stranger = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            let forged = try await refused(try app.client(now: now, key: stranger), "GET", "/app")
            #expect(forged.status == 401 && forged.json["message"].string == "A JSON web token could not be decoded")
            #expect(try await refused(s.owner.client, "GET", "/app").status == 401)
        }
    }

    @Test("a token of an installation acts as the bot, within what was granted, for an hour")
    func installations() async throws {
        try await withApp { s, app, clock in
            let repository = try await s.repository()
            try await s.owner.createRepository("org/secret")
            try await s.owner.client.patch("/repos/org/secret", ["private": true])
            let control = SimClient(baseURL: s.sim.baseURL, token: nil)
            let installation = try await control.post(
                "/_sim/apps/\(app.id)/installations", ["account": "org", "repositories": [.string(repository)]])
            let id = try #require(installation["id"].int)
            let jwt = try app.client(now: Self.seconds)
            #expect(try await jwt.get("/repos/\(repository)/installation")["id"].int == id)
            #expect(try await refused(jwt, "GET", "/repos/org/secret/installation").status == 404)
            let made = try await jwt.post("/app/installations/\(id)/access_tokens", [:])
            let token = try #require(made["token"].string)
            #expect(token.hasPrefix("ghs_") && token.count == 40)
            #expect(made["expires_at"].string == "2023-11-14T23:13:20Z")
            let bot = SimClient(baseURL: s.sim.baseURL, token: token)
            #expect(try await bot.get("/installation/repositories")["total_count"].int == 1)
            let written = try await bot.put("/repos/\(repository)/contents/bot", ["message": "Bot", "content": "YQ=="])
            #expect(written["commit"]["author"]["name"].string == "helper[bot]")
            let issue = try await refused(bot, "POST", "/repos/\(repository)/issues", ["title": "T"])
            #expect(issue.status == 403 && issue.json["message"].string == "Resource not accessible by integration")
            #expect(try await refused(bot, "GET", "/repos/org/secret").status == 404)
            #expect(try await refused(bot, "GET", "/user").status == 403)
            clock.advance(3_600_000)
            #expect(try await refused(bot, "GET", "/repos/\(repository)").status == 401)
        }
    }

    @Test("a token can be narrowed but not widened")
    func narrowing() async throws {
        try await withApp { s, app, _ in
            let repository = try await s.repository()
            let control = SimClient(baseURL: s.sim.baseURL, token: nil)
            let installation = try await control.post("/_sim/apps/\(app.id)/installations", ["account": "org"])
            let path = "/app/installations/\(try #require(installation["id"].int))/access_tokens"
            let jwt = try app.client(now: Self.seconds)
            let narrow = try await jwt.post(path, ["repositories": ["app"], "permissions": ["contents": "read"]])
            #expect(narrow["repository_selection"].string == "selected")
            #expect(narrow["permissions"] == ["contents": "read", "metadata": "read"])
            let bot = SimClient(baseURL: s.sim.baseURL, token: narrow["token"].string)
            let write: ForgeJSON = ["message": "Bot", "content": "YQ=="]
            #expect(try await refused(bot, "PUT", "/repos/\(repository)/contents/bot", write).status == 403)
            #expect(try await refused(jwt, "POST", path, ["permissions": ["contents": "write", "checks": "write"]]).status == 422)
            #expect(try await refused(jwt, "POST", path, ["repositories": ["nothing"]]).status == 422)
        }
    }

    @Test("a manifest becomes an app once")
    func manifest() async throws {
        try await withApp { s, _, _ in
            let control = SimClient(baseURL: s.sim.baseURL, token: nil)
            let manifest: ForgeJSON = [
                "name": "My Helper", "url": "https://example.com", "hook_attributes": ["url": "https://example.com/hook"],
                "default_events": ["push"], "default_permissions": ["checks": "write"],
            ]
            let code = try #require(
                try await control.post("/_sim/app-manifests", ["owner": "org", "manifest": manifest])["code"].string)
            let made = try await control.send("POST", "/app-manifests/\(code)/conversions")
            #expect(made.status == 201 && made.json["slug"].string == "my-helper")
            #expect(made.json["pem"].string?.hasPrefix("-----BEGIN RSA PRIVATE KEY-----") == true)
            #expect(made.json["webhook_secret"].string != nil)
            let actor = try Actor(made.json, s.sim.baseURL)
            #expect(try await actor.client(now: Self.seconds).get("/app/hook/config")["url"].string == "https://example.com/hook")
            #expect(try await refused(control, "POST", "/app-manifests/\(code)/conversions").status == 404)
        }
    }

    @Test("an app's own hook gets the events of the repositories it is on")
    func hook() async throws {
        try await Sink.with { sink in
            try await withApp { s, app, _ in
                let repository = try await s.repository()
                let jwt = try app.client(now: Self.seconds)
                try await jwt.patch("/app/hook/config", ["url": .string(sink.url), "secret": "s"])
                let control = SimClient(baseURL: s.sim.baseURL, token: nil)
                let installation = try await control.post("/_sim/apps/\(app.id)/installations", ["account": "org"])
                try await s.owner.commit(repository, branch: "main", message: "M", files: ["m": "1"])
                try await s.sim.idle()
                #expect(sink.received.map(\.event) == ["installation", "push"])
                let push = try #require(sink.received.last)
                #expect(push.headers["x-github-hook-installation-target-type"] == "integration")
                #expect(try ForgeJSON(parsing: Array(push.body.utf8))["installation"]["id"] == installation["id"])
                let deliveries = try await jwt.get("/app/hook/deliveries")
                #expect(deliveries.array?.compactMap { $0["event"].string } == ["push", "installation"])
            }
        }
    }

    @Test("an app learns that it was suspended, goes on and was removed")
    func suspension() async throws {
        try await Sink.with { sink in
            try await withApp { s, app, _ in
                let jwt = try app.client(now: Self.seconds)
                try await jwt.patch("/app/hook/config", ["url": .string(sink.url)])
                let control = SimClient(baseURL: s.sim.baseURL, token: nil)
                let id = try await control.post("/_sim/apps/\(app.id)/installations", ["account": "org"])["id"].text
                #expect(try await jwt.send("PUT", "/app/installations/\(id)/suspended").status == 204)
                #expect(try await jwt.send("DELETE", "/app/installations/\(id)/suspended").status == 204)
                try await jwt.delete("/app/installations/\(id)")
                try await s.sim.idle()
                let events = try sink.received.map { try ForgeJSON(parsing: $0.body) }
                #expect(events.compactMap { $0["action"].string } == ["created", "suspend", "unsuspend", "deleted"])
                #expect(events[0]["installation"]["created_at"].int == Int(Self.seconds))
                #expect(events[1]["installation"]["suspended_at"].string != nil && events[2]["installation"]["suspended_at"].isNull)
            }
        }
    }
}

import Contract
import Forge
import GitHub
import Synchronization
import TestHTTPServer
import Testing

/// Every refusal says whether a retry can help, and no message contains a token.
@Suite struct GitHubRefusalTests {
    private func refusal(_ reply: TestHTTPServer.Reply, _ scripted: ((ScriptedForge) -> Void)? = nil) async throws -> ForgeError {
        let forge = try ScriptedForge { _ in reply }
        defer { forge.server.stop() }
        let error = try await #require(throws: ForgeError.self) {
            _ = try await forge.forge.comment("x", on: forge.key, as: ForgeCaller("merge"))
        }
        scripted?(forge)
        return error
    }

    @Test(arguments: [
        (400, "invalid_request"), (401, "authentication"), (403, "permission"), (404, "not_found"), (410, "not_found"), (413, "validation"),
        (422, "validation"), (451, "permission"), (301, "invalid_request"),
    ])
    func `what a person has to change is permanent`(status: Int, code: String) async throws {
        let error = try await refusal(.answer(status, body: #"{"message":"No"}"#))
        #expect(error.disposition == .permanent)
        #expect(error.code.description == code)
        #expect(!error.mayHaveHappened)
        #expect(error.status == status)
        #expect(error.location == "POST /repos/acme/server/issues/7/comments")
    }

    @Test(arguments: [(409, "Conflict"), (412, "No"), (422, "Update is not a fast forward")])
    func `what changed meanwhile is stale`(status: Int, message: String) async throws {
        let error = try await refusal(.answer(status, body: #"{"message":"\#(message)"}"#))
        #expect(error.disposition == .stale)
        #expect(error.code == .stale)
    }

    @Test func `the explanations of an answer are one sentence`() async throws {
        let body =
            #"{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"},{"message":"body is too long"},"odd"],"status":"422"}"#
        let error = try await refusal(.answer(422, body: body))
        #expect(
            error.message
                == "GitHub answered 422: Validation Failed: Issue.title missing_field; body is too long; odd. Correct what it names and ask again."
        )
    }

    @Test func `an answer without an explanation is said so`() async throws {
        #expect(try await refusal(.answer(404, body: "<html>")).message.hasPrefix("GitHub answered 404: no explanation. "))
    }

    @Test(arguments: [
        ("Retry-After", "17", 17_000), ("X-RateLimit-Remaining", "0", 90_000), ("X-Other", "", 60_000),
    ])
    func `limits say when to come again`(header: String, value: String, expected: Int64) async throws {
        let body = #"{"message":"You have exceeded a secondary rate limit. Please wait."}"#
        let headers = [header: value, "X-RateLimit-Limit": "5000", "X-RateLimit-Reset": "1700000090"]
        for status in [403, 429] {
            let error = try await refusal(.answer(status, headers: headers, body: body))
            #expect(error.code == .rateLimited)
            #expect(error.code.outcome == "unavailable")
            #expect(error.disposition == .retry(afterMilliseconds: expected))
            #expect(!error.mayHaveHappened)
        }
    }

    @Test func `after an order to pause nothing is sent until it is over`() async throws {
        let scripted = try ScriptedForge(
            ScriptedForge.sequence(
                .answer(403, headers: ["Retry-After": "120"], body: "{}"), .answer(200, body: #"{"id":1,"html_url":"u"}"#)))
        defer { scripted.server.stop() }
        for wait in [120_000, 120_000] as [Int64] {
            let error = try await #require(throws: ForgeError.self) {
                _ = try await scripted.forge.comment("x", on: scripted.key, as: ForgeCaller("merge", .landing))
            }
            #expect(error.disposition == .retry(afterMilliseconds: wait))
        }
        #expect(scripted.server.requests.count == 1)
        _ = try? await scripted.forge.comment("x", on: scripted.key, as: ForgeCaller("forwardport"))
        #expect(scripted.server.requests.count == 2, "the other identity has its own budget")
        scripted.clock.advance(milliseconds: 120_000)
        _ = try await scripted.forge.comment("x", on: scripted.key, as: ForgeCaller("merge"))
        #expect(scripted.server.requests.count == 3)
    }

    @Test func `changes keep their distance`() async throws {
        let scripted = try ScriptedForge(change: { $0.budget.mutationSpacing = 700 }) { _ in .answer(200, body: #"{"id":1,"html_url":"u"}"#)
        }
        defer { scripted.server.stop() }
        for _ in 0..<3 { _ = try await scripted.forge.comment("x", on: scripted.key, as: ForgeCaller("merge")) }
        #expect(scripted.clock.sleeps == [700, 700])
    }

    @Test func `no text shows the token`() async throws {
        let token = ScriptedForge.token
        let replies: [TestHTTPServer.Reply] = [
            .answer(401, body: #"{"message":"Bad credentials: \#(token)"}"#),
            .answer(422, body: #"{"message":"m","errors":["see \#(token)"]}"#),
            .answer(500, body: token), .answer(200, body: "not json \(token)"), .hangUp, .raw("nonsense \(token)\r\n\r\n"),
        ]
        for reply in replies {
            let error = try await refusal(reply)
            #expect(!"\(error)".contains(token))
            #expect(!String(reflecting: error).contains(token))
            var dumped = ""
            dump(error, to: &dumped)
            #expect(!dumped.contains(token))
        }
    }

    @Test func `a secret does not show itself`() {
        let secret = Secret(" hush-hush\n")
        #expect(secret.reveal() == "hush-hush")
        var dumped = ""
        dump(["a": secret], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\(TokenCredential(secret))"] {
            #expect(!text.contains("hush"))
        }
        #expect(secret.redacted(from: "so hush-hush it is") == "so [secret] it is")
    }

    /// A credential that produces another token when one is refused.
    private final class Renewing: Credential {
        private let count = Mutex(1)

        func token() async throws -> Secret { Secret("token-\(count.withLock { $0 })") }
        func refused(_ token: Secret) async { count.withLock { $0 += 1 } }
    }

    @Test func `a refused token is replaced once`() async throws {
        let scripted = try ScriptedForge(credential: Renewing()) { request in
            request.headers["authorization"] == "Bearer token-2"
                ? .answer(200, body: #"{"id":1,"html_url":"u"}"#) : .answer(401, body: "{}")
        }
        defer { scripted.server.stop() }
        _ = try await scripted.forge.comment("x", on: scripted.key, as: ForgeCaller("merge"))
        #expect(scripted.server.requests.map { $0.headers["authorization"] } == ["Bearer token-1", "Bearer token-2"])
    }

    @Test func `an unknown identity sends nothing`() async throws {
        let scripted = try ScriptedForge { _ in .answer(200) }
        defer { scripted.server.stop() }
        let error = try await #require(throws: ForgeError.self) { try await scripted.forge.close(scripted.key, as: ForgeCaller("nobody")) }
        #expect(error.code == .invalidRequest)
        #expect(scripted.server.requests.isEmpty)
    }

    @Test(arguments: [
        "http://api.example.org", "https://token@api.example.org", "https://api.example.org?x", "api.example.org", "ftp://127.0.0.1",
    ])
    func `an address that would give the token away is refused`(address: String) {
        #expect(throws: ForgeError.self) { _ = try GitHubEndpoints(api: address) }
    }

    @Test func `addresses of Enterprise`() throws {
        let endpoints = try GitHubEndpoints(api: "https://ghe.example/api/v3/", git: "https://ghe.example", web: "https://ghe.example/")
        #expect(endpoints.graphQL == "https://ghe.example/api/graphql")
        #expect(endpoints.gitURL(of: try #require(RepositoryName("a/b"))) == "https://ghe.example/a/b.git")
        #expect(endpoints.page(of: PullRequestKey(try #require(RepositoryName("a/b")), 3)) == "https://ghe.example/a/b/pull/3")
    }
}

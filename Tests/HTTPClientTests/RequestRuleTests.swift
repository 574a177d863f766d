import HTTPClient
import Logging
import TestHTTPServer
import Testing

/// What the client refuses to do.
@Suite struct RequestRuleTests {
    private let client: HTTPClient

    init() throws {
        client = try HTTPClient(logger: Logger(label: "test"))
    }

    private func failure(_ request: HTTPRequest) async throws -> HTTPError {
        try await #require(throws: HTTPError.self) { _ = try await client.send(request) }
    }

    @Test(arguments: [
        "http://example.org/", "http://127.0.0.1.example.org/", "http://user:pass@127.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd",
        "/relative", "", "http://192.168.0.1/",
    ])
    func `a URL that is not allowed is refused before anything is sent`(url: String) async throws {
        let error = try await failure(HTTPRequest(url: url))
        #expect(error.code == .invalidRequest)
        #expect(!error.mayHaveArrived)
    }

    @Test(arguments: [("X-A", "1\r\nX-B: 2"), ("X A", "1"), ("", "1"), ("X-A", "a\0b")])
    func `a header that could smuggle another one is refused`(name: String, value: String) async throws {
        var request = HTTPRequest(url: "http://127.0.0.1:1/")
        request.headers.append(name, value)
        let error = try await failure(request)
        #expect(error.code == .invalidRequest)
        #expect(value == "1" || !error.description.contains(value))
    }

    @Test func `a redirect is returned as it is unless it may be followed`() async throws {
        let server = try TestHTTPServer { _ in .answer(302, headers: ["Location": "/b"]) }
        defer { server.stop() }
        let response = try await client.send(HTTPRequest(url: server.url))
        #expect(response.status == 302)
        #expect(server.requests.count == 1)
    }

    @Test func `a redirect on the same origin is followed, with the token`() async throws {
        let server = try TestHTTPServer { $0.target == "/a" ? .answer(301, headers: ["Location": "/b?c"]) : .answer(200, body: "b") }
        defer { server.stop() }
        var request = HTTPRequest(url: server.url + "/a", redirects: .followedOnSameOrigin(maximum: 3))
        request.headers["Authorization"] = "token t"
        let response = try await client.send(request)
        #expect(response.status == 200)
        #expect(response.url == server.url + "/b?c")
        #expect(server.requests.map { $0.headers["authorization"] } == ["token t", "token t"])
    }

    @Test func `a redirect to another origin is an error and sends nothing there`() async throws {
        let other = try TestHTTPServer { _ in .answer(200) }
        defer { other.stop() }
        let location = other.url + "/x"
        let server = try TestHTTPServer { _ in .answer(302, headers: ["Location": location]) }
        defer { server.stop() }
        let error = try await failure(HTTPRequest(url: server.url, redirects: .followedOnSameOrigin(maximum: 3)))
        #expect(error.code == .redirect)
        #expect(other.requests.isEmpty)
    }

    @Test func `redirects in a circle end`() async throws {
        let server = try TestHTTPServer { _ in .answer(302, headers: ["Location": "/"]) }
        defer { server.stop() }
        let error = try await failure(HTTPRequest(url: server.url, redirects: .followedOnSameOrigin(maximum: 3)))
        #expect(error.code == .redirect)
        #expect(server.requests.count == 4)
    }

    @Test(arguments: [(301, 1), (302, 1), (307, 2), (308, 2)])
    func `a post is followed only where the method is kept`(status: Int, count: Int) async throws {
        let server = try TestHTTPServer { $0.target == "/a" ? .answer(status, headers: ["Location": "/b"]) : .answer(200) }
        defer { server.stop() }
        _ = try await client.send(
            HTTPRequest(method: "POST", url: server.url + "/a", body: [65], redirects: .followedOnSameOrigin(maximum: 3)))
        #expect(server.requests.map(\.text) == Array(repeating: "A", count: count))
    }

    @Test func `the path is sent as it is written`() async throws {
        let server = try TestHTTPServer { _ in .answer(200) }
        defer { server.stop() }
        _ = try await client.send(HTTPRequest(url: server.url + "/labels/.."))
        #expect(server.requests.map(\.target) == ["/labels/.."])
    }

    @Test(arguments: [
        ("https://Example.org/x", "https://example.org:443"), ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]/", "http://[::1]:80"),
    ])
    func `an origin is scheme, host and port`(url: String, expected: String) {
        #expect(HTTPOrigin(of: url)?.description == expected)
    }

    @Test(arguments: ["http://localhost", "http://127.0.0.1", "http://127.8.9.1:9", "http://[::1]:5"])
    func `loopback is recognised`(url: String) {
        #expect(HTTPOrigin(of: url)?.isLoopback == true)
    }

    @Test(arguments: ["http://127.0.0.1.example.org", "http://localhost.example.org", "http://10.0.0.1", "http://[::2]"])
    func `what only looks like loopback is not`(url: String) {
        #expect(HTTPOrigin(of: url)?.isLoopback == false)
    }
}

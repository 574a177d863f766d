import HTTPClient
import Logging
import Synchronization
import TestHTTPServer
import Testing

/// The client against a real socket.
@Suite struct HTTPClientTests {
    private func client(_ change: (inout HTTPClientConfiguration) -> Void = { _ in }) throws -> HTTPClient {
        var configuration = HTTPClientConfiguration()
        change(&configuration)
        return try HTTPClient(configuration: configuration, logger: Logger(label: "test"))
    }

    private func failure(_ client: HTTPClient, _ request: HTTPRequest) async throws -> HTTPError {
        try await #require(throws: HTTPError.self) { _ = try await client.send(request) }
    }

    @Test func `an answer has its status, its headers in order and its body`() async throws {
        let server = try TestHTTPServer { _ in
            .raw("HTTP/1.1 201 Created\r\nX-One: 1\r\nLink: <a>; rel=\"next\"\r\nx-one:  2 \r\nContent-Length: 5\r\n\r\nhällo")
        }
        defer { server.stop() }
        let response = try await client().send(HTTPRequest(url: server.url + "/a?b=c"))
        #expect(response.status == 201)
        #expect(response.headers["LINK"] == "<a>; rel=\"next\"")
        #expect(response.headers.all("X-One") == ["1", "2"])
        #expect(response.body == Array("häll".utf8))
        #expect(server.requests.map(\.target) == ["/a?b=c"])
    }

    @Test func `informational answers are skipped`() async throws {
        let server = try TestHTTPServer { _ in
            .raw("HTTP/1.1 103 Early Hints\r\nX-Early: yes\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        let response = try await client().send(HTTPRequest(url: server.url))
        #expect(response.status == 200)
        #expect(response.headers["X-Early"] == nil)
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"])
    func `a body arrives whole`(method: String) async throws {
        let server = try TestHTTPServer { .answer(200, body: "\($0.body.count)") }
        defer { server.stop() }
        let body = [UInt8](repeating: 65, count: 300_000)
        let response = try await client().send(
            HTTPRequest(method: method, url: server.url, headers: ["Content-Type": "text/plain"], body: body))
        #expect(response.body == Array("300000".utf8))
        let request = try #require(server.requests.first)
        #expect(request.method == method)
        #expect(request.headers["content-type"] == "text/plain")
        #expect(request.headers["expect"] == nil)
    }

    @Test(arguments: ["GET", "DELETE", "POST", "HEAD"])
    func `a request needs no body`(method: String) async throws {
        let server = try TestHTTPServer { _ in .answer(204) }
        defer { server.stop() }
        let response = try await client().send(HTTPRequest(method: method, url: server.url))
        #expect(response.status == 204)
        #expect(server.requests.first?.method == method)
        #expect(server.requests.first?.headers["content-type"] == nil)
    }

    @Test func `a connection is used again`() async throws {
        let server = try TestHTTPServer { _ in .answer(200, body: "ok") }
        defer { server.stop() }
        let client = try client()
        let first = try await client.send(HTTPRequest(url: server.url))
        let second = try await client.send(HTTPRequest(method: "POST", url: server.url, body: [1]))
        #expect(!first.reusedConnection)
        #expect(second.reusedConnection)
        #expect(server.requests.map(\.connection) == [1, 1])
    }

    @Test func `many requests run at once and none is lost`() async throws {
        let server = try TestHTTPServer { .answer(200, body: $0.target) }
        defer { server.stop() }
        let client = try client { $0.connectionsPerHost = 4 }
        let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for number in 0..<200 {
                group.addTask { try await client.send(HTTPRequest(url: server.url + "/\(number)")).body }
            }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(bodies.count == 200)
        #expect(Set(server.requests.map(\.connection)).count <= 4)
    }

    @Test func `a post is not sent twice when its reused connection dies`() async throws {
        let server = try TestHTTPServer { $0.method == "GET" ? .answer(200) : .hangUp }
        defer { server.stop() }
        let client = try client()
        _ = try await client.send(HTTPRequest(url: server.url))
        let error = try await failure(client, HTTPRequest(method: "POST", url: server.url, body: Array("{}".utf8)))
        #expect(error.code == .connectionLost)
        #expect(error.mayHaveArrived)
        #expect(server.requests.map(\.method) == ["GET", "POST"])
    }

    @Test func `the deadline ends the wait for a silent server`() async throws {
        let server = try TestHTTPServer { _ in .silence }
        defer { server.stop() }
        var request = HTTPRequest(url: server.url + "/slow?key=secret")
        request.totalDeadline = 80
        let error = try await failure(client(), request)
        #expect(error.code == .deadline)
        #expect(error.mayHaveArrived)
        #expect(error.location == "GET \(server.url)/slow")
        #expect(!"\(error)".contains("secret"))
    }

    @Test func `a refused connection says that nothing arrived`() async throws {
        let server = try TestHTTPServer { _ in .hangUp }
        server.stop()
        let error = try await failure(client(), HTTPRequest(url: server.url))
        #expect(error.code == .connect)
        #expect(!error.mayHaveArrived)
    }

    @Test func `an answer larger than the limit is refused, one of the limit is not`() async throws {
        let server = try TestHTTPServer { _ in .answer(200, body: String(repeating: "x", count: 1_000_000)) }
        defer { server.stop() }
        let client = try client()
        var request = HTTPRequest(url: server.url)
        request.responseLimit = 999_999
        #expect(try await failure(client, request).code == .tooLarge)
        request.responseLimit = 1_000_000
        #expect(try await client.send(request).body.count == 1_000_000)
    }

    @Test func `cancelling the task closes the connection`() async throws {
        let server = try TestHTTPServer { _ in .silence }
        defer { server.stop() }
        let client = try client()
        let url = server.url
        let task = Task { try await client.send(HTTPRequest(url: url + "/wait")) }
        var happenings = server.happenings.makeAsyncIterator()
        #expect(await happenings.next() == .request("/wait"))
        task.cancel()
        let error = try await #require(throws: HTTPError.self) { _ = try await task.value }
        #expect(error.code == .cancelled)
        #expect(error.mayHaveArrived)
        #expect(await happenings.next() == .closed(connection: 1))
    }

    @Test func `a task that is cancelled already sends nothing`() async throws {
        let server = try TestHTTPServer { _ in .answer(200) }
        defer { server.stop() }
        let client = try client()
        let url = server.url
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(HTTPRequest(url: url))
        }
        let error = try await #require(throws: HTTPError.self) { _ = try await task.value }
        #expect(error.code == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test func `shutting down ends what waits and refuses what comes`() async throws {
        let server = try TestHTTPServer { _ in .silence }
        defer { server.stop() }
        let client = try client()
        let url = server.url
        let task = Task { try await client.send(HTTPRequest(url: url + "/wait")) }
        var happenings = server.happenings.makeAsyncIterator()
        #expect(await happenings.next() == .request("/wait"))
        client.shutDown()
        #expect(try await #require(throws: HTTPError.self) { _ = try await task.value }.code == .shutDown)
        #expect(try await failure(client, HTTPRequest(url: url)).code == .shutDown)
    }
}

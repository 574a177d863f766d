import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A response to a request on a connection.
struct HTTPResult: Sendable {
    var status = 0
    var headers: [(String, String)] = []
    var body: [UInt8] = []

    func header(_ name: String) -> String? { headers.first { $0.0.lowercased() == name.lowercased() }?.1 }
}

/// A small HTTP/1.1 client for webhook deliveries and ``SimClient``: plain HTTP, one request at a time per connection, connection reuse.
final class HTTPConnectionPool: Sendable {
    private let idle = Mutex<[String: [any Channel]]>([:])
    private static let idleLimit = 8

    /// Sends a request and collects the response.
    ///
    /// - Throws: ``ForgeSimError`` or a connection error; an expired deadline counts as one.
    func send(
        _ method: String, _ url: String, headers: [(String, String)], body: [UInt8], seconds: Int64 = 30
    ) async throws -> HTTPResult {
        let target = try Target(url)
        for attempt in 0..<2 {
            let (channel, reused) = try await connect(target, fresh: attempt > 0)
            do {
                return try await exchange(channel, target, method, headers, body, .seconds(seconds))
            } catch let error as HTTPExchange.Closed where reused && !error.sawResponse {
                continue
            }
        }
        throw ForgeSimError("\(method) \(url): the connection was closed")
    }

    /// Closes the idle connections.
    func close() {
        let all = idle.withLock { idle in
            defer { idle = [:] }
            return idle.values.flatMap { $0 }
        }
        for channel in all { channel.close(promise: nil) }
    }

    private struct Target {
        let host: String
        let port: Int
        let path: String
        var key: String { "\(host):\(port)" }

        init(_ url: String) throws {
            guard url.lowercased().hasPrefix("http://") else { throw ForgeSimError("\(url): only http:// addresses are reachable") }
            let rest = url.dropFirst(7)
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            let authority = rest[..<end].split(separator: "@").last ?? ""
            let colon = authority.lastIndex(of: ":")
            host = String(authority[..<(colon ?? authority.endIndex)])
            port = colon.flatMap { Int(authority[authority.index(after: $0)...]) } ?? 80
            let tail = rest[end...].split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
            path = tail.hasPrefix("/") ? String(tail) : "/" + tail
        }
    }

    private func connect(_ target: Target, fresh: Bool) async throws -> (any Channel, reused: Bool) {
        let waiting = idle.withLock { idle -> (any Channel)? in
            while let channel = idle[target.key]?.popLast() {
                if channel.isActive, !fresh { return channel }
                channel.close(promise: nil)
            }
            return nil
        }
        if let waiting { return (waiting, true) }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(HTTPExchange())
                }
            }
            .connect(host: target.host, port: target.port).get()
        return (channel, false)
    }

    private func exchange(
        _ channel: any Channel, _ target: Target, _ method: String, _ headers: [(String, String)], _ body: [UInt8], _ deadline: TimeAmount
    ) async throws -> HTTPResult {
        var fields = HTTPHeaders([("Host", target.port == 80 ? target.host : target.key)])
        for (name, value) in headers { fields.add(name: name, value: value) }
        if !body.isEmpty || method != "GET" { fields.replaceOrAdd(name: "Content-Length", value: String(body.count)) }
        let head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: target.path, headers: fields)
        let promise = channel.eventLoop.makePromise(of: HTTPResult.self)
        let timer = channel.eventLoop.scheduleTask(in: deadline) { channel.close(promise: nil) }
        // A connection that the peer has closed meanwhile has no handlers any more, so nobody else would complete the promise.
        let written = channel.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenFailure { _ in promise.fail(HTTPExchange.Closed(sawResponse: false)) }
        channel.writeAndFlush(HTTPExchange.Request(head: head, body: ByteBuffer(bytes: body), promise: promise), promise: written)
        defer { timer.cancel() }
        let result = try await promise.futureResult.get()
        if result.header("connection")?.lowercased() == "close" {
            channel.close(promise: nil)
        } else {
            let surplus = idle.withLock { idle in
                if idle[target.key, default: []].count >= Self.idleLimit { return true }
                idle[target.key, default: []].append(channel)
                return false
            }
            if surplus { channel.close(promise: nil) }
        }
        return result
    }
}

/// Writes one request into its channel and fulfils its promise with the response.
private final class HTTPExchange: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Request
    typealias OutboundOut = HTTPClientRequestPart

    struct Request: Sendable {
        let head: HTTPRequestHead
        let body: ByteBuffer
        let promise: EventLoopPromise<HTTPResult>
    }

    /// The peer closed the connection.
    struct Closed: Error {
        let sawResponse: Bool
    }

    private var promise: EventLoopPromise<HTTPResult>?
    private var result = HTTPResult()

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let request = unwrapOutboundIn(data)
        guard context.channel.isActive else {
            request.promise.fail(Closed(sawResponse: false))
            promise?.fail(Closed(sawResponse: false))
            return
        }
        self.promise = request.promise
        result = HTTPResult()
        context.write(wrapOutboundOut(.head(request.head)), promise: nil)
        if request.body.readableBytes > 0 { context.write(wrapOutboundOut(.body(.byteBuffer(request.body))), promise: nil) }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            result.status = Int(head.status.code)
            result.headers = head.headers.map { ($0.name, $0.value) }
        case .body(let buffer):
            result.body.append(contentsOf: buffer.readableBytesView)
        case .end:
            if (100..<200).contains(result.status) { return }
            let finished = promise
            promise = nil
            finished?.succeed(result)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise?.fail(Closed(sawResponse: result.status != 0))
        promise = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise?.fail(error)
        promise = nil
        context.close(promise: nil)
    }
}

import NIOCore
import NIOPosix

/// Keeps a number of connections busy, each with one request after another, on one thread.
///
/// It writes prepared bytes and looks only at status and length of the answers, so that the server is what is measured.
struct Load: Sendable {
    /// The result.
    struct Outcome: Sendable {
        /// From the first byte sent to the last received; milliseconds.
        var latencies: [Double] = []
        /// How often each status was returned.
        var statuses: [Int: Int] = [:]
        /// Answers per second.
        var rate = 0.0

        /// - Throws: if anything but the expected status was returned.
        func expect(_ status: Int) throws {
            guard !latencies.isEmpty, statuses.keys.allSatisfy({ $0 == status }) else {
                throw BenchError("the server was to answer \(status) and answered \(statuses)")
            }
        }
    }

    var port: Int
    var connections: Int
    /// Answers before this are not counted.
    var warmUp = Duration.seconds(1)
    var duration: Duration
    /// Makes the bytes of a request, from its number.
    var request: @Sendable (Int) -> ByteBuffer

    func run() async throws -> Outcome {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let state = LoadState(warmUp: warmUp, duration: duration, request: request)
        let bootstrap = ClientBootstrap(group: loop).channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(LoadConnection(state)) }
            }
        var channels: [any Channel] = []
        for _ in 0..<connections { channels.append(try await bootstrap.connect(host: "127.0.0.1", port: port).get()) }
        // A server that has stopped answering must not keep us waiting.
        let limit = loop.scheduleTask(in: .nanoseconds(state.wholeTime + 5_000_000_000)) { [channels] in
            for channel in channels { channel.close(promise: nil) }
        }
        for channel in channels { try await channel.closeFuture.get() }
        limit.cancel()
        let outcome = try await loop.submit { state.outcome }.get()
        try await group.shutdownGracefully()
        return outcome
    }
}

/// State shared by the connections. Unchecked: used only on one event loop.
private final class LoadState: @unchecked Sendable {
    private let request: @Sendable (Int) -> ByteBuffer
    private let begin: UInt64
    private let end: UInt64
    private var next = 0
    let wholeTime: Int64
    private(set) var outcome = Load.Outcome()

    init(warmUp: Duration, duration: Duration, request: @escaping @Sendable (Int) -> ByteBuffer) {
        self.request = request
        let now = NIODeadline.now().uptimeNanoseconds
        begin = now + UInt64(Stopwatch.milliseconds(warmUp) * 1e6)
        end = begin + UInt64(Stopwatch.milliseconds(duration) * 1e6)
        wholeTime = Int64(end - now)
    }

    func take() -> ByteBuffer {
        defer { next += 1 }
        return request(next)
    }

    /// Records an answer.
    /// - Returns: whether to send another request.
    func note(status: Int, sentAt: UInt64, now: UInt64) -> Bool {
        if now >= begin, now <= end {
            outcome.latencies.append(Double(now - sentAt) / 1e6)
            outcome.statuses[status, default: 0] += 1
            outcome.rate = Double(outcome.latencies.count) / (Double(end - begin) / 1e9)
        }
        return now < end
    }
}

/// One connection. Unchecked: used only on one event loop.
private final class LoadConnection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let state: LoadState
    private var received = ByteBuffer()
    private var sentAt: UInt64 = 0

    init(_ state: LoadState) { self.state = state }

    func channelActive(context: ChannelHandlerContext) { send(context) }

    private func send(_ context: ChannelHandlerContext) {
        let request = state.take()
        sentAt = NIODeadline.now().uptimeNanoseconds
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        received.writeBuffer(&part)
        guard let status = HTTPAnswer.take(from: &received) else { return }
        received.discardReadBytes()
        if state.note(status: status, sentAt: sentAt, now: NIODeadline.now().uptimeNanoseconds) {
            send(context)
        } else {
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Finds the end of an answer with as little work as possible.
enum HTTPAnswer {
    private static let lengthName = Array("content-length:".utf8)

    /// Removes one complete answer from the buffer.
    /// - Returns: its status; nil while something is missing.
    static func take(from buffer: inout ByteBuffer) -> Int? {
        let found = buffer.withUnsafeReadableBytes { bytes -> (status: Int, size: Int)? in
            guard bytes.count > 12 else { return nil }
            var length = 0
            var start = 0
            while let end = lineEnd(bytes, from: start) {
                if end == start {
                    let size = end + 2 + length
                    return size <= bytes.count ? (number(bytes, 9), size) : nil
                }
                if isLength(bytes, start, end) { length = number(bytes, start + lengthName.count) }
                start = end + 2
            }
            return nil
        }
        guard let found else { return nil }
        buffer.moveReaderIndex(forwardBy: found.size)
        return found.status
    }

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == 13, bytes[index + 1] == 10 { return index }
            index += 1
        }
        return nil
    }

    private static func isLength(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
        guard end - start > lengthName.count else { return false }
        for (offset, byte) in lengthName.enumerated() where bytes[start + offset] | 0x20 != byte | 0x20 { return false }
        return true
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var value = 0
        var index = start
        while index < bytes.count, bytes[index] == 32 { index += 1 }
        while index < bytes.count, bytes[index] >= 48, bytes[index] <= 57 {
            value = value * 10 + Int(bytes[index] - 48)
            index += 1
        }
        return value
    }
}

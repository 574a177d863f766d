import Hummingbird
import Logging
import NIOCore

/// A server that answers everything with the same document: the cost of client and web framework without a simulator.
struct EchoServer {
    let document: [UInt8]

    /// Runs it on a free port while the body does its work.
    func run<T>(_ body: (_ baseURL: String) async throws -> T) async throws -> T {
        let buffer = ByteBuffer(bytes: document)
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            var request = request
            _ = try await request.collectBody(upTo: 1 << 20)
            return Response(status: .ok, headers: [.contentType: "application/json; charset=utf-8"], body: ResponseBody(byteBuffer: buffer))
        }
        let (ports, announce) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { announce.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "echo") { _ in SwiftLogNoOpLogHandler() }
        )
        let server = Task { try await application.run() }
        defer { server.cancel() }
        let port = await ports.first { _ in true } ?? 0
        return try await body("http://127.0.0.1:\(port)")
    }
}

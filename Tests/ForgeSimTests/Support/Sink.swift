import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A server that records what webhooks send.
final class Sink: Sendable {
    struct Received: Sendable {
        let headers: [String: String]
        let body: String
        var event: String { headers["x-github-event"] ?? "" }
    }

    private let items = Mutex<[Received]>([])
    private let status = Mutex(200)
    private let port = Mutex(0)

    var url: String { "http://127.0.0.1:\(port.withLock { $0 })/hook" }
    var received: [Received] { items.withLock { $0 } }

    /// The status for the next answers.
    func answer(_ code: Int) { status.withLock { $0 = code } }

    static func with(_ body: (Sink) async throws -> Void) async throws {
        let sink = Sink()
        let router = Router()
        router.post("hook") { request, _ in
            let text = String(buffer: try await request.body.collect(upTo: 1 << 24))
            var headers: [String: String] = [:]
            for field in request.headers { headers[field.name.canonicalName] = field.value }
            sink.items.withLock { $0.append(Received(headers: headers, body: text)) }
            return HTTPResponse.Status(code: sink.status.withLock { $0 })
        }
        let (ports, announce) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { announce.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "sink") { _ in SwiftLogNoOpLogHandler() }
        )
        let server = Task { try await application.run() }
        let actual = await ports.first { _ in true } ?? 0
        sink.port.withLock { $0 = actual }
        do {
            try await body(sink)
        } catch {
            server.cancel()
            throw error
        }
        server.cancel()
        _ = await server.result
    }
}

import Contract
import Forge
import GitHub
import NIOCore

/// Signed deliveries as bytes, which differ only in the delivery's id.
struct Deliveries: Sendable {
    private let heads: [[UInt8]]
    private let bodies: [[UInt8]]
    private let run: String

    /// - Parameters:
    ///   - run: makes the ids of this run different from those of any other.
    ///   - size: of each body, in bytes.
    init(run: String, size: Int, secret: String) {
        self.run = run
        bodies = (0..<64).map { Payloads.status(sha: Payloads.sha($0), context: "ci/\($0 % 7)", size: size) }
        heads = bodies.map { body in
            let text = """
                POST /webhooks/github HTTP/1.1\r\nHost: localhost\r\nUser-Agent: GitHub-Hookshot/benchmark\r\nAccept: */*\r\n\
                Content-Type: application/json\r\nContent-Length: \(body.count)\r\nX-GitHub-Event: status\r\n\
                X-Hub-Signature-256: \(SignatureVerifier.signature(of: body, secret: Secret(secret)))\r\nX-GitHub-Delivery: 
                """
            return Array(text.utf8)
        }
    }

    /// The bytes of a request.
    func request(_ number: Int) -> ByteBuffer {
        let index = number % bodies.count
        var buffer = ByteBuffer()
        buffer.reserveCapacity(heads[index].count + bodies[index].count + 64)
        buffer.writeBytes(heads[index])
        buffer.writeString("\(run)-\(number)\r\n\r\n")
        buffer.writeBytes(bodies[index])
        return buffer
    }
}

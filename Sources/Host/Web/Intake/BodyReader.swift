import Engine
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads the body of a request within the limits of its route and of the server.
struct BodyReader: Sendable {
    let share: SharedBodyBudget.Share
    let limits: WebLimits

    /// - Parameter limit: the largest body, in bytes.
    /// - Throws: ``Problem``: 413 for a larger body, 408 for a slow one, 503 while others take all the room, 400 for one that ends early.
    func read(_ request: Hummingbird.Request, limit: Int) async throws -> [UInt8] {
        let tooLarge = Problem(413, "the body is larger than \(limit) bytes")
        var expected = 0
        if let text = request.headers[.contentLength], let length = Int(text) {
            if length > limit { throw tooLarge }
            expected = min(max(0, length), limits.smallBody)
        }
        let (share, capacity, stream) = (share, expected, request.body)
        let body = try await withDeadline(
            limits.bodyTime,
            abandoning: { () async throws -> [UInt8] in
                var body: [UInt8] = []
                body.reserveCapacity(capacity)
                do {
                    for try await part in stream {
                        guard body.count + part.readableBytes <= limit else { throw tooLarge }
                        guard share.grow(by: part.readableBytes) else {
                            throw Problem(503, "too many large requests are being read at the moment", remedy: "send it again in a minute")
                        }
                        body.append(contentsOf: part.readableBytesView)
                    }
                } catch let problem as Problem {
                    throw problem
                } catch {
                    throw Problem(400, "the body ended before all of it had come")
                }
                return body
            })
        guard let body else { throw Problem(408, "the body did not arrive within \(limits.bodyTime / 1000) seconds") }
        return body
    }
}

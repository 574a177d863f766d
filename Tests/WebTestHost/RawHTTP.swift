import Foundation

/// Sends raw bytes to a web server on this machine, however little they look like a request.
package struct RawHTTP: Sendable {
    /// The response.
    package struct Answer: Sendable {
        /// Nil: the connection was closed without a response.
        package var status: Int?
        package var contentType = ""
        package var body: [UInt8] = []
    }

    /// Why there is no response.
    package struct Silence: Error, CustomStringConvertible {
        package var description: String
    }

    package let port: Int

    /// A sender to a port on this machine.
    package init(port: Int) { self.port = port }

    /// Sends the bytes and reads until the server closes the connection, which the bytes should ask for.
    /// - Parameter closesEarly: whether to signal that nothing more will come, so that the server does not wait for the rest of a request.
    package func exchange(_ bytes: [UInt8], closesEarly: Bool = false) async throws -> Answer {
        // Waiting for the server must not take one of the few threads on which it runs.
        let received = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.exchange(bytes, port: port, closesEarly: closesEarly) })
            }
        }
        return Self.answer(in: received)
    }

    /// A well-formed request with a body.
    package static func request(_ method: String, _ path: [UInt8], headers: [String], body: [UInt8]) -> [UInt8] {
        let lines = headers + ["Host: localhost", "Connection: close", "Content-Length: \(body.count)"]
        return Array("\(method) ".utf8) + path + Array(" HTTP/1.1\r\n\(lines.joined(separator: "\r\n"))\r\n\r\n".utf8) + body
    }

    private static func exchange(_ bytes: [UInt8], port: Int, closesEarly: Bool) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Silence(description: "nobody listens any more") }
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            // A server that has seen enough may close before everything was sent.
            guard count > 0 else { break }
            sent += count
        }
        if closesEarly { shutdown(descriptor, Int32(SHUT_WR)) }
        return try read(descriptor)
    }

    private static func read(_ descriptor: Int32) throws -> [UInt8] {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EAGAIN || errno == EWOULDBLOCK { throw Silence(description: "no answer, and no end") }
            guard count > 0 else { return received }
            received += buffer[..<count]
        }
    }

    private static func answer(in bytes: [UInt8]) -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let status = text.prefixMatch(of: /HTTP\/1\.[01] ([0-9]{3})/).flatMap({ Int($0.1) }) else { return Answer() }
        var answer = Answer(status: status)
        let end = bytes.indices.first { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) } ?? bytes.endIndex
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        answer.contentType = head.firstMatch(of: /(?i)\r\ncontent-type: ([^\r]*)/).map { String($0.1) } ?? ""
        answer.body = Array(bytes[end...].dropFirst(4))
        return answer
    }
}

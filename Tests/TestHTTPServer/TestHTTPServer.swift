internal import Foundation
internal import Glibc
internal import Synchronization

/// A scripted HTTP/1.1 server on a free loopback port, for tests: a closure answers each request.
///
/// It speaks just enough: keep-alive, bodies with a length. One thread per connection.
package final class TestHTTPServer: Sendable {
    /// A request as received.
    package struct Request: Sendable {
        /// The method.
        package let method: String
        /// Path and query.
        package let target: String
        /// Fields by lower-case name.
        package let headers: [String: String]
        /// The body.
        package let body: [UInt8]
        /// Which connection it came on, counted from 1.
        package let connection: Int

        /// The body as text.
        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// What the server does with a request.
    package enum Reply: Sendable {
        /// Answers, and keeps the connection open.
        case answer(Int, headers: [String: String] = [:], body: String = "")
        /// Sends these bytes and closes.
        case raw(String)
        /// Closes without an answer.
        case hangUp
        /// Keeps the connection open and silent until the peer closes it.
        case silence
    }

    /// What happened, in order, for tests that wait.
    package enum Happening: Sendable, Equatable {
        case request(String)
        case closed(connection: Int)
    }

    package typealias Handler = @Sendable (Request) -> Reply

    /// The port.
    package let port: Int
    /// `http://127.0.0.1:PORT`.
    package var url: String { "http://127.0.0.1:\(port)" }
    /// Events from now on; for one reader.
    package let happenings: AsyncStream<Happening>

    private let listener: Int32
    private let handler: Handler
    private let record = Mutex<[Request]>([])
    private let connections = Mutex<(count: Int, open: Set<Int32>)>((0, []))
    private let announce: AsyncStream<Happening>.Continuation

    /// Starts a server.
    package init(_ handler: @escaping Handler) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.handler = handler
        (happenings, announce) = AsyncStream.makeStream()
        Thread { [self] in acceptAll() }.start()
    }

    /// The requests so far.
    package var requests: [Request] { record.withLock { $0 } }

    /// Closes the port and all connections.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        connections.withLock { for descriptor in $0.open { shutdown(descriptor, Int32(SHUT_RDWR)) } }
    }

    // MARK: Threads

    private func acceptAll() {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let number = connections.withLock {
                $0.count += 1
                $0.open.insert(descriptor)
                return $0.count
            }
            Thread { [self] in serve(descriptor, number) }.start()
        }
        close(listener)
    }

    private func serve(_ descriptor: Int32, _ number: Int) {
        var connection = Connection(descriptor: descriptor, number: number)
        while let request = connection.next() {
            record.withLock { $0.append(request) }
            announce.yield(.request(request.target))
            guard perform(handler(request), connection) else { break }
        }
        connections.withLock { _ = $0.open.remove(descriptor) }
        close(descriptor)
        announce.yield(.closed(connection: number))
    }

    /// Whether the connection stays open.
    private func perform(_ reply: Reply, _ connection: Connection) -> Bool {
        switch reply {
        case .answer(let status, let headers, let body):
            var text = "HTTP/1.1 \(status) Status\r\n"
            for (name, value) in headers { text += "\(name): \(value)\r\n" }
            if status != 204 && status != 304 { text += "Content-Length: \(body.utf8.count)\r\n" }
            return connection.send(text + "\r\n" + (status == 204 || status == 304 ? "" : body))
        case .raw(let text):
            _ = connection.send(text)
            return false
        case .hangUp:
            return false
        case .silence:
            connection.waitForClose()
            return false
        }
    }
}

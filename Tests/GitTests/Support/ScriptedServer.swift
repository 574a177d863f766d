import Foundation
import Synchronization

/// A forge that answers each request with the next of its responses, and records the requests.
///
/// `@unchecked Sendable`: the descriptor is closed only in `deinit`, the rest is under a lock.
final class ScriptedServer: @unchecked Sendable {
    let port: UInt16
    private let listener: Int32
    private let seen = Mutex<[String]>([])

    /// The heads of the requests so far.
    var requests: [String] { seen.withLock { $0 } }

    init(responses: [String]) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(listener, generic, length)
                _ = listen(listener, 16)
                _ = getsockname(listener, generic, &length)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        Thread.detachNewThread { [weak self] in
            for response in responses {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else { return }
                self.answer(connection, response)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func answer(_ connection: Int32, _ response: String) {
        var request: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { break }
            request += buffer[..<count]
        }
        seen.withLock { $0.append(String(decoding: request, as: UTF8.self)) }
        let bytes = Array(response.utf8)
        _ = write(connection, bytes, bytes.count)
        close(connection)
    }
}

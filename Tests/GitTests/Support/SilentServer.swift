import Foundation

/// A forge that accepts connections, reads, and never answers. It reports when a connection opens and when its other side is gone.
///
/// `@unchecked Sendable`: the descriptor is closed only in `deinit`; the rest belongs to a stream.
final class SilentServer: @unchecked Sendable {
    enum Event: Equatable {
        case opened, closed
    }

    let port: UInt16
    let events: AsyncStream<Event>
    private let listener: Int32

    var url: String { "http://127.0.0.1:\(port)/acme/site.git" }

    init() throws {
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
        let (stream, continuation) = AsyncStream.makeStream(of: Event.self)
        events = stream
        Thread.detachNewThread { Self.accept(listener, continuation) }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Waits for an event of a kind, a number of times.
    func wait(for kind: Event, count: Int = 1) async {
        var missing = count
        for await event in events where event == kind {
            missing -= 1
            if missing == 0 { return }
        }
    }

    private static func accept(_ listener: Int32, _ events: AsyncStream<Event>.Continuation) {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { return }
            events.yield(.opened)
            Thread.detachNewThread {
                var buffer = [UInt8](repeating: 0, count: 4096)
                while read(connection, &buffer, buffer.count) > 0 {}
                close(connection)
                events.yield(.closed)
            }
        }
    }
}

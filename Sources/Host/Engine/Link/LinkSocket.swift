import Foundation
import Synchronization

/// One end of the socket pair: whole messages in and out, blocking.
///
/// Unchecked: one thread reads; writers take turns.
final class LinkSocket: @unchecked Sendable {
    private let descriptor: Int32
    private let writing = Mutex(())

    /// Takes ownership of the descriptor.
    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Makes a pair: the host's end, and the runner's as a descriptor that a child can inherit.
    static func pair() throws -> (host: LinkSocket, runner: Int32) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw SupervisionError(.system, "cannot make a socket pair", errno)
        }
        return (LinkSocket(ends[0]), ends[1])
    }

    /// Sends a message.
    /// - Throws: `notRunning` if the other end is closed.
    func send(_ message: LinkMessage) throws(SupervisionError) {
        let body = message.bytes
        var frame: [UInt8] = []
        frame.reserveCapacity(body.count + 4)
        withUnsafeBytes(of: UInt32(body.count).littleEndian) { frame.append(contentsOf: $0) }
        frame.append(contentsOf: body)
        let isSent = writing.withLock { _ in write(frame) }
        guard isSent else { throw SupervisionError(.notRunning, "the other end of the link is closed") }
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var sent = 0
            while sent < buffer.count {
                // A runner that has died must not kill the host with a signal.
                let count = Glibc.send(descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent, Int32(MSG_NOSIGNAL))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// The next message; nil if the other end is closed.
    /// - Throws: `malformed` for what is not a message; nothing more can be read then.
    func receive() throws(SupervisionError) -> LinkMessage? {
        guard let head = read(4) else { return nil }
        let length = Int(head.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        guard length <= LinkMessage.sizeLimit else {
            throw SupervisionError(.malformed, "a message of \(length) bytes is announced, \(LinkMessage.sizeLimit) are allowed")
        }
        guard let body = read(length) else { return nil }
        return try LinkMessage(reading: body[...])
    }

    private func read(_ count: Int) -> [UInt8]? {
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = recv(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, 0)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else {
                    isWhole = false
                    return
                }
                filled += got
            }
        }
        return isWhole ? bytes : nil
    }

    /// Shuts down both directions: a caller that waits in ``receive()`` gets nil.
    func shut() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// The framing of git's protocols.
enum PktLine {
    /// One frame.
    enum Frame: Sendable, Equatable {
        case data([UInt8])
        case flush
        case delimiter
    }

    static let flush = Array("0000".utf8)

    /// The most bytes that one frame can carry.
    private static let largest = 65_516

    /// A frame; whatever does not fit is cut off.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let bytes = bytes.prefix(largest)
        let digits = String(bytes.count + 4, radix: 16)
        return Array((String(repeating: "0", count: 4 - digits.count) + digits).utf8) + bytes
    }

    static func encode(_ text: String) -> [UInt8] { encode(Array(text.utf8)) }

    /// Reads one frame and advances the position; `nil` at the end or if it is not a frame.
    static func next(_ bytes: [UInt8], _ position: inout Int) -> Frame? {
        guard position + 4 <= bytes.count, let size = Int(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16) else {
            return nil
        }
        if size < 4 {
            position += 4
            return size == 0 ? .flush : .delimiter
        }
        guard position + size <= bytes.count else { return nil }
        defer { position += size }
        return .data(Array(bytes[(position + 4)..<(position + size)]))
    }

    /// The texts of all frames up to the end, without line ends.
    static func lines(_ bytes: [UInt8]) -> [String] {
        var position = 0
        var lines: [String] = []
        while let frame = next(bytes, &position) {
            if case .data(let data) = frame { lines.append(String(decoding: data, as: UTF8.self).trimmingNewlines) }
        }
        return lines
    }

    /// Wraps bytes for the side band.
    static func band(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        stride(from: 0, to: bytes.count, by: 65_000).flatMap { start in
            encode([number] + bytes[start..<min(start + 65_000, bytes.count)])
        }
    }
}

import Crypto
import Foundation

/// Writes loose objects without starting a process.
///
/// The zlib stream consists of stored blocks: every git can read it, and no compression library is needed.
enum LooseObject {
    /// The id of an object.
    static func sha(_ object: GitObject) -> String {
        hex(Insecure.SHA1.hash(data: content(object)))
    }

    /// Stores an object below an `objects` folder and returns its id.
    static func write(_ object: GitObject, objects: String) throws -> String {
        let content = content(object)
        let sha = hex(Insecure.SHA1.hash(data: content))
        let folder = "\(objects)/\(sha.prefix(2))"
        let path = "\(folder)/\(sha.dropFirst(2))"
        if FileManager.default.fileExists(atPath: path) { return sha }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(zlib(content)).write(to: URL(fileURLWithPath: path), options: .atomic)
        return sha
    }

    private static func content(_ object: GitObject) -> [UInt8] {
        Array("\(object.kind.rawValue) \(object.data.count)\0".utf8) + object.data
    }

    private static func zlib(_ content: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        var position = 0
        repeat {
            let size = min(65_535, content.count - position)
            let last: UInt8 = position + size == content.count ? 1 : 0
            let low = UInt8(size & 0xFF)
            let high = UInt8(size >> 8)
            out.append(contentsOf: [last, low, high, ~low, ~high])
            out.append(contentsOf: content[position..<position + size])
            position += size
        } while position < content.count
        var a: UInt32 = 1
        var b: UInt32 = 0
        for byte in content {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        let sum = b << 16 | a
        out.append(contentsOf: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) })
        return out
    }
}

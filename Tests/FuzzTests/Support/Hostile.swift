import Foundation
import PluginAPI

/// Values that have broken programs before.
enum Hostile {
    static let texts = [
        "", " ", "\n", "\r", "\u{0}", "a\u{0}b", "..", "../../etc/passwd", "%00", "'; DROP TABLE people; --", "-1", "0", "1e400", "NaN",
        "null",
        "9223372036854775808", "ä\u{308}\u{1F600}", "\u{202E}abc", "\u{FEFF}", "\u{2028}", "\u{D7FF}\u{E000}", "{", "[", "\"", "\\",
        "\\u0000",
        "acme/server", "acme/server/", "/", "a/b/c", "ghost", "@alice", "bot r+", "```", "<!--", String(repeating: "x", count: 3_000),
        String(repeating: "0", count: 40), String(repeating: "g", count: 40), String(repeating: "A", count: 40), "refs/heads/master",
        "--upload",
        "2024-13-40T99:99:99Z", "2024-03-01T10:00:00+99:99", "-2024-03-01", "{a}", "{{a}}", "${HOME}",
    ]

    static let documents: [JSON] =
        texts.map(JSON.string) + [
            nil, true, false, 0, -1, 1, .int(.max), .int(.min), .double(1e308), .double(-0.0), .double(.leastNonzeroMagnitude),
            .double(0.5), [], [:],
            [nil],
            ["": nil], ["a": ["b": ["c": []]]], .array(Array(repeating: 1, count: 300)),
        ]

    /// A document with this nesting depth.
    static func deep(_ depth: Int) -> [UInt8] {
        Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
    }
}

extension Dice {
    /// The document with one of its parts replaced, removed or moved.
    mutating func mutated(_ document: JSON) -> JSON {
        switch document {
        case .object(var members) where !members.isEmpty && !once(in: 8):
            let keys = members.keys.sorted()
            let key = pick(keys)
            switch below(12) {
            case 0: members[key] = nil
            case 1: members[key] = pick(Hostile.documents)
            case 2: members[key] = members[pick(keys)]
            case 3: members[pick(Hostile.texts)] = members[key]
            default: members[key] = mutated(members[key] ?? nil)
            }
            return .object(members)
        case .array(var items) where !items.isEmpty && !once(in: 8):
            let place = below(items.count)
            switch below(6) {
            case 0: items.remove(at: place)
            case 1: items.append(items[place])
            default: items[place] = mutated(items[place])
            }
            return .array(items)
        default: return pick(Hostile.documents)
        }
    }

    /// Any document, not too large.
    mutating func document(depth: Int = 4) -> JSON {
        switch below(depth > 0 ? 9 : 7) {
        case 0: return nil
        case 1: return .bool(once(in: 2))
        case 2: return .int(Int64(truncatingIfNeeded: next() >> UInt64(below(64))))
        case 3:
            return .double(
                Double(bitPattern: next()).isFinite ? Double(bitPattern: next() & ~(0x7FF << 52) | (UInt64(below(2046)) << 52)) : 0.25)
        case 4, 5: return .string(text())
        case 6: return pick(Hostile.documents)
        case 7: return .array((0..<below(5)).map { _ in document(depth: depth - 1) })
        default:
            return .object(
                Dictionary((0..<below(5)).map { _ in (text(), document(depth: depth - 1)) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Any text, most of it printable.
    mutating func text() -> String {
        if once(in: 4) { return pick(Hostile.texts) }
        var scalars = String.UnicodeScalarView()
        for _ in 0..<below(12) {
            let value = once(in: 5) ? UInt32(below(0x11_0000)) : UInt32(32 + below(95))
            if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}

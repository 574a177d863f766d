import Foundation
import PluginAPI
import Testing

@Suite("Random JSON documents")
struct JSONFuzz {
    @Test("what is written is read again, and is what Foundation reads")
    func written() async throws {
        try await Fuzz.rounds(2_000, part: "json-written") { dice in
            let document = dice.document()
            let bytes = document.bytes
            guard let read = try? JSON(parsing: bytes), read == document else {
                throw Fuzz.Failure("it does not read the same", bytes: bytes)
            }
            guard read.bytes == bytes else { throw Fuzz.Failure("it is not written the same", bytes: bytes) }
            try Self.compare(bytes)
        }
    }

    @Test("what is broken is refused or taken as Foundation does it")
    func broken() async throws {
        try await Fuzz.rounds(3_000, part: "json-broken") { dice in
            try Self.compare(dice.mutated(dice.document().bytes))
        }
    }

    @Test("depth has an end, and no stack does")
    func deep() {
        for depth in [511, 512, 513, 100_000] {
            #expect((try? JSON(parsing: Hostile.deep(depth))) != nil ? depth <= 512 : depth > 512)
        }
    }

    /// Both parse a text as the same document, or both reject it, except for ``isKnownDifference(_:)``.
    private static func compare(_ bytes: [UInt8]) throws {
        let own = try? JSON(parsing: bytes)
        let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        if let own, let other, !hasByteOrderMark(bytes) {
            guard isEqual(own, other) else { throw Fuzz.Failure("it is \(own.text.prefix(200)), Foundation says \(other)", bytes: bytes) }
        } else if (own == nil) != (other == nil), !isKnownDifference(bytes), !hasByteOrderMark(bytes) {
            throw Fuzz.Failure(own == nil ? "only Foundation takes it" : "only we take it", bytes: bytes)
        }
    }

    /// Foundation drops it, wherever it is.
    private static func hasByteOrderMark(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.unicodeScalars.contains("\u{FEFF}") || text.lowercased().contains("\\ufeff")
    }

    /// Foundation guesses encodings other than UTF-8, rejects half a surrogate pair and numbers that do not fit a double, and accepts
    /// zeros and control characters that RFC 8259 forbids.
    private static func isKnownDifference(_ bytes: [UInt8]) -> Bool {
        if bytes.prefix(4).contains(0) || bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFE, 0xFF])
            || bytes.starts(with: [0xFF, 0xFE])
        {
            return true
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("\\ud") || text.contains("\\uD") { return true }
        // Exponents out of range, and long numbers.
        return text.contains(/[0-9][0-9.]*[eE][+-]?[0-9]{3,}/) || text.contains(/[0-9]{18,}/)
    }

    private static func isEqual(_ own: JSON, _ other: Any) -> Bool {
        switch (own, other) {
        case (.null, is NSNull): true
        case (.bool(let value), let other as NSNumber): other.boolValue == value
        case (.int(let value), let other as NSNumber): other.int64Value == value || other.doubleValue == Double(value)
        case (.double(let value), let other as NSNumber): other.doubleValue == value || abs(other.doubleValue - value) <= abs(value) * 1e-13
        case (.string(let value), let other as String): value == other
        case (.array(let items), let other as [Any]): items.count == other.count && zip(items, other).allSatisfy { isEqual($0, $1) }
        // Foundation compares keys by canonical equivalence, so there may be fewer of them.
        case (.object(let members), let other as [String: Any]):
            members.allSatisfy { key, value in other[key].map { isEqual(value, $0) } ?? false }
        default: false
        }
    }
}

/// The SHA-1 name of a git object; written as 40 lower-case hexadecimal digits.
@frozen
public struct ObjectID: Hashable, Sendable {
    // Three words instead of an array: comparing ids is the inner loop of the tree walk.
    @usableFromInline let high: UInt64
    @usableFromInline let middle: UInt64
    @usableFromInline let low: UInt32

    /// The id of the tree without entries, which every repository knows.
    public static let emptyTree = ObjectID(
        high: 0x4b82_5dc6_42cb_6eb9, middle: 0xa060_e54b_f8d6_9288, low: 0xfbee_4904)
    /// Forty zeros; the forge's word for "no such reference".
    public static let zero = ObjectID(high: 0, middle: 0, low: 0)

    private init(high: UInt64, middle: UInt64, low: UInt32) {
        self.high = high
        self.middle = middle
        self.low = low
    }

    /// Reads exactly 40 lower-case hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        self.init(hex: text.utf8)
    }

    /// Reads exactly 40 lower-case hexadecimal digits, as bytes.
    public init?(hex digits: some Collection<UInt8>) {
        guard digits.count == 40 else { return nil }
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        for (index, digit) in digits.enumerated() {
            let value: UInt64
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = UInt64(digit - UInt8(ascii: "a")) + 10
            default: return nil
            }
            switch index {
            case 0..<16: words.0 = words.0 << 4 | value
            case 16..<32: words.1 = words.1 << 4 | value
            default: words.2 = words.2 << 4 | value
            }
        }
        self.init(high: words.0, middle: words.1, low: UInt32(words.2))
    }

    /// Reads 20 raw bytes, as trees hold them; the caller has checked the length.
    public init(raw bytes: UnsafeRawBufferPointer) {
        high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        middle = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        low = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
    }

    /// Writes the 20 raw bytes to memory that has room for them.
    public func store(to bytes: UnsafeMutableRawBufferPointer) {
        bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
        bytes.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
        bytes.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
    }

    /// Appends the 20 raw bytes, as trees hold them.
    public func append(to bytes: inout [UInt8]) {
        withUnsafeBytes(of: high.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: middle.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: low.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// The 40 digits.
    public var hex: String {
        String(unsafeUninitializedCapacity: 40) { digits in
            for index in 0..<40 {
                let value =
                    switch index {
                    case 0..<16: high >> (60 - 4 * index)
                    case 16..<32: middle >> (124 - 4 * index)
                    default: UInt64(low) >> (156 - 4 * index)
                    }
                digits[index] = Self.digits[Int(value & 15)]
            }
            return 40
        }
    }

    /// True if the ids are equal; the inner loop of comparing trees.
    @inlinable
    public static func == (first: ObjectID, second: ObjectID) -> Bool {
        first.high == second.high && first.middle == second.middle && first.low == second.low
    }

    private static let digits = Array("0123456789abcdef".utf8)
}

extension ObjectID: CustomStringConvertible {
    /// The 40 digits.
    public var description: String { hex }
}

extension ObjectID: Comparable {
    /// True if the first id comes before the second, byte by byte.
    @inlinable
    public static func < (left: ObjectID, right: ObjectID) -> Bool {
        (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
    }
}

extension ObjectID: Codable {
    /// Decodes 40 lower-case hexadecimal digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = ObjectID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not an object id: 40 lower-case hexadecimal digits.")
        }
        self = id
    }

    /// Encodes the 40 digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}

extension JSON {
    /// Parses a UTF-8 document of at most 512 levels.
    ///
    /// Strict (RFC 8259), with two leniences that keep a delivery from being lost: of two equal keys the last wins, and half
    /// a surrogate pair becomes U+FFFD.
    ///
    /// - Throws: ``JSONError`` with the offset in bytes.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
        let parsed: Result<JSON, JSONError>? = bytes.withContiguousStorageIfAvailable { JSONParser.parse($0) }
        if let parsed {
            self = try parsed.get()
        } else {
            self = try JSONParser.parse(copy: Array(bytes)).get()
        }
    }

    /// Parses a document held in a string.
    ///
    /// - Throws: ``JSONError`` with the offset in bytes.
    public init(parsing text: String) throws(JSONError) {
        var text = text
        self = try text.withUTF8 { JSONParser.parse($0) }.get()
    }

    /// Parses a UTF-8 document that is borrowed for the length of the call.
    ///
    /// - Throws: ``JSONError`` with the offset in bytes.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        self = try bytes.withMemoryRebound(to: UInt8.self) { JSONParser.parse($0) }.get()
    }
}

/// Why a text is not a JSON document.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found, and what was expected.
    public let message: String
    /// Offset of the first byte that does not fit.
    public let offset: Int

    /// The message with its place.
    public var description: String { "not JSON at byte \(offset): \(message)" }
}

/// A recursive-descent parser over borrowed bytes.
///
/// Written here because Foundation's answers NSNumber (integers and truth values blur) and a plugin would carry all of
/// Foundation for it.
struct JSONParser {
    private static let maximumDepth = 512

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    static func parse(copy: [UInt8]) -> Result<JSON, JSONError> {
        copy.withUnsafeBufferPointer { parse($0) }
    }

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<JSON, JSONError> {
        var parser = JSONParser(bytes: bytes)
        do throws(JSONError) {
            let value = try parser.value()
            parser.skipBlanks()
            if parser.position < bytes.count { throw parser.error("text after the end of the document") }
            return .success(value)
        } catch {
            return .failure(error)
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private func error(_ message: String) -> JSONError { JSONError(message: message, offset: position) }

    /// The byte at the position, or 0 at the end: 0 is legal nowhere outside an escape.
    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }

    private mutating func value() throws(JSONError) -> JSON {
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw error(position < bytes.count ? "a value is expected" : "the document ends too early")
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw error("the document ends too early") }
        for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] {
            throw error("\(word) is expected")
        }
        position = end
        return value
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        if depth > Self.maximumDepth { throw error("nested deeper than \(Self.maximumDepth) levels") }
        position += 1
        skipBlanks()
    }

    private mutating func object() throws(JSONError) -> JSON {
        try enter()
        var members: [String: JSON] = [:]
        if next == UInt8(ascii: "}") { return leave(.object(members)) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw error("a member name is expected") }
            let key = try string()
            skipBlanks()
            guard next == UInt8(ascii: ":") else { throw error("':' is expected") }
            position += 1
            members[key] = try value()
            skipBlanks()
            if next == UInt8(ascii: "}") { return leave(.object(members)) }
            guard next == UInt8(ascii: ",") else { throw error("',' or '}' is expected") }
            position += 1
        }
    }

    private mutating func array() throws(JSONError) -> JSON {
        try enter()
        var elements: [JSON] = []
        if next == UInt8(ascii: "]") { return leave(.array(elements)) }
        while true {
            elements.append(try value())
            skipBlanks()
            if next == UInt8(ascii: "]") { return leave(.array(elements)) }
            guard next == UInt8(ascii: ",") else { throw error("',' or ']' is expected") }
            position += 1
        }
    }

    private mutating func leave(_ value: JSON) -> JSON {
        depth -= 1
        position += 1
        return value
    }

    private mutating func digits() -> Int {
        let start = position
        while next >= UInt8(ascii: "0"), next <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        var isInteger = true
        if next == UInt8(ascii: "-") { position += 1 }
        let leadingZero = next == UInt8(ascii: "0")
        let count = digits()
        if count == 0 || (leadingZero && count > 1) { throw error("a number is expected") }
        if next == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            if digits() == 0 { throw error("digits are expected after the point") }
        }
        if next | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            if digits() == 0 { throw error("digits are expected in the exponent") }
        }
        if isInteger, position - start < 19 { return .int(shortInteger(start..<position)) }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        if isInteger, let value = Int64(text) { return .int(value) }
        guard let value = Double(text), value.isFinite else { throw error("the number \(text) is out of range") }
        return .double(value)
    }

    /// The value of up to 18 characters, sign included, which cannot overflow.
    private func shortInteger(_ range: Range<Int>) -> Int64 {
        var value: Int64 = 0
        let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
        for index in range.dropFirst(isNegative ? 1 : 0) { value = value * 10 + Int64(bytes[index] - UInt8(ascii: "0")) }
        return isNegative ? -value : value
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        var seen: UInt8 = 0
        try skipPlain(seen: &seen)
        if next == UInt8(ascii: "\"") {
            let slice = UnsafeBufferPointer(rebasing: bytes[start..<position])
            // ASCII needs no validation, which costs more than the rest.
            let text = seen < 0x80 ? String(decoding: slice, as: UTF8.self) : try utf8(slice, at: start)
            position += 1
            return text
        }
        return try escapedString(from: start)
    }

    /// Goes on to the next quote or backslash.
    private mutating func skipPlain(seen: inout UInt8) throws(JSONError) {
        // In registers: most of a large document is in strings.
        var (place, all) = (position, seen)
        while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\"), bytes[place] >= 0x20 {
            all |= bytes[place]
            place += 1
        }
        (position, seen) = (place, all)
        if place < bytes.count, bytes[place] < 0x20 { throw error("a control character in a string must be escaped") }
    }

    private func utf8(_ slice: UnsafeBufferPointer<UInt8>, at start: Int) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw JSONError(message: "a string is not UTF-8", offset: start)
        }
        return text
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var buffer: [UInt8] = []
        var copied = start
        var seen: UInt8 = 0
        while true {
            try skipPlain(seen: &seen)
            guard position < bytes.count else { throw error("a string is not closed") }
            buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<position]))
            position += 1
            guard bytes[position - 1] == UInt8(ascii: "\\") else { break }
            try escape(into: &buffer)
            copied = position
        }
        let whole: Result<String, JSONError> = buffer.withUnsafeBufferPointer { slice in
            do throws(JSONError) { return .success(try utf8(slice, at: start)) } catch { return .failure(error) }
        }
        return try whole.get()
    }

    private mutating func escape(into buffer: inout [UInt8]) throws(JSONError) {
        let byte = next
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): buffer.append(contentsOf: String(try unicodeEscape()).utf8)
        default: throw error("an unknown escape in a string")
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        let first = try fourHexDigits()
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? replacement }
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { return replacement }
        let afterFirst = position
        position += 2
        let second = try fourHexDigits()
        guard (0xDC00..<0xE000).contains(second) else {
            position = afterFirst  // the second escape is a character of its own
            return replacement
        }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? replacement
    }

    private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            switch next {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(next - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
                value = value << 4 | UInt32((next | 0x20) - UInt8(ascii: "a") + 10)
            default: throw error("four hexadecimal digits are expected after \\u")
            }
            position += 1
        }
        return value
    }
}

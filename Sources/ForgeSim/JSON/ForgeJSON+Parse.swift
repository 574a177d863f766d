/// Why a text is not JSON.
public struct ForgeJSONError: Error, CustomStringConvertible {
    /// What is wrong, with the byte offset.
    public let description: String
    /// The byte offset.
    public let position: Int
}

extension ForgeJSON {
    /// Parses a JSON text.
    ///
    /// - Throws: ``ForgeJSONError`` with the byte offset of the mistake.
    public init(parsing bytes: [UInt8]) throws {
        var parser = Parser(bytes: bytes)
        self = try parser.document()
    }

    /// Parses a JSON text.
    public init(parsing text: String) throws {
        try self.init(parsing: Array(text.utf8))
    }
}

/// A recursive-descent parser with a bounded depth.
private struct Parser {
    let bytes: [UInt8]
    var position = 0
    var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws -> ForgeJSON {
        let value = try self.value()
        skipBlanks()
        guard position == bytes.count else { throw failure("unexpected text after the value") }
        return value
    }

    private mutating func value() throws -> ForgeJSON {
        skipBlanks()
        switch current {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object() throws -> ForgeJSON {
        try enter()
        defer { depth -= 1 }
        var members: [(key: String, value: ForgeJSON)] = []
        // The offset of a key; computed only for keys, so that a hostile object with many members takes no longer than its length.
        var places: [String: Int] = [:]
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object(ForgeObject()) }
        while true {
            skipBlanks()
            let key = try string()
            skipBlanks()
            try expect(UInt8(ascii: ":"))
            let value = try value()
            if let place = places[key] {
                members[place].value = value
            } else {
                places[key] = members.count
                members.append((key, value))
            }
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object(ForgeObject(members)) }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func array() throws -> ForgeJSON {
        try enter()
        defer { depth -= 1 }
        var items: [ForgeJSON] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array(items) }
        while true {
            items.append(try value())
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .array(items) }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func string() throws -> String {
        try expect(UInt8(ascii: "\""))
        var out: [UInt8] = []
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: out, as: UTF8.self) else { throw failure("text is not UTF-8") }
                return text
            case UInt8(ascii: "\\"): try escape(into: &out)
            case 0..<0x20: throw failure("control character in a string")
            default: out.append(byte)
            }
        }
        throw failure("unterminated string")
    }

    private mutating func escape(into out: inout [UInt8]) throws {
        guard let byte = current else { throw failure("unterminated string") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "u"): out.append(contentsOf: String(try unicodeEscape()).utf8)
        default: throw failure("unknown escape")
        }
    }

    private mutating func unicodeEscape() throws -> Character {
        let first = try hexDigits()
        var code = first
        if (0xD800..<0xDC00).contains(first), current == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 1
            try expect(UInt8(ascii: "u"))
            let second = try hexDigits()
            guard (0xDC00..<0xE000).contains(second) else { throw failure("lone surrogate") }
            code = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        }
        return Character(Unicode.Scalar(code) ?? "\u{FFFD}")
    }

    private mutating func hexDigits() throws -> UInt32 {
        guard position + 4 <= bytes.count,
            let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw failure("bad \\u escape") }
        position += 4
        return code
    }

    private mutating func number() throws -> ForgeJSON {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")), !digits() { throw failure("expected a value") }
        var whole = true
        if take(UInt8(ascii: ".")) {
            whole = false
            if !digits() { throw failure("expected a digit") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            whole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            if !digits() { throw failure("expected a digit") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if whole, let value = Int64(text) { return .int(value) }
        guard let value = Double(text) else { throw failure("expected a value") }
        return .double(value)
    }

    /// Skips digits; `false` if there are none.
    private mutating func digits() -> Bool {
        let start = position
        while let byte = current, (0x30...0x39).contains(byte) { position += 1 }
        return position > start
    }

    private mutating func word(_ word: String, _ value: ForgeJSON) throws -> ForgeJSON {
        guard bytes[position...].starts(with: word.utf8) else { throw failure("expected a value") }
        position += word.utf8.count
        return value
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws {
        guard take(byte) else { throw failure("expected '\(Character(Unicode.Scalar(byte)))'") }
    }

    private mutating func enter() throws {
        depth += 1
        position += 1
        guard depth <= 200 else { throw failure("too deeply nested") }
    }

    private func failure(_ what: String) -> ForgeJSONError {
        ForgeJSONError(description: "\(what) at byte \(position)", position: position)
    }
}

internal import Contract

/// Parses of a JSON document only what a shape names, and checks the syntax of the rest.
///
/// A delivery has 25 KB of which 2 are read; making values of all of them takes ten times as long as this. What is read goes
/// through the parser of `JSON`. Of what is passed over, neither UTF-8 nor the range of numbers is checked.
struct PayloadParser {
    /// Why a text is not a JSON document.
    struct SyntaxError: Error, CustomStringConvertible {
        let offset: Int
        var description: String { "not JSON at byte \(offset)" }
    }

    private static let maximumDepth = 512

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    /// The members of the document that the shape names.
    static func parse(_ body: [UInt8], _ shape: PayloadShape) throws -> JSON {
        try body.withUnsafeBufferPointer { bytes in
            var parser = PayloadParser(bytes: bytes)
            parser.skipBlanks()
            let document = try parser.value(shape)
            parser.skipBlanks()
            guard parser.position == bytes.count else { throw parser.error }
            return document
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private var error: SyntaxError { SyntaxError(offset: position) }

    /// The byte at the position; 0, which is legal nowhere, at the end.
    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    // MARK: What is read

    private mutating func value(_ shape: PayloadShape?) throws -> JSON {
        if let shape, next == UInt8(ascii: "{") { return try object(shape) }
        let start = position
        try skip()
        return try JSON(parsing: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start..<position]))
    }

    private mutating func object(_ shape: PayloadShape) throws -> JSON {
        var members: [String: JSON] = [:]
        try enter()
        if leaves(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            if let member = try member(of: shape) {
                members[String(decoding: member.name, as: UTF8.self)] = try value(member.shape)
            } else {
                try skip()
            }
        } while try goesOn(UInt8(ascii: "}"))
        return .object(members)
    }

    /// The shape's member of the name that comes, nil where it names none; the position is at the value then.
    private mutating func member(of shape: PayloadShape) throws -> PayloadShape.Member? {
        skipBlanks()
        let start = position
        guard next == UInt8(ascii: "\"") else { throw error }
        try skipString()
        let name = UnsafeBufferPointer(rebasing: bytes[(start + 1)..<(position - 1)])
        let member =
            if name.contains(UInt8(ascii: "\\")) {
                try unescaped(start..<position).flatMap { name in shape.members.first { $0.name.elementsEqual(name.utf8) } }
            } else {
                shape.members.first { $0.name.count == name.count && $0.name.elementsEqual(name) }
            }
        skipBlanks()
        guard next == UInt8(ascii: ":") else { throw error }
        position += 1
        skipBlanks()
        return member
    }

    private func unescaped(_ range: Range<Int>) throws -> String? {
        try JSON(parsing: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[range])).string
    }

    // MARK: What is passed over

    private mutating func skip() throws {
        switch next {
        case UInt8(ascii: "{"): try skipMembers()
        case UInt8(ascii: "["): try skipElements()
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "t"): try skip("true")
        case UInt8(ascii: "f"): try skip("false")
        case UInt8(ascii: "n"): try skip("null")
        default: try skipNumber()
        }
    }

    private mutating func skipMembers() throws {
        try enter()
        if leaves(UInt8(ascii: "}")) { return }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw error }
            try skipString()
            skipBlanks()
            guard next == UInt8(ascii: ":") else { throw error }
            position += 1
            skipBlanks()
            try skip()
        } while try goesOn(UInt8(ascii: "}"))
    }

    private mutating func skipElements() throws {
        try enter()
        if leaves(UInt8(ascii: "]")) { return }
        repeat {
            skipBlanks()
            try skip()
        } while try goesOn(UInt8(ascii: "]"))
    }

    private mutating func enter() throws {
        depth += 1
        guard depth <= Self.maximumDepth else { throw error }
        position += 1
        skipBlanks()
    }

    private mutating func leaves(_ end: UInt8) -> Bool {
        guard next == end else { return false }
        depth -= 1
        position += 1
        return true
    }

    /// After a member or an element: whether another one follows.
    private mutating func goesOn(_ end: UInt8) throws -> Bool {
        skipBlanks()
        if leaves(end) { return false }
        guard next == UInt8(ascii: ",") else { throw error }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while next == 32 || next == 10 || next == 13 || next == 9 { position += 1 }
    }

    private mutating func skip(_ word: StaticString) throws {
        for index in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[index] else { throw error }
            position += 1
        }
    }

    private mutating func skipString() throws {
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"):
                position += 1
                try skipEscape()
            case 0..<0x20:
                throw error
            default:
                position += 1
            }
        }
        throw error
    }

    private mutating func skipEscape() throws {
        guard "\"\\/bfnrtu".utf8.contains(next) else { throw error }
        let digits = next == UInt8(ascii: "u") ? 4 : 0
        position += 1
        for _ in 0..<digits {
            guard isDigit(next) || (97...102).contains(next | 0x20) else { throw error }
            position += 1
        }
    }

    private mutating func skipNumber() throws {
        if next == UInt8(ascii: "-") { position += 1 }
        let hasLeadingZero = next == UInt8(ascii: "0")
        let count = try skipDigits()
        guard !hasLeadingZero || count == 1 else { throw error }
        if next == UInt8(ascii: ".") {
            position += 1
            _ = try skipDigits()
        }
        if next | 0x20 == UInt8(ascii: "e") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            _ = try skipDigits()
        }
    }

    private mutating func skipDigits() throws -> Int {
        let start = position
        while isDigit(next) { position += 1 }
        guard position > start else { throw error }
        return position - start
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}

/// Writes values one after another: integers as eight bytes in little-endian order, texts after their length.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ value: UInt8) { bytes.append(value) }

    mutating func put(_ value: Int64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ value: Int) { put(Int64(value)) }

    mutating func put(_ value: String) {
        var value = value
        value.withUTF8 { text in
            put(text.count)
            bytes.append(contentsOf: text)
        }
    }

    mutating func put<Value>(_ value: Value?, _ putValue: (inout WireWriter, Value) -> Void) {
        guard let value else { return put(UInt8(0)) }
        put(UInt8(1))
        putValue(&self, value)
    }

    mutating func put(_ value: String?) { put(value) { $0.put($1) } }

    mutating func put(_ value: Int?) { put(value) { $0.put($1) } }

    mutating func put<Values: Collection>(list values: Values, _ putValue: (inout WireWriter, Values.Element) -> Void) {
        put(values.count)
        for value in values { putValue(&self, value) }
    }
}

/// Reads what a ``WireWriter`` has written; rejects anything else with an error.
struct WireReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    private var remaining: Int { bytes.endIndex - position }

    private mutating func take(_ count: Int) throws(SupervisionError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw SupervisionError(.malformed, "a message ends too early: \(count) bytes are announced, \(remaining) are there")
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func byte() throws(SupervisionError) -> UInt8 {
        let one = try take(1)
        return one[one.startIndex]
    }

    mutating func int64() throws(SupervisionError) -> Int64 {
        let eight = try take(8)
        return Int64(bitPattern: eight.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    mutating func int() throws(SupervisionError) -> Int { Int(try int64()) }

    mutating func string() throws(SupervisionError) -> String {
        let text = try take(try int())
        guard let string = String(validating: text, as: UTF8.self) else {
            throw SupervisionError(.malformed, "a text of a message is not UTF-8")
        }
        return string
    }

    mutating func optional<Value>(_ value: (inout WireReader) throws(SupervisionError) -> Value) throws(SupervisionError) -> Value? {
        switch try byte() {
        case 0: return nil
        case 1: return try value(&self)
        case let mark: throw SupervisionError(.malformed, "\(mark) does not mark an optional value")
        }
    }

    mutating func optionalString() throws(SupervisionError) -> String? {
        try optional { reader throws(SupervisionError) in try reader.string() }
    }

    mutating func optionalInt() throws(SupervisionError) -> Int? {
        try optional { reader throws(SupervisionError) in try reader.int() }
    }

    mutating func list<Value>(_ value: (inout WireReader) throws(SupervisionError) -> Value) throws(SupervisionError) -> [Value] {
        let count = try int()
        // Every value takes at least a byte, and far more in memory than on the link: reserve for what arrives, not for what is announced.
        guard count >= 0, count <= remaining else {
            throw SupervisionError(.malformed, "a message announces \(count) values in \(remaining) bytes")
        }
        var values: [Value] = []
        values.reserveCapacity(min(count, 64))
        for _ in 0..<count { values.append(try value(&self)) }
        return values
    }

    /// - Throws: if something is left over.
    func end() throws(SupervisionError) {
        guard remaining == 0 else { throw SupervisionError(.malformed, "a message is longer by \(remaining) bytes than what it says") }
    }
}

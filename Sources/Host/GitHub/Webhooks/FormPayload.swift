/// The JSON of a delivery that was sent as a form.
enum FormPayload {
    /// A form without the field.
    struct Missing: Error, CustomStringConvertible {
        var description: String { "the form has no field payload" }
    }

    /// The JSON bytes of a body: the body itself, or the field `payload` of a form.
    static func json(in body: [UInt8], contentType: String?) throws -> [UInt8] {
        guard contentType?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true else { return body }
        for field in body.split(separator: UInt8(ascii: "&")) where field.starts(with: "payload=".utf8) {
            return decode(field.dropFirst("payload=".utf8.count))
        }
        throw Missing()
    }

    private static func decode(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(field.count)
        var place = field.startIndex
        while place < field.endIndex {
            let byte = field[place]
            if byte == UInt8(ascii: "%"), place + 2 < field.endIndex, let high = digit(field[place + 1]), let low = digit(field[place + 2])
            {
                result.append(high << 4 | low)
                place += 3
            } else {
                result.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                place += 1
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}

extension JSON {
    /// Makes a document of any encodable value.
    ///
    /// Swift names become snake_case (`commitID` is `commit_id`); keys of dictionaries stay as they are, and so do those of any other
    /// `CodingKey` that takes every text; nil members are left out.
    ///
    /// - Throws: what the value's own `encode(to:)` throws.
    public init<Value: Encodable>(encoding value: Value) throws {
        if let document = value as? JSON {
            self = document
            return
        }
        let box = JSONBox()
        try value.encode(to: JSONEncoding(box: box, codingPath: []))
        self = box.document
    }

    /// Reads the document as a value of that type; names are matched as ``init(encoding:)`` writes them.
    ///
    /// - Throws: `DecodingError` with the path of the member that does not fit.
    public func decode<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoding(document: self, codingPath: []).unwrap(type)
    }

    /// The snake_case form of a Swift name: `commitID` is `commit_id`, `createdAt` is `created_at`.
    static func snakeCase(_ name: String) -> String {
        guard name.utf8.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return name }
        var result: [UInt8] = []
        let source = Array(name.utf8)
        let isUpper = { (byte: UInt8) in (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
        for (index, byte) in source.enumerated() {
            guard isUpper(byte) else {
                result.append(byte)
                continue
            }
            let afterLower = index > 0 && !isUpper(source[index - 1]) && source[index - 1] != UInt8(ascii: "_")
            let startsWord = index > 0 && isUpper(source[index - 1]) && index + 1 < source.count && !isUpper(source[index + 1])
            if afterLower || startsWord { result.append(UInt8(ascii: "_")) }
            result.append(byte | 0x20)
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension CodingKey {
    /// Whether any text is a key of this type. Such keys are data, as those of dictionaries are, and not the names of a Swift type.
    static var isData: Bool { Self(stringValue: "\u{0}") != nil }
}

/// A member name or an index on the way to a value.
struct JSONKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = "[\(intValue)]"
        self.intValue = intValue
    }
}

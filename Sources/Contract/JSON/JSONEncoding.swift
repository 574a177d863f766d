/// Where an encoder leaves what it makes; the parts of a document are filled in while the whole is still open.
final class JSONBox {
    private var value = JSON.null
    private var elements: [JSONBox]?
    private var members: [String: JSONBox]?

    var document: JSON {
        if let elements { return .array(elements.map(\.document)) }
        if let members { return .object(members.mapValues(\.document)) }
        return value
    }

    var count: Int { elements?.count ?? 0 }

    func set(_ document: JSON) { value = document }
    func beginList() { elements = elements ?? [] }
    func beginMembers() { members = members ?? [:] }

    func append() -> JSONBox {
        let box = JSONBox()
        elements?.append(box)
        return box
    }

    func member(_ name: String) -> JSONBox {
        let box = JSONBox()
        members?[name] = box
        return box
    }
}

/// Encodes Swift values into a document, without going through text.
struct JSONEncoding: Encoder {
    let box: JSONBox
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        box.beginMembers()
        return KeyedEncodingContainer(JSONMemberEncoding<Key>(box: box, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        box.beginList()
        return JSONElementEncoding(box: box, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    static func put<Value: Encodable>(_ value: Value, into box: JSONBox, path: [any CodingKey]) throws {
        if let document = value as? JSON {
            box.set(document)
        } else {
            try value.encode(to: JSONEncoding(box: box, codingPath: path))
        }
    }
}

extension JSONEncoding: SingleValueEncodingContainer {
    func encodeNil() { box.set(.null) }
    func encode(_ value: Bool) { box.set(.bool(value)) }
    func encode(_ value: String) { box.set(.string(value)) }
    func encode(_ value: Double) { box.set(.double(value)) }
    func encode(_ value: Float) { box.set(.double(Double(value))) }
    func encode(_ value: Int) throws { try put(value) }
    func encode(_ value: Int8) throws { try put(value) }
    func encode(_ value: Int16) throws { try put(value) }
    func encode(_ value: Int32) throws { try put(value) }
    func encode(_ value: Int64) throws { try put(value) }
    func encode(_ value: UInt) throws { try put(value) }
    func encode(_ value: UInt8) throws { try put(value) }
    func encode(_ value: UInt16) throws { try put(value) }
    func encode(_ value: UInt32) throws { try put(value) }
    func encode(_ value: UInt64) throws { try put(value) }
    func encode<Value: Encodable>(_ value: Value) throws { try Self.put(value, into: box, path: codingPath) }

    private func put(_ value: some FixedWidthInteger) throws {
        guard let number = Int64(exactly: value) else {
            let context = EncodingError.Context(codingPath: codingPath, debugDescription: "\(value) does not fit 64 bits")
            throw EncodingError.invalidValue(value, context)
        }
        box.set(.int(number))
    }
}

private struct JSONMemberEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let box: JSONBox
    let codingPath: [any CodingKey]
    private let isData = Key.isData

    init(box: JSONBox, codingPath: [any CodingKey]) {
        self.box = box
        self.codingPath = codingPath
    }

    private func member(_ key: any CodingKey) -> JSONBox {
        box.member(isData ? key.stringValue : JSON.snakeCase(key.stringValue))
    }

    func encodeNil(forKey key: Key) { member(key).set(.null) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try JSONEncoding.put(value, into: member(key), path: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        JSONEncoding(box: member(key), codingPath: codingPath + [key]).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        JSONEncoding(box: member(key), codingPath: codingPath + [key]).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        let key = JSONKey(stringValue: "super")
        return JSONEncoding(box: member(key), codingPath: codingPath + [key])
    }

    func superEncoder(forKey key: Key) -> any Encoder { JSONEncoding(box: member(key), codingPath: codingPath + [key]) }
}

private struct JSONElementEncoding: UnkeyedEncodingContainer {
    let box: JSONBox
    let codingPath: [any CodingKey]

    var count: Int { box.count }
    private var path: [any CodingKey] { codingPath + [JSONKey(intValue: count)] }

    func encodeNil() { box.append().set(.null) }

    func encode<Value: Encodable>(_ value: Value) throws {
        let path = path
        try JSONEncoding.put(value, into: box.append(), path: path)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        let path = path
        return JSONEncoding(box: box.append(), codingPath: path).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let path = path
        return JSONEncoding(box: box.append(), codingPath: path).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        let path = path
        return JSONEncoding(box: box.append(), codingPath: path)
    }
}

/// A JSON value as the simulator reads and writes it.
///
/// Objects keep the order of their members, so that answers read like the forge's own documentation; equality ignores that order.
public enum ForgeJSON: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([ForgeJSON])
    case object(ForgeObject)
}

/// The members of a JSON object, in order.
public struct ForgeObject: Sendable {
    /// The members as written.
    public internal(set) var members: [(key: String, value: ForgeJSON)]

    /// Makes an object from members; keys must be distinct.
    public init(_ members: [(key: String, value: ForgeJSON)] = []) {
        self.members = members
    }

    /// The value of a member; setting `nil` removes it.
    public subscript(key: String) -> ForgeJSON? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((key, value))
            case (nil, nil): break
            }
        }
    }
}

extension ForgeJSON {
    /// A member of an object; `.null` for a missing member or another kind of value.
    public subscript(key: String) -> ForgeJSON {
        get {
            if case .object(let object) = self { object[key] ?? .null } else { .null }
        }
        set {
            var object = if case .object(let existing) = self { existing } else { ForgeObject() }
            object[key] = newValue
            self = .object(object)
        }
    }

    /// An element of an array; `.null` if out of range.
    public subscript(index: Int) -> ForgeJSON {
        if case .array(let items) = self, items.indices.contains(index) { items[index] } else { .null }
    }

    /// An object without one of its members.
    func without(_ key: String) -> ForgeJSON {
        guard case .object(var object) = self else { return self }
        object[key] = nil
        return .object(object)
    }

    /// Whether an object has this member, even if it is `null`.
    public func has(_ key: String) -> Bool {
        if case .object(let object) = self { object[key] != nil } else { false }
    }

    /// The text of a string.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The number, if it is an integer.
    public var int: Int? {
        switch self {
        case .int(let value): Int(exactly: value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The number as a floating point value.
    public var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// The boolean.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements of an array.
    public var array: [ForgeJSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members of an object.
    public var object: ForgeObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// Whether it is `null` (or a subscript found nothing).
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }
}

extension ForgeJSON: Equatable {
    /// Compares values; the order of an object's members is ignored.
    public static func == (left: ForgeJSON, right: ForgeJSON) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)):
            a.members.count == b.members.count && a.members.allSatisfy { b[$0.key] == $0.value }
        case (.int(let a), .int(let b)): a == b
        default: if let a = left.double, let b = right.double { a == b } else { false }
        }
    }
}

extension ForgeJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByFloatLiteral
{
    /// Makes a string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Makes an integer.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// Makes a number.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// Makes a boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes `null`.
    public init(nilLiteral: ()) { self = .null }
    /// Makes an array.
    public init(arrayLiteral elements: ForgeJSON...) { self = .array(elements) }
    /// Makes an object.
    public init(dictionaryLiteral elements: (String, ForgeJSON)...) { self = .object(ForgeObject(elements.map { ($0.0, $0.1) })) }
}

extension ForgeJSON {
    /// A string, or `null` for nil.
    public init(_ value: String?) { self = value.map(ForgeJSON.string) ?? .null }
    /// An integer, or `null` for nil.
    public init(_ value: Int?) { self = value.map { .int(Int64($0)) } ?? .null }
    /// An integer, or `null` for nil.
    public init(_ value: Int64?) { self = value.map(ForgeJSON.int) ?? .null }
    /// A boolean, or `null` for nil.
    public init(_ value: Bool?) { self = value.map(ForgeJSON.bool) ?? .null }
}

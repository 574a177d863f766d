/// A JSON document as a value: what events, effects, commands and configuration are made of.
///
/// Integers stay integers: `7` is `.int(7)` and `7.0` is `.double(7)`. Serialised documents have sorted keys and no
/// blanks, so equal values give equal bytes.
public enum JSON: Sendable, Hashable {
    /// The literal `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number written without fraction and exponent that fits 64 bits.
    case int(Int64)
    /// Any other number. Infinities and NaN are serialised as `null`.
    case double(Double)
    /// A string.
    case string(String)
    /// An ordered list.
    case array([JSON])
    /// Members by name; their order is not kept.
    case object([String: JSON])
}

extension JSON {
    /// True for `null`.
    public var isNull: Bool { self == .null }

    /// The truth value, or nil for anything but `true` and `false`.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number as an integer, or nil for anything else; `7.0` counts as 7.
    public var int: Int? { int64.flatMap(Int.init(exactly:)) }

    /// The number as a 64-bit integer, or nil for anything else; `7.0` counts as 7.
    public var int64: Int64? {
        switch self {
        case .int(let value): value
        case .double(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// The number as a double, or nil for anything that is not a number.
    public var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// The string, or nil for anything else.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements, or nil for anything but an array.
    public var array: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, or nil for anything but an object.
    public var object: [String: JSON]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of that name; `.null` where there is none or this is not an object. Setting makes an object of it.
    public subscript(key: String) -> JSON {
        get {
            if case .object(let members) = self { members[key] ?? .null } else { .null }
        }
        set {
            var members: [String: JSON] = [:]
            if case .object(let old) = self { members = old }
            self = .null  // gives up the second reference, so that the next line does not copy
            members[key] = newValue
            self = .object(members)
        }
    }

    /// The element at that place; `.null` where there is none or this is not an array.
    public subscript(index: Int) -> JSON {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { .null }
    }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Makes `.null` of `nil`.
    public init(nilLiteral: ()) { self = .null }
    /// Makes `.bool` of `true` and `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes `.int` of a whole number.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// Makes `.double` of a number with a fraction.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// Makes `.string` of a string literal, interpolated or not.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Makes `.array` of a list.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// Makes `.object` of a dictionary literal; of two equal keys the last wins.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}

extension JSON {
    /// Wraps a string, or gives `.null` for nil.
    public init(_ value: String?) { self = value.map(JSON.string) ?? .null }
    /// Wraps an integer, or gives `.null` for nil.
    public init(_ value: Int?) { self = value.map { .int(Int64($0)) } ?? .null }
    /// Wraps a 64-bit integer, or gives `.null` for nil.
    public init(_ value: Int64?) { self = value.map(JSON.int) ?? .null }
    /// Wraps a truth value, or gives `.null` for nil.
    public init(_ value: Bool?) { self = value.map(JSON.bool) ?? .null }
    /// Wraps a list of strings.
    public init(_ values: [String]) { self = .array(values.map(JSON.string)) }
    /// Wraps a list of integers.
    public init(_ values: [Int]) { self = .array(values.map { .int(Int64($0)) }) }
}

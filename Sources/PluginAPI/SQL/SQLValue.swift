/// A value in SQL.
public enum SQLValue: Sendable, Hashable {
    /// No value.
    case null
    /// A whole number.
    case integer(Int64)
    /// A floating-point number.
    case real(Double)
    /// A text.
    case text(String)
    /// Bytes.
    case blob([UInt8])
}

extension SQLValue {
    /// True for ``null``.
    public var isNull: Bool { self == .null }

    /// The whole number, or nil for anything else.
    public var int: Int? { int64.flatMap(Int.init(exactly:)) }

    /// The whole number, or nil for anything else.
    public var int64: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The text, or nil for anything else.
    public var string: String? {
        if case .text(let value) = self { value } else { nil }
    }

    /// The number, or nil for anything else.
    public var double: Double? {
        switch self {
        case .real(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    /// The truth value of a whole number (0 is false), or nil for anything else.
    public var bool: Bool? { int64.map { $0 != 0 } }
}

extension SQLValue: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral
{
    /// Makes ``null`` of `nil`.
    public init(nilLiteral: ()) { self = .null }
    /// Makes a whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// Makes a floating-point number.
    public init(floatLiteral value: Double) { self = .real(value) }
    /// Makes a text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Makes 1 of true and 0 of false.
    public init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
}

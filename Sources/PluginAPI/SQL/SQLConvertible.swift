/// What can be an argument of SQL.
///
/// Identifiers of your own become arguments with one line: `extension BatchID: SQLConvertible {}` if their raw value is one.
public protocol SQLConvertible {
    /// The value that SQLite gets.
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLConvertible {
    /// The value itself.
    public var sqlValue: SQLValue { self }
}

extension Int: SQLConvertible {
    /// The number.
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLConvertible {
    /// The number.
    public var sqlValue: SQLValue { .integer(self) }
}

extension Double: SQLConvertible {
    /// The number.
    public var sqlValue: SQLValue { .real(self) }
}

extension Bool: SQLConvertible {
    /// 1 or 0.
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: SQLConvertible {
    /// The text.
    public var sqlValue: SQLValue { .text(self) }
}

extension Substring: SQLConvertible {
    /// The text.
    public var sqlValue: SQLValue { .text(String(self)) }
}

extension [UInt8]: SQLConvertible {
    /// The bytes.
    public var sqlValue: SQLValue { .blob(self) }
}

extension Timestamp: SQLConvertible {
    /// Milliseconds since the epoch.
    public var sqlValue: SQLValue { .integer(milliseconds) }
}

extension ObjectID: SQLConvertible {
    /// The 40 hexadecimal digits.
    public var sqlValue: SQLValue { .text(hex) }
}

extension JSON: SQLConvertible {
    /// The serialised document as text, with sorted keys.
    public var sqlValue: SQLValue { .text(text) }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    /// The value, or NULL.
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension RawRepresentable where Self: SQLConvertible, RawValue: SQLConvertible {
    /// The raw value.
    public var sqlValue: SQLValue { rawValue.sqlValue }
}

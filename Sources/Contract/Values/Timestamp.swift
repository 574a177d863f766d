/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Calculations stop at the first and the last moment instead of trapping: operators and plugins may give any number.
public struct Timestamp: Sendable, Hashable, Comparable, RawRepresentable {
    /// Milliseconds since the epoch, negative before it.
    public var milliseconds: Int64

    /// Makes a moment of milliseconds since the epoch.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Makes a moment of seconds since the epoch.
    public init(seconds: Int64) { self.milliseconds = Self.milliseconds(seconds) }

    /// Makes a moment of milliseconds since the epoch.
    public init(rawValue: Int64) { self.milliseconds = rawValue }

    /// Milliseconds since the epoch.
    public var rawValue: Int64 { milliseconds }

    /// Whole seconds since the epoch, rounded down: the resolution of a forge's clock.
    public var seconds: Int64 { milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0) }

    /// The moment that many seconds later, or earlier if negative.
    public func adding(seconds: Int64) -> Timestamp { adding(milliseconds: Self.milliseconds(seconds)) }

    /// The moment that many milliseconds later, or earlier if negative.
    public func adding(milliseconds delta: Int64) -> Timestamp {
        let (sum, isBeyond) = milliseconds.addingReportingOverflow(delta)
        return Timestamp(milliseconds: isBeyond ? (delta > 0 ? .max : .min) : sum)
    }

    /// Milliseconds from the second moment to the first.
    public static func - (later: Timestamp, earlier: Timestamp) -> Int64 {
        let (difference, isBeyond) = later.milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return isBeyond ? (later > earlier ? .max : .min) : difference
    }

    private static func milliseconds(_ seconds: Int64) -> Int64 {
        let (product, isBeyond) = seconds.multipliedReportingOverflow(by: 1000)
        return isBeyond ? (seconds > 0 ? .max : .min) : product
    }

    /// True if the first moment is earlier.
    public static func < (first: Timestamp, second: Timestamp) -> Bool { first.milliseconds < second.milliseconds }
}

extension Timestamp: Codable {
    /// Decodes a number of milliseconds.
    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Encodes a number of milliseconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    /// The moment as `2024-03-01T12:30:05Z` (UTC, seconds).
    public var description: String {
        let total = seconds
        let days = (total >= 0 ? total : total - 86_399) / 86_400
        let rest = total - days * 86_400
        let (year, month, day) = Self.civil(fromDays: days)
        let date = "\(year)-\(Self.padded(month))-\(Self.padded(day))"
        return "\(date)T\(Self.padded(rest / 3600)):\(Self.padded(rest / 60 % 60)):\(Self.padded(rest % 60))Z"
    }

    private static func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// Year, month and day of a count of days since 1970, in the proleptic Gregorian calendar.
    private static func civil(fromDays days: Int64) -> (Int64, Int64, Int64) {
        // Years begin on the first of March here: the leap day is then the last day of a year.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

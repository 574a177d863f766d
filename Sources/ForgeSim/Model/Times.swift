import Foundation

/// Milliseconds since 1970 to and from the forge's texts.
enum Times {
    /// `2024-05-15T15:20:33Z`.
    static func iso(_ milliseconds: Int64) -> String {
        let seconds = Int64((Double(milliseconds) / 1000).rounded(.down))
        let (days, rest) = seconds.quotientFloor(by: 86_400)
        let (year, month, day) = civil(days)
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(pad(rest / 3600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2))Z"
    }

    static func json(_ milliseconds: Int64?) -> ForgeJSON { ForgeJSON(milliseconds.map(iso)) }

    /// The format of HTTP headers.
    static func http(_ milliseconds: Int64) -> String {
        let seconds = milliseconds / 1000
        let (days, rest) = seconds.quotientFloor(by: 86_400)
        let (year, month, day) = civil(days)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(((days % 7) + 7) % 7)]
        let name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][Int(month - 1)]
        return "\(weekday), \(pad(day, 2)) \(name) \(year) \(pad(rest / 3600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2)) GMT"
    }

    /// Parses an ISO 8601 time with or without zone and fraction; milliseconds.
    static func parse(_ text: String) -> Int64? {
        guard text.utf8.count <= 40 else { return nil }
        let formatter = ISO8601DateFormatter()
        for options: ISO8601DateFormatter.Options in [[.withInternetDateTime], [.withInternetDateTime, .withFractionalSeconds]] {
            formatter.formatOptions = options
            if let date = formatter.date(from: text) { return Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded()) }
        }
        formatter.formatOptions = [.withFullDate]
        return text.count == 10 ? formatter.date(from: text).flatMap { Int64(exactly: $0.timeIntervalSince1970 * 1000) } : nil
    }

    /// Parses the format of HTTP headers; milliseconds.
    static func parseHTTP(_ text: String) -> Int64? {
        let words = text.split { $0 == " " || $0 == ":" }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 8, let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]), (1970...9999).contains(year),
            let day = Int(words[1]), let hour = Int(words[4]), let minute = Int(words[5]), let second = Int(words[6])
        else { return nil }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        return parse("\(year)-\(two(month + 1))-\(two(day))T\(two(hour)):\(two(minute)):\(two(second))Z")
    }

    /// The wall clock.
    static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// Days since 1970 to a date, by the usual era arithmetic.
    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = shifted.quotientFloor(by: 146_097).quotient
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func quotientFloor(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let quotient = self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
        return (quotient, self - quotient * divisor)
    }
}

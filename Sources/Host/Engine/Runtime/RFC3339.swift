import Foundation
package import PluginAPI

/// Times as documents carry them: RFC 3339 in UTC, with milliseconds.
package enum RFC3339 {
    /// A time in milliseconds since 1970 as text; null for none.
    package static func text(_ milliseconds: Int64?) -> JSON {
        guard let milliseconds else { return .null }
        let fraction = ((milliseconds % 1000) + 1000) % 1000
        return .string("\(Timestamp(milliseconds: milliseconds).description.dropLast()).\(String(fraction + 1000).dropFirst())Z")
    }

    /// A text, with or without a fraction of a second, as milliseconds since 1970; nil if it is not a time.
    package static func milliseconds(_ text: String) -> Int64? {
        let styles = [Date.ISO8601FormatStyle(includingFractionalSeconds: true), Date.ISO8601FormatStyle()]
        let date = styles.lazy.compactMap { try? Date(text, strategy: $0) }.first
        return date.map { Int64(($0.timeIntervalSince1970 * 1000).rounded()) }
    }
}

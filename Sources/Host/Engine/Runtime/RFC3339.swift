import Foundation
package import PluginAPI

/// Times as documents carry them: RFC 3339 in UTC, with milliseconds.
package enum RFC3339 {
    /// The text of a time in milliseconds since 1970; null for none.
    package static func text(_ milliseconds: Int64?) -> JSON {
        guard let milliseconds else { return .null }
        let fraction = ((milliseconds % 1000) + 1000) % 1000
        return .string("\(Timestamp(milliseconds: milliseconds).description.dropLast()).\(String(fraction + 1000).dropFirst())Z")
    }

    /// Milliseconds since 1970 of a text, with or without a fraction of a second; nil where it is not a time.
    package static func milliseconds(_ text: String) -> Int64? {
        let styles = [Date.ISO8601FormatStyle(includingFractionalSeconds: true), Date.ISO8601FormatStyle()]
        let date = styles.lazy.compactMap { try? Date(text, strategy: $0) }.first
        return date.map { Int64(($0.timeIntervalSince1970 * 1000).rounded()) }
    }
}

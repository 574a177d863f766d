import Engine
import Foundation

/// A path with `{name}` placeholders, each of which stands for one segment.
struct PathPattern: Sendable, Hashable {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case placeholder(String)
    }

    let text: String
    let segments: [Segment]

    init(_ text: String) {
        self.text = text
        segments = Self.split(text).map { part in
            part.hasPrefix("{") && part.hasSuffix("}") ? .placeholder(String(part.dropFirst().dropLast())) : .literal(part)
        }
    }

    /// The names of the placeholders in order.
    var names: [String] {
        segments.compactMap { if case .placeholder(let name) = $0 { name } else { nil } }
    }

    /// The values of the placeholders, or nil if the path does not match.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, path) {
            switch segment {
            case .literal(let text): guard text == part else { return nil }
            case .placeholder(let name):
                guard !part.isEmpty else { return nil }
                values[name] = part
            }
        }
        return values
    }

    /// The path with these values for the placeholders; nil if a value is missing.
    func path(with values: [String: String]) -> String? {
        var path = ""
        for segment in segments {
            switch segment {
            case .literal(let text): path += "/\(text)"
            case .placeholder(let name):
                guard let value = values[name] else { return nil }
                path += "/\(APIClient.segment(value))"
            }
        }
        return path.isEmpty ? "/" : path
    }

    /// Whether this pattern is tried before another: a literal precedes a placeholder, from left to right.
    func isMoreSpecific(than other: PathPattern) -> Bool {
        for (mine, theirs) in zip(segments, other.segments) {
            switch (mine, theirs) {
            case (.literal, .placeholder): return true
            case (.placeholder, .literal): return false
            default: continue
            }
        }
        return false
    }

    /// Whether both patterns match the same paths.
    func isSame(as other: PathPattern) -> Bool {
        segments.count == other.segments.count
            && zip(segments, other.segments).allSatisfy { mine, theirs in
                switch (mine, theirs) {
                case (.placeholder, .placeholder): true
                default: mine == theirs
                }
            }
    }

    /// The segments of a path that is not decoded yet; nil if a segment is not UTF-8.
    static func decode(_ path: String) -> [String]? {
        let parts = split(path).map(\.removingPercentEncoding)
        return parts.contains(nil) ? nil : parts.compactMap(\.self)
    }

    private static func split(_ path: String) -> [String] {
        path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    }
}

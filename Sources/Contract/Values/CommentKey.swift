/// Which comment of a repository: `comment:ID` for one on the conversation, `review:ID` for a review.
public struct CommentKey: Sendable, Hashable, CustomStringConvertible {
    /// What was written.
    public enum Kind: String, Sendable {
        case comment, review
    }

    /// What was written.
    public let kind: Kind
    /// The forge's number; comments and reviews count separately.
    public let id: Int64

    /// Makes a key.
    public init(_ kind: Kind, _ id: Int64) {
        self.kind = kind
        self.id = id
    }

    /// Reads `comment:ID` or `review:ID`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), let id = Int64(parts[1]), id > 0 else { return nil }
        self.init(kind, id)
    }

    /// `comment:ID` or `review:ID`.
    public var description: String { "\(kind.rawValue):\(id)" }
}

extension CommentKey: Codable {
    /// Decodes `comment:ID` or `review:ID`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let key = CommentKey(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not comment:ID or review:ID")
        }
        self = key
    }

    /// Encodes `comment:ID` or `review:ID`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

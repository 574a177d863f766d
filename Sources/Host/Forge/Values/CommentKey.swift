/// Which comment of a repository: `comment:ID` for one on the conversation, `review:ID` for a review.
package struct CommentKey: Sendable, Hashable, CustomStringConvertible {
    /// What was written.
    package enum Kind: String, Sendable {
        case comment, review
    }

    /// What was written.
    package let kind: Kind
    /// The forge's number; comments and reviews count separately.
    package let id: Int64

    /// Makes a key.
    package init(_ kind: Kind, _ id: Int64) {
        self.kind = kind
        self.id = id
    }

    /// Reads `comment:ID` or `review:ID`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), let id = Int64(parts[1]), id > 0 else { return nil }
        self.init(kind, id)
    }

    package var description: String { "\(kind.rawValue):\(id)" }
}

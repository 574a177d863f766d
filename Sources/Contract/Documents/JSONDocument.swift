/// A document that crosses a boundary as JSON, with one type on both sides.
///
/// Written out by hand where a value is read or made for every delivery: reading members is several times as fast as decoding.
public protocol JSONDocument: Codable, Sendable, Hashable {
    /// Reads a document.
    ///
    /// - Throws: ``DocumentError`` that names the member.
    init(json: JSON) throws(DocumentError)

    /// The document.
    var json: JSON { get }
}

/// A document that lacks what every one of its kind has.
public struct DocumentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of document: `pull request`.
    public let document: String
    /// Path of the member: `head.sha`.
    public let member: String

    /// Makes an error.
    public init(_ document: String, _ member: String) {
        self.document = document
        self.member = member
    }

    /// A sentence that names document and member.
    public var description: String { "the \(document) has no valid member '\(member)'" }
}

extension JSONDocument {
    /// Decodes the document with any decoder.
    public init(from decoder: any Decoder) throws { self = try Self(json: JSON(from: decoder)) }

    /// Encodes the document with any encoder.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

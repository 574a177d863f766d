import PluginAPI

/// The facts of a pull request as an event carries them.
struct PullRequestFacts {
    var number: Int
    var title: String
    var body: String
    var isDraft: Bool
    var isClosed: Bool
    var isMerged: Bool
    var author: String
    var head: String
    var headLabel: String
    var headRepository: String?
    var base: String
    var commits: Int?
    var url: String
    var createdAt: Int64
    var updatedAt: Int64

    /// Nil if the document lacks what every pull request has.
    init?(_ json: JSON) {
        guard let document = try? PullRequestDocument(json: json) else { return nil }
        self.init(document)
    }

    /// The facts of a document, with texts normalised as the mirror compares them.
    init(_ document: PullRequestDocument) {
        number = document.number
        head = document.head.sha
        base = document.base.ref
        title = Self.normalised(document.title)
        body = Self.normalised(document.body)
        isDraft = document.isDraft
        isClosed = document.state == .closed
        isMerged = document.isMerged
        author = document.author
        headLabel = document.head.label
        headRepository = document.head.repository
        commits = document.commits
        url = document.url
        createdAt = document.createdAt.milliseconds
        updatedAt = document.updatedAt.milliseconds
    }

    /// Normalises line ends to line feeds. In bytes: searching the characters of a long description takes a millisecond.
    private static func normalised(_ text: String?) -> String {
        guard var text, text.utf8.contains(carriageReturn) else { return text ?? "" }
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { target in
                var count = 0
                var rest = bytes[...]
                while let end = rest.firstIndex(of: carriageReturn) {
                    let isEndOfLine = end + 1 < rest.endIndex && rest[end + 1] == UInt8(ascii: "\n")
                    count = append(rest[..<(isEndOfLine ? end : end + 1)], to: target, at: count)
                    rest = rest[(end + 1)...]
                }
                return append(rest, to: target, at: count)
            }
        }
    }

    private static let carriageReturn = UInt8(ascii: "\r")

    private static func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, to target: UnsafeMutableBufferPointer<UInt8>, at place: Int)
        -> Int
    {
        UnsafeMutableBufferPointer(rebasing: target[place...]).update(fromContentsOf: UnsafeBufferPointer(rebasing: bytes)) + place
    }
}

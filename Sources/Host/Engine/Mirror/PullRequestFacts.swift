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

    /// Nil when the document lacks what every pull request has.
    init?(_ json: JSON) {
        guard let number = json["number"].int, let head = json["head"]["sha"].string, let base = json["base"]["ref"].string else {
            return nil
        }
        self.number = number
        self.head = head
        self.base = base
        title = Self.normalised(json["title"].string)
        body = Self.normalised(json["body"].string)
        isDraft = json["draft"].bool ?? false
        isClosed = json["state"].string == "closed"
        isMerged = json["merged"].bool ?? false
        author = json["author"].string ?? "ghost"
        headLabel = json["head"]["label"].string ?? "\(author):\(json["head"]["ref"].string ?? "")"
        headRepository = json["head"]["repository"].string
        let count = json["commits"].int
        commits = count == 0 ? nil : count
        url = json["url"].string ?? ""
        createdAt = json["created_at"].int64 ?? 0
        updatedAt = json["updated_at"].int64 ?? 0
    }

    /// Lines end with a line feed. By bytes: to look for it in the characters of a long description takes a millisecond.
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

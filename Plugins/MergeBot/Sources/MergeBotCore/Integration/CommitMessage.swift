/// A commit message taken apart: title, body, trailers.
struct CommitMessage: Hashable, Sendable {
    struct Trailer: Hashable, Sendable {
        var key: String
        var value: String

        func hasKey(_ other: String) -> Bool {
            key.lowercased() == other.lowercased()
        }
    }

    /// The first line, never interpreted.
    var title: String
    /// The rest without trailers: no blank line at either end, never two blank lines in a row.
    var body: String
    /// In the order of the message.
    var trailers: [Trailer]

    /// Takes the message of a commit apart.
    init(commit message: String) {
        self.init(lines: Self.lines(message))
    }

    /// Takes the title and body of a pull request apart; what follows the first thematic break is notes for reviewers, and dropped.
    init(pullRequest message: String) {
        self.init(lines: ThematicBreak.cut(Self.lines(message)))
    }

    private init(lines: [Substring]) {
        title = lines.first.map { String($0).trimmedAtEnd } ?? ""
        var trailers: [Trailer] = []
        var body: [String] = []
        var inTrailers = true
        for line in lines.dropFirst().reversed() {
            let line = String(line).trimmedAtEnd
            if line.isEmpty {
                if !inTrailers, body.last?.isEmpty == false { body.append("") }
            } else if let trailer = Self.trailer(line), inTrailers || trailer.hasKey("Co-authored-by") {
                trailers.append(trailer)
            } else {
                inTrailers = false
                body.append(line)
            }
        }
        while body.last?.isEmpty == true { body.removeLast() }
        self.body = body.reversed().joined(separator: "\n")
        self.trailers = trailers.reversed()
    }

    /// The finished text: title, body, trailers grouped by key with co-authors last, and a final newline.
    var text: String {
        var parts = [title]
        if !body.isEmpty { parts.append(body) }
        let trailers = groupedTrailers
        if !trailers.isEmpty { parts.append(trailers.joined(separator: "\n")) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// Adds a paragraph to the end of the body.
    mutating func append(paragraph: String) {
        body = body.isEmpty ? paragraph : body + "\n\n" + paragraph
    }

    /// Replaces all trailers of that key by one.
    mutating func set(_ key: String, _ value: String) {
        remove(key)
        trailers.append(Trailer(key: key, value: value))
    }

    mutating func add(_ key: String, _ value: String) {
        let trailer = Trailer(key: key, value: value)
        if !trailers.contains(where: { $0.hasKey(key) && $0.value == value }) { trailers.append(trailer) }
    }

    mutating func remove(_ key: String) {
        trailers.removeAll { $0.hasKey(key) }
    }

    func values(_ key: String) -> [String] {
        trailers.filter { $0.hasKey(key) }.map(\.value)
    }

    /// Forges recognise co-authors only in the last lines of a message, hence their place.
    private var groupedTrailers: [String] {
        var keys: [String] = []
        for trailer in trailers {
            let key = Self.capitalized(trailer.key)
            if !keys.contains(key) { keys.append(key) }
        }
        let coAuthors = "Co-authored-by"
        let ordered = keys.filter { $0 != coAuthors } + keys.filter { $0 == coAuthors }
        return ordered.flatMap { key in values(key).map { "\(key): \($0)" } }
    }

    private static func capitalized(_ key: String) -> String {
        key.prefix(1).uppercased() + key.dropFirst().lowercased()
    }

    private static func lines(_ message: String) -> [Substring] {
        message.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
            .trimmingPrefix { $0.allSatisfy(\.isWhitespace) }
            .map { $0 }
    }

    /// `Word-word: value` at the start of a line.
    private static func trailer(_ line: String) -> Trailer? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let key = line[..<colon]
        let words = key.split(separator: "-", omittingEmptySubsequences: false)
        guard words.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } }) else { return nil }
        let rest = line[line.index(after: colon)...]
        // Without the blank it is a URL or a qualified name.
        guard let blank = rest.first, blank == " " || blank == "\t" else { return nil }
        let value = rest.trimmingPrefix { $0.isWhitespace }
        return value.isEmpty ? nil : Trailer(key: String(key), value: String(value))
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = Substring(self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

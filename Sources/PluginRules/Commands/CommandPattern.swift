/// One way to write a command, as a manifest declares it.
struct CommandPattern: Sendable, Hashable {
    /// What a placeholder takes.
    enum Kind: String, Sendable, CaseIterable {
        case int, word, login, string

        /// In words, with an article.
        var noun: String {
            switch self {
            case .int: "a number"
            case .word: "a word"
            case .login: "a login"
            case .string: "text"
            }
        }
    }

    /// One part of a pattern.
    enum Element: Sendable, Hashable {
        /// The word or symbol itself, with `-` for `_`.
        case literal(String)
        /// A value under a name, or several with commas between them.
        case placeholder(name: String, kind: Kind, list: Bool)
        /// One or more exclamation marks.
        case bangs
    }

    /// The pattern as declared.
    let text: String
    let elements: [Element]
    /// The word that the pattern begins with.
    let firstWord: String

    /// Why a pattern cannot be used.
    struct SyntaxError: Error, Sendable, Hashable {
        let message: String
    }

    /// Reads a pattern.
    init(_ text: String) throws(SyntaxError) {
        self.text = text
        elements = try Self.elements(of: text[...])
        guard case .literal(let word)? = elements.first else {
            throw SyntaxError(message: "a pattern has to begin with a word")
        }
        guard word.unicodeScalars.first.map({ CommandTokenizer.isSymbol($0) || $0 == "-" }) == false else {
            throw SyntaxError(message: "a pattern has to begin with a word, not with `\(word)`")
        }
        firstWord = word
        var names: Set<String> = []
        for case .placeholder(let name, _, _) in elements where !names.insert(name).inserted {
            throw SyntaxError(message: "two placeholders are named `\(name)`")
        }
    }

    /// The form in which literal words are compared: `-` and `_` are the same inside words.
    static func normalized(_ word: String) -> String {
        word.utf8.contains(UInt8(ascii: "_")) ? String(word.map { $0 == "_" ? "-" : $0 }) : word
    }

    /// Whether some line could be read by both patterns with the same number of parts.
    func isAmbiguous(with other: CommandPattern) -> Bool {
        guard elements.count == other.elements.count else { return false }
        return zip(elements, other.elements).allSatisfy { pair in
            switch pair {
            case (.literal(let left), .literal(let right)): left == right
            case (.placeholder, .placeholder), (.bangs, .bangs): true
            // Where one has a literal and the other a placeholder, the literal wins.
            default: false
            }
        }
    }

    private static func elements(of text: Substring) throws(SyntaxError) -> [Element] {
        var elements: [Element] = []
        var rest = text
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.dropFirst()
            } else if first == "<" {
                guard let end = rest.firstIndex(of: ">") else { throw SyntaxError(message: "`<` is not closed") }
                elements.append(try placeholder(rest[rest.index(after: rest.startIndex)..<end]))
                rest = rest[rest.index(after: end)...]
            } else if rest.hasPrefix(",...") {
                guard case .placeholder(let name, let kind, false)? = elements.popLast() else {
                    throw SyntaxError(message: "`,...` has to follow a placeholder")
                }
                elements.append(.placeholder(name: name, kind: kind, list: true))
                rest = rest.dropFirst(4)
            } else if rest.hasPrefix("!...") {
                guard case .literal? = elements.last else { throw SyntaxError(message: "`!...` has to follow a word") }
                elements.append(.bangs)
                rest = rest.dropFirst(4)
            } else {
                let literal = rest.prefix { !$0.isWhitespace && $0 != "<" && $0 != "!" }
                guard !literal.isEmpty else { throw SyntaxError(message: "write `!...` for exclamation marks") }
                elements += try literals(String(literal))
                rest = rest[literal.endIndex...]
            }
        }
        return elements
    }

    private static func literals(_ text: String) throws(SyntaxError) -> [Element] {
        do throws(CommandTokenizer.OpenQuote) {
            return try CommandTokenizer.tokens(of: text).map { .literal(normalized($0.text)) }
        } catch {
            throw SyntaxError(message: "quotes cannot stand in a pattern")
        }
    }

    private static func placeholder(_ text: Substring) throws(SyntaxError) -> Element {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isName = !text.isEmpty && parts[0].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard parts.count == 2, isName, !parts[0].isEmpty, let kind = Kind(rawValue: String(parts[1])) else {
            let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw SyntaxError(message: "`<\(text)>` is not <name:kind> with one of the kinds \(kinds)")
        }
        return .placeholder(name: String(parts[0]), kind: kind, list: false)
    }
}

/// The contents of `q`: words and qualifiers, each possibly negated.
struct SearchQuery: Sendable {
    struct Term: Sendable, Equatable {
        var isNegated: Bool
        /// Lower case; `nil` for a search word.
        var key: String?
        var value: String
    }

    let terms: [Term]
    private static let longest = 256
    private static let mostOperators = 5
    /// Supported qualifiers.
    static let known: Set<String> = [
        "repo", "org", "user", "is", "type", "state", "label", "author", "assignee", "commenter", "head", "base", "no", "in", "draft",
        "created", "updated", "closed", "merged", "comments", "sort", "reason", "archived",
    ]
    /// Qualifiers that the forge has and the simulator lacks.
    private static let missing: Set<String> = [
        "involves", "mentions", "team", "review", "reviewed-by", "review-requested", "team-review-requested", "user-review-requested",
        "milestone", "project", "interactions", "reactions", "linked", "language", "app", "sha", "status", "parent-issue", "sub-issue",
    ]

    init(_ text: String) throws {
        let words = Self.split(text)
        let free = words.filter { !Self.isQualifier($0) }.joined(separator: " ")
        if free.count > Self.longest { throw Self.invalid("The search is longer than \(Self.longest) characters.") }
        if words.count(where: { ["AND", "OR", "NOT"].contains($0) }) > Self.mostOperators {
            throw Self.invalid("More than five AND / OR / NOT operators were used.")
        }
        if words.contains("OR") || text.contains("(") { throw Refusal.notSimulated("OR and parentheses in searches") }
        var found: [Term] = []
        var negates = false
        for word in words where word != "AND" {
            if word == "NOT" {
                negates = true
                continue
            }
            found.append(try Self.term(word, negates))
            negates = false
        }
        terms = found
    }

    func values(_ key: String, negated: Bool = false) -> [String] {
        terms.filter { $0.key == key && $0.isNegated == negated }.map(\.value)
    }

    static func invalid(_ message: String) -> Refusal {
        .invalid(["message": .string(message), "resource": "Search", "field": "q", "code": "invalid"])
    }

    private static func isQualifier(_ word: String) -> Bool {
        let name = word.drop { $0 == "-" }.prefix { $0 != ":" }.lowercased()
        return word.contains(":") && (known.contains(name) || missing.contains(name))
    }

    private static func term(_ word: String, _ negates: Bool) throws -> Term {
        let isNegated = word.hasPrefix("-") && word.count > 1
        let plain = isNegated ? word.dropFirst() : word[...]
        guard let colon = plain.firstIndex(of: ":"), isQualifier(word) else {
            return Term(isNegated: negates || isNegated, value: unquoted(plain))
        }
        let key = plain[..<colon].lowercased()
        if missing.contains(key) { throw Refusal.notSimulated("searching by \(key):") }
        return Term(isNegated: negates != isNegated, key: key, value: unquoted(plain[plain.index(after: colon)...]))
    }

    private static func unquoted(_ text: Substring) -> String { String(text).filter { $0 != "\"" } }

    /// Splits at spaces outside of quotes.
    private static func split(_ text: String) -> [String] {
        var words: [String] = []
        var current = ""
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if character.isWhitespace, !isQuoted {
                if !current.isEmpty { words.append(current) }
                current = ""
            } else {
                current.append(character)
            }
        }
        return current.isEmpty ? words : words + [current]
    }
}

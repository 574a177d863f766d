/// Splits a query into names, numbers, texts and punctuators.
struct GraphQLLexer {
    enum Kind: Sendable, Equatable {
        case name, integer, float, text, mark, end
    }

    struct Token: Sendable {
        let kind: Kind
        let text: String
        let place: GraphQLDocument.Place

        /// The name that the forge's parser gives it.
        var title: String {
            let marks = [
                "{": "LCURLY", "}": "RCURLY", "(": "LPAREN", ")": "RPAREN", "[": "LBRACKET", "]": "RBRACKET", ":": "COLON", "=": "EQUALS",
                "!": "BANG", "|": "PIPE", "&": "AMP", "@": "DIR_SIGN", "$": "VAR_SIGN", "...": "ELLIPSIS",
            ]
            switch kind {
            case .name: return ["query", "mutation", "subscription", "fragment", "on"].contains(text) ? text.uppercased() : "IDENTIFIER"
            case .integer: return "INT"
            case .float: return "FLOAT"
            case .text: return "STRING"
            case .mark: return marks[text] ?? text
            case .end: return "(none)"
            }
        }
    }

    private let characters: [Character]
    private var position = 0
    private var line = 1
    private var lineStart = 0

    init(_ text: String) { characters = Array(text.replacing("\r\n", with: "\n")) }

    private var place: GraphQLDocument.Place { .init(line: line, column: position - lineStart + 1) }
    private var current: Character? { position < characters.count ? characters[position] : nil }

    static func tokens(_ text: String) throws -> [Token] {
        var lexer = GraphQLLexer(text)
        var found: [Token] = []
        while let token = try lexer.next() { found.append(token) }
        found.append(Token(kind: .end, text: "", place: lexer.place))
        return found
    }

    private mutating func advance() {
        if current == "\n" {
            line += 1
            lineStart = position + 1
        }
        position += 1
    }

    private mutating func next() throws -> Token? {
        while let character = current {
            if character.isWhitespace || character == "," || character == "\u{FEFF}" {
                advance()
            } else if character == "#" {
                while current != nil, current != "\n" { advance() }
            } else {
                return try read(character)
            }
        }
        return nil
    }

    private mutating func read(_ character: Character) throws -> Token {
        let start = place
        if character == "\"" { return Token(kind: .text, text: try text(), place: start) }
        if character.isASCII, character.isLetter || character == "_" {
            return Token(kind: .name, text: take { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }, place: start)
        }
        if character == "-" || character.isASCII && character.isNumber {
            let digits = take { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
            return Token(kind: digits.contains { ".eE".contains($0) } ? .float : .integer, text: digits, place: start)
        }
        if character == ".", characters[position...].starts(with: "...") {
            for _ in 0..<3 { advance() }
            return Token(kind: .mark, text: "...", place: start)
        }
        guard "{}()[]:=!|&@$".contains(character) else {
            let place = "[\(start.line), \(start.column)]"
            throw GraphQLProblem(message: "Expected NAME, actual: UNKNOWN_CHAR (\"\(character)\") at \(place)", places: [start])
        }
        advance()
        return Token(kind: .mark, text: String(character), place: start)
    }

    private mutating func take(_ wanted: (Character) -> Bool) -> String {
        var text = ""
        while let character = current, wanted(character) {
            text.append(character)
            advance()
        }
        return text
    }

    private mutating func text() throws -> String {
        let start = place
        let unfinished = GraphQLProblem(
            message: "Expected string or block string, but it was malformed at [\(start.line), \(start.column)]", places: [start])
        let block = characters[position...].starts(with: "\"\"\"")
        for _ in 0..<(block ? 3 : 1) { advance() }
        var text = ""
        while let character = current {
            if block, characters[position...].starts(with: "\"\"\"") {
                for _ in 0..<3 { advance() }
                return text.trimmingNewlines
            }
            if !block, character == "\n" { throw unfinished }
            advance()
            if !block, character == "\"" { return text }
            if !block, character == "\\" { text += try escaped(unfinished) } else { text.append(character) }
        }
        throw unfinished
    }

    private mutating func escaped(_ unfinished: GraphQLProblem) throws -> String {
        guard let character = current else { throw unfinished }
        advance()
        if character == "u" {
            let digits = String(characters[position..<min(position + 4, characters.count)])
            guard digits.count == 4, let value = UInt32(digits, radix: 16) else { throw unfinished }
            for _ in 0..<4 { advance() }
            return Unicode.Scalar(value).map { String(Character($0)) } ?? "\u{FFFD}"
        }
        let known: [Character: String] = ["n": "\n", "t": "\t", "r": "\r", "b": "\u{8}", "f": "\u{C}"]
        return known[character] ?? String(character)
    }
}

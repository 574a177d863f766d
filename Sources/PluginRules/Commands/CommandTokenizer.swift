/// One piece of a command line.
struct CommandToken: Sendable, Hashable {
    /// What kind of piece it is.
    enum Kind: Sendable, Hashable {
        /// Characters between blanks and symbols.
        case word
        /// One of `+ = , :`, or `-` at the start of a word.
        case symbol
        /// What stood between quotes.
        case quoted
    }

    let kind: Kind
    /// The characters; of a quoted text without the quotes.
    let text: String
    /// Where it stands in the line.
    let range: Range<String.Index>
}

/// Cuts the text of a command line into tokens.
enum CommandTokenizer {
    /// Why a line cannot be cut: the quote that is not closed.
    struct OpenQuote: Error, Sendable, Hashable {
        let quote: Character
    }

    /// The tokens of a line in order.
    static func tokens(of line: String) throws(OpenQuote) -> [CommandToken] {
        let scalars = line.unicodeScalars
        var tokens: [CommandToken] = []
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let start = index
            let scalar = scalars[index]
            if CommandFinder.isBlank(scalar) {
                index = scalars.index(after: index)
            } else if isSymbol(scalar) || scalar == "-" {
                index = scalars.index(after: index)
                tokens.append(CommandToken(kind: .symbol, text: String(scalar), range: start..<index))
            } else if scalar == "'" || scalar == "\"" {
                tokens.append(try quoted(scalars, quote: scalar, from: &index))
            } else {
                index = scalars[index...].firstIndex { CommandFinder.isBlank($0) || isSymbol($0) } ?? scalars.endIndex
                tokens.append(CommandToken(kind: .word, text: String(scalars[start..<index]), range: start..<index))
            }
        }
        return tokens
    }

    static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "+" || scalar == "=" || scalar == "," || scalar == ":"
    }

    private static func quoted(
        _ scalars: String.UnicodeScalarView, quote: Unicode.Scalar, from index: inout String.Index
    ) throws(OpenQuote) -> CommandToken {
        let start = index
        var text = String.UnicodeScalarView()
        index = scalars.index(after: index)
        while index < scalars.endIndex, scalars[index] != quote {
            let next = scalars.index(after: index)
            // A backslash means something before the closing quote only.
            if scalars[index] == "\\", next < scalars.endIndex, scalars[next] == quote { index = next }
            text.append(scalars[index])
            index = scalars.index(after: index)
        }
        guard index < scalars.endIndex else { throw OpenQuote(quote: Character(quote)) }
        index = scalars.index(after: index)
        return CommandToken(kind: .quoted, text: String(text), range: start..<index)
    }
}

/// A message's text cut into what is rendered differently: text, code within a line, blocks of code.
struct ParsedTemplate: Sendable, Hashable {
    /// A literal or a placeholder.
    enum Piece: Sendable, Hashable {
        case literal(String)
        case placeholder(String)
    }

    /// Part of a line.
    enum Span: Sendable, Hashable {
        /// Text, in which values are escaped.
        case text([Piece])
        /// Between backticks: values stay as they are, the backticks become as many as needed.
        case code([Piece])
    }

    /// One or more lines.
    enum Block: Sendable, Hashable {
        case line([Span])
        /// A fenced block, with the fence's indentation and what follows the opening backticks.
        case fence(indentation: String, length: Int, info: String, lines: [[Piece]])
    }

    let blocks: [Block]

    /// Cuts a text. Every text is a template: what is not a placeholder is literal.
    init(_ text: String) {
        var blocks: [Block] = []
        let lines = CommentEscaper.lines(of: text)
        var index = 0
        while index < lines.count {
            if let (block, next) = Self.fence(lines, at: index) {
                blocks.append(block)
                index = next
            } else {
                blocks.append(.line(Self.spans(lines[index])))
                index += 1
            }
        }
        self.blocks = blocks
    }

    /// The names of all placeholders in the order of the text, each once.
    var placeholders: [String] {
        var names: [String] = []
        func add(_ pieces: [Piece]) {
            for case .placeholder(let name) in pieces where !names.contains(name) { names.append(name) }
        }
        for block in blocks {
            switch block {
            case .line(let spans):
                for span in spans {
                    switch span {
                    case .text(let pieces), .code(let pieces): add(pieces)
                    }
                }
            case .fence(_, _, _, let lines): lines.forEach(add)
            }
        }
        return names
    }

    private static func fence(_ lines: [Substring], at start: Int) -> (Block, Int)? {
        let opening = lines[start]
        let indentation = opening.prefix { $0 == " " }
        let rest = opening.dropFirst(indentation.count)
        let length = rest.prefix { $0 == "`" }.count
        guard length >= 3, !rest.dropFirst(length).contains("`") else { return nil }
        let end = lines[(start + 1)...].firstIndex { line in
            let content = line.drop { $0 == " " }
            let count = content.prefix { $0 == "`" }.count
            return count >= length && content.dropFirst(count).allSatisfy { $0 == " " }
        }
        guard let end else { return nil }
        return (
            .fence(
                indentation: String(indentation), length: length, info: String(rest.dropFirst(length)),
                lines: lines[(start + 1)..<end].map { line in
                    pieces(line.dropFirst(line.prefix(indentation.count).prefix { $0 == " " }.count))
                }),
            end + 1
        )
    }

    private static func spans(_ line: Substring) -> [Span] {
        var spans: [Span] = []
        var rest = line
        while let start = rest.firstIndex(of: "`") {
            let run = rest[start...].prefix { $0 == "`" }
            guard let end = closing(of: run.count, in: rest[run.endIndex...]) else { break }
            spans.append(.text(pieces(rest[..<start])))
            spans.append(.code(pieces(rest[run.endIndex..<end.lowerBound])))
            rest = rest[end.upperBound...]
        }
        spans.append(.text(pieces(rest)))
        return spans.filter { $0 != .text([]) }
    }

    private static func closing(of length: Int, in text: Substring) -> Range<Substring.Index>? {
        var rest = text
        while let start = rest.firstIndex(of: "`") {
            let run = rest[start...].prefix { $0 == "`" }
            if run.count == length { return start..<run.endIndex }
            rest = rest[run.endIndex...]
        }
        return nil
    }

    private static func pieces(_ text: Substring) -> [Piece] {
        var pieces: [Piece] = []
        var literal = ""
        var rest = text
        while let open = rest.firstIndex(of: "{") {
            literal += rest[..<open]
            let inside = rest[rest.index(after: open)...]
            if let close = inside.firstIndex(where: { !isName($0) }), inside[close] == "}", close > inside.startIndex {
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = ""
                pieces.append(.placeholder(String(inside[..<close])))
                rest = inside[inside.index(after: close)...]
            } else {
                literal.append("{")
                rest = inside
            }
        }
        literal += rest
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        return pieces
    }

    private static func isName(_ character: Character) -> Bool {
        character.isASCII && (character.isLowercase || character.isNumber || character == "_")
    }
}

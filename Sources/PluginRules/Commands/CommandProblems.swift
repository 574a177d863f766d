import PluginAPI

/// The words for what is wrong with a command line.
struct CommandProblems {
    let grammar: CommandGrammar
    /// The command line that the tokens are of.
    let text: String
    let tokens: [CommandToken]
    let line: Int

    /// No command begins with this token.
    func unknown(at position: Int) -> ParseProblem {
        let token = tokens[position]
        let (base, bangs) = CommandMatcher.withoutBangs(token.text)
        let shown = CommentEscaper.code(Self.short(token.text))
        if token.kind == .word, token.text.contains("!") {
            let isKnown = bangs > 0 && grammar.rules[CommandPattern.normalized(base)] != nil
            let advice = isKnown ? ", \(CommentEscaper.code(base)) is enough" : ""
            return ParseProblem(
                kind: .shouting, line: line, message: "unknown command \(shown); no need to shout\(advice)")
        }
        guard token.kind == .word else {
            let after = position > 0 ? " after \(CommentEscaper.code(Self.short(tokens[position - 1].text)))" : ""
            return ParseProblem(kind: .unexpected, line: line, message: "expected a command\(after), got \(shown)")
        }
        // Only words that people have seen are suggested.
        let nearest = Suggestion.nearest(to: CommandPattern.normalized(token.text), among: visibleWords)
        let advice = nearest.map { "; did you mean \(CommentEscaper.code($0))?" } ?? ""
        return ParseProblem(kind: .unknownCommand, line: line, message: "unknown command \(shown)\(advice)")
    }

    /// Every pattern stopped fitting; these came farthest.
    func expected(_ failures: [CommandMatcher.Failure], from start: Int) -> ParseProblem {
        let position = failures.first?.position ?? start
        var wanted: [String] = []
        for failure in failures {
            let text = Self.describe(failure.expected)
            if !wanted.contains(text) { wanted.append(text) }
        }
        let list =
            wanted.count < 2
            ? wanted.joined() : wanted.dropLast().joined(separator: ", ") + " or " + (wanted.last ?? "")
        let read = tokens[start..<position].suffix(4)
        let from = read.first?.range.lowerBound ?? text.startIndex
        let after = CommentEscaper.code(Self.short(String(text[from..<(read.last?.range.upperBound ?? from)])))
        guard position < tokens.count else {
            return ParseProblem(kind: .missing, line: line, message: "expected \(list) after \(after), but the line ends there")
        }
        let got = CommentEscaper.code(Self.short(tokens[position].text))
        return ParseProblem(kind: .unexpected, line: line, message: "expected \(list) after \(after), got \(got)")
    }

    private var visibleWords: [String] {
        let shown = grammar.claims.flatMap { claim in claim.commands.filter { !$0.hidden }.map { (claim.plugin, $0.id) } }
        return grammar.words.filter { word in
            (grammar.rules[word] ?? []).contains { rule in shown.contains { $0 == (rule.plugin, rule.command) } }
        }
    }

    private static func describe(_ element: CommandPattern.Element) -> String {
        switch element {
        case .literal(let word): CommentEscaper.code(word)
        case .placeholder(let name, let kind, _): "\(kind.noun) (\(name.split(separator: "_").joined(separator: " ")))"
        case .bangs: "exclamation marks"
        }
    }

    private static func short(_ text: String) -> String {
        text.count > 60 ? text.prefix(60) + "…" : text
    }
}

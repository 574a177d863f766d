import PluginAPI

/// Tries the patterns of a grammar on tokens.
struct CommandMatcher {
    /// A pattern that fits.
    struct Match {
        var rule: CommandGrammar.Rule
        /// The token after the command.
        var end: Int
        var arguments: [String: JSON]
    }

    /// Where a pattern stopped fitting, and what it wanted there.
    struct Failure {
        var position: Int
        var expected: CommandPattern.Element
    }

    /// What came of trying all patterns at one place.
    struct Result {
        var best: Match?
        /// The failures that came farthest, in the order of the grammar.
        var failures: [Failure]
    }

    let tokens: [CommandToken]

    /// Tries patterns at a place; the one that reads the most tokens wins, of two the one with more literals.
    func match(_ rules: [CommandGrammar.Rule], at start: Int) -> Result {
        var result = Result(best: nil, failures: [])
        for rule in rules {
            switch attempt(rule, at: start) {
            case .success(let match):
                if let best = result.best, (best.end, Self.literals(best)) >= (match.end, Self.literals(match)) { continue }
                result.best = match
            case .failure(let failure):
                let farthest = result.failures.first?.position ?? -1
                if failure.position > farthest { result.failures = [] }
                if failure.position >= farthest { result.failures.append(failure) }
            }
        }
        return result
    }

    private static func literals(_ match: Match) -> Int {
        match.rule.pattern.elements.count { if case .literal = $0 { true } else { false } }
    }

    private enum Attempt {
        case success(Match)
        case failure(Failure)
    }

    private func attempt(_ rule: CommandGrammar.Rule, at start: Int) -> Attempt {
        let elements = rule.pattern.elements
        var match = Match(rule: rule, end: start, arguments: [:])
        var index = 0
        while index < elements.count {
            let element = elements[index]
            if case .literal(let word) = element, index + 1 < elements.count, elements[index + 1] == .bangs,
                let count = gluedBangs(after: word, at: match.end)
            {
                match.arguments["bangs"] = .int(Int64(count))
                match.end += 1
                index += 2
                continue
            }
            if let failure = take(element, isFirst: index == 0, afterEquals: follows("=", elements, index), into: &match) {
                return .failure(failure)
            }
            index += 1
        }
        return .success(match)
    }

    private func follows(_ symbol: String, _ elements: [CommandPattern.Element], _ index: Int) -> Bool {
        index > 0 && elements[index - 1] == .literal(symbol)
    }

    /// Reads one element; a value in the match moves on, a failure says where it did not.
    private func take(
        _ element: CommandPattern.Element, isFirst: Bool, afterEquals: Bool, into match: inout Match
    ) -> Failure? {
        let failure = Failure(position: match.end, expected: element)
        guard match.end < tokens.count else { return failure }
        let token = tokens[match.end]
        switch element {
        case .literal(let literal):
            guard token.kind != .quoted || afterEquals else { return failure }
            let word = CommandPattern.normalized(token.text)
            // Values of settings may be written in any case, the words of the language may not.
            guard word == literal || (afterEquals && word.lowercased() == literal.lowercased()) else { return failure }
            match.end += 1
        case .bangs:
            guard token.kind == .word, token.text.allSatisfy({ $0 == "!" }) else { return failure }
            match.arguments["bangs"] = .int(Int64(token.text.count))
            match.end += 1
        case .placeholder(let name, let kind, let list):
            var values: [JSON] = []
            while true {
                guard match.end < tokens.count, let value = Self.value(tokens[match.end], kind) else {
                    return Failure(position: match.end, expected: element)
                }
                values.append(value)
                match.end += 1
                guard list, match.end < tokens.count, tokens[match.end].kind == .symbol, tokens[match.end].text == ","
                else { break }
                match.end += 1
            }
            match.arguments[name] = list ? .array(values) : values[0]
        }
        return nil
    }

    /// The number of exclamation marks that are written onto the word.
    private func gluedBangs(after word: String, at position: Int) -> Int? {
        guard position < tokens.count, tokens[position].kind == .word else { return nil }
        let (base, bangs) = Self.withoutBangs(tokens[position].text)
        return bangs > 0 && CommandPattern.normalized(base) == word ? bangs : nil
    }

    /// A word without the exclamation marks at its end, and how many there are.
    static func withoutBangs(_ text: String) -> (base: String, bangs: Int) {
        let base = text.prefix(text.count - text.reversed().prefix { $0 == "!" }.count)
        return (String(base), text.count - base.count)
    }

    private static func value(_ token: CommandToken, _ kind: CommandPattern.Kind) -> JSON? {
        guard token.kind != .symbol, !token.text.isEmpty else { return nil }
        switch kind {
        case .word, .string: return .string(token.text)
        case .int:
            let digits = token.text.hasPrefix("#") ? token.text.dropFirst() : token.text[...]
            guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
            return Int64(digits).map { .int($0) }
        case .login:
            let login = token.text.hasPrefix("@") || token.text.hasPrefix("#") ? token.text.dropFirst() : token.text[...]
            let base = login.hasSuffix("[bot]") ? login.dropLast(5) : login
            let isLogin =
                !base.isEmpty && base.utf8.count <= 100
                && base.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
            return isLogin ? .string(String(login)) : nil
        }
    }
}

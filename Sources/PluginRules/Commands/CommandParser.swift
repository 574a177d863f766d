import PluginAPI

/// Reads whole comments by a grammar: all commands, or the first problem.
package struct CommandParser: Sendable {
    /// More commands than anybody means; a comment with more is refused before anything runs.
    static let commandLimit = 50

    private let grammar: CommandGrammar
    private let finder: CommandFinder

    /// Makes a parser.
    ///
    /// - Parameters:
    ///   - grammar: The commands of all plugins.
    ///   - botName: The bot's name in the comment's project.
    package init(grammar: CommandGrammar, botName: String) {
        self.grammar = grammar
        finder = CommandFinder(botName: botName)
    }

    /// Reads a comment.
    package func read(_ body: String) -> CommentReading {
        var commands: [ParsedCommand] = []
        do throws(ParseProblem) {
            for line in finder.find(in: body) {
                try read(line, into: &commands)
            }
        } catch {
            return .problem(error)
        }
        return commands.isEmpty ? .nothing : .commands(commands)
    }

    private func read(_ line: CommandLine, into commands: inout [ParsedCommand]) throws(ParseProblem) {
        let tokens: [CommandToken]
        do throws(CommandTokenizer.OpenQuote) {
            tokens = try CommandTokenizer.tokens(of: line.text)
        } catch {
            let message = "the quote \(CommentEscaper.code(String(error.quote))) is not closed on its line"
            throw ParseProblem(kind: .openQuote, line: line.number, message: message)
        }
        let matcher = CommandMatcher(tokens: tokens)
        var position = 0
        while position < tokens.count {
            guard commands.count < Self.commandLimit else {
                let message = "more than \(Self.commandLimit) commands in one comment"
                throw ParseProblem(kind: .tooMany, line: line.number, message: message)
            }
            let problems = CommandProblems(grammar: grammar, text: line.text, tokens: tokens, line: line.number)
            let rules = rules(for: tokens[position])
            guard !rules.isEmpty else { throw problems.unknown(at: position) }
            let result = matcher.match(rules, at: position)
            guard let match = result.best, !goesOn(after: match, tokens: tokens, failures: result.failures) else {
                throw problems.expected(result.failures, from: position)
            }
            let written = line.text[tokens[position].range.lowerBound..<tokens[match.end - 1].range.upperBound]
            commands.append(
                ParsedCommand(
                    plugin: match.rule.plugin, id: match.rule.command, text: String(written),
                    arguments: .object(match.arguments), line: line.number))
            position = match.end
        }
    }

    private func rules(for token: CommandToken) -> [CommandGrammar.Rule] {
        guard token.kind == .word else { return [] }
        let word = CommandPattern.normalized(token.text)
        if let rules = grammar.rules[word] { return rules }
        let (base, bangs) = CommandMatcher.withoutBangs(word)
        guard bangs > 0 else { return [] }
        return (grammar.rules[base] ?? []).filter { $0.pattern.elements.dropFirst().first == .bangs }
    }

    /// Whether what follows a command was clearly meant as part of a longer one: `cancel =` is more than `cancel`.
    private func goesOn(
        after match: CommandMatcher.Match, tokens: [CommandToken], failures: [CommandMatcher.Failure]
    ) -> Bool {
        guard match.end < tokens.count, tokens[match.end].kind == .symbol, let failure = failures.first else {
            return false
        }
        return failure.position > match.end
    }
}

/// A line of a comment that is addressed to the bot.
package struct CommandLine: Sendable, Hashable {
    /// Its number in the comment, counted from 1.
    package let number: Int
    /// What follows the bot's name, without blanks at both ends; may be empty.
    package let text: String
}

/// Finds the lines of a comment that are commands.
///
/// Such a line has, after blanks, an optional `@` or `#`, the bot's name in any case, and then a blank or a colon. Lines
/// in fenced code, in HTML comments and in `<pre>` never count, nor do quoted lines. Takes time in proportion to the length of the comment.
package struct CommandFinder: Sendable {
    private let name: String

    /// Makes a finder.
    ///
    /// - Parameter botName: The bot's name; every character stands for itself.
    package init(botName: String) {
        name = botName.lowercased()
    }

    /// The command lines in order.
    package func find(in body: String) -> [CommandLine] {
        var lines: [CommandLine] = []
        visit(body) { number, _, text in lines.append(CommandLine(number: number, text: String(text))) }
        return lines
    }

    /// Calls with number, position and command text of each command line.
    func visit(_ body: String, _ found: (Int, String.Index, Substring) -> Void) {
        guard !name.isEmpty else { return }
        let scalars = body.unicodeScalars
        var fences = FenceTracker()
        var html = HiddenHTML()
        var number = 0
        var start = scalars.startIndex
        while start < scalars.endIndex {
            number += 1
            let end = scalars[start...].firstIndex { $0 == "\n" || $0 == "\r" } ?? scalars.endIndex
            let line = scalars[start..<end]
            // A fence within HTML is none, and HTML within a fence is none either.
            let isHidden = html.isOpen ? html.isHidden(line) : fences.isCode(line) || html.isHidden(line)
            if !isHidden, let text = command(line) { found(number, start, text) }
            start = end
            guard start < scalars.endIndex else { break }
            let isCarriageReturn = scalars[start] == "\r"
            start = scalars.index(after: start)
            if isCarriageReturn, start < scalars.endIndex, scalars[start] == "\n" { start = scalars.index(after: start) }
        }
    }

    /// The command text of a line, if it is addressed to the bot.
    private func command(_ line: Substring.UnicodeScalarView) -> Substring? {
        var rest = line.drop(while: Self.isBlank)
        if let first = rest.first, first == "@" || first == "#" { rest = rest.dropFirst() }
        let word = rest.prefix { !Self.isBlank($0) && $0 != ":" }
        // The test of the length keeps long words from being copied; a letter has at most three lower-case scalars.
        guard word.endIndex < rest.endIndex, word.count <= name.unicodeScalars.count * 3 else { return nil }
        guard String(word).lowercased() == name else { return nil }
        var text = rest[word.endIndex...].dropFirst().drop(while: Self.isBlank)
        while let last = text.last, Self.isBlank(last) { text = text.dropLast() }
        return Substring(text)
    }

    /// Whether a scalar is a blank within a line; no-break spaces, which some keyboards make, are.
    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || (scalar.value > 0x7F && scalar.properties.generalCategory == .spaceSeparator)
    }
}

/// Markdown's horizontal rule: in the body of a pull request it ends what becomes the commit message.
enum ThematicBreak {
    /// The lines before the first break. The title, which is the first line, is never one.
    static func cut(_ lines: [Substring]) -> [Substring] {
        for index in lines.indices.dropFirst() where isBreak(lines[index]) {
            let isUnderline = isDashesOnly(lines[index]) && !isBlank(lines[index - 1])
            if !isUnderline { return Array(lines[..<index]) }
        }
        return lines
    }

    /// Three or more of the same `*`, `-` or `_`, perhaps with blanks between them, at most three blanks before them.
    static func isBreak(_ line: Substring) -> Bool {
        let indent = line.prefix { $0 == " " }.count
        guard indent <= 3 else { return false }
        let marks = line.filter { $0 != " " && $0 != "\t" && $0 != "\r" }
        guard marks.count >= 3, let mark = marks.first, "*-_".contains(mark) else { return false }
        return marks.allSatisfy { $0 == mark } && line.dropFirst(indent).first == mark
    }

    /// Directly under text such a line underlines a heading.
    private static func isDashesOnly(_ line: Substring) -> Bool {
        let trimmed = line.drop { $0 == " " }
        let dashes = trimmed.prefix { $0 == "-" }
        return !dashes.isEmpty && isBlank(trimmed[dashes.endIndex...])
    }

    private static func isBlank(_ line: Substring) -> Bool {
        line.allSatisfy(\.isWhitespace)
    }
}

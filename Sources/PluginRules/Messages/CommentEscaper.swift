/// Makes text of any origin safe to stand in a comment of the bot: it mentions nobody, hides nothing, and is not a command.
package enum CommentEscaper {
    /// The most characters that a forge takes in a comment, counted in UTF-16 to be on the safe side.
    package static let lengthLimit = 65_536

    /// Stands where something would work that must not; nobody sees it.
    static let breaker = "\u{200B}"

    /// Text among other text.
    ///
    /// Code between backticks on one line stays as it is. Elsewhere `@` no longer mentions, tags and comments
    /// of HTML become visible, entities that would bring an `@` back do not work, and backticks without a partner are plain.
    package static func text(_ text: String) -> String {
        lines(of: text).map(line).joined(separator: "\n")
    }

    /// Code within a line: quoted by more backticks than it contains.
    package static func code(_ text: String) -> String {
        let content = lines(of: text).joined(separator: " ")
        let quotes = String(repeating: "`", count: longestRun(of: "`", in: content) + 1)
        guard content.contains(where: { $0 != " " }) else { return "` `" }
        // One blank on both sides is dropped by Markdown, and keeps backticks and blanks at the ends. Markdown knows scalars only: a
        // backtick with an accent on it is a backtick.
        let ends = [content.unicodeScalars.first, content.unicodeScalars.last]
        let needsPadding = ends.contains("`") || ends.allSatisfy { $0 == " " }
        return needsPadding ? "\(quotes) \(content) \(quotes)" : quotes + content + quotes
    }

    /// A block of code: fenced by more backticks than any run within it.
    ///
    /// - Parameters:
    ///   - text: The content, kept as it is.
    ///   - language: What the forge colours it as; letters only.
    package static func fence(_ text: String, language: String = "") -> String {
        let quotes = fenceQuotes(around: text, atLeast: 3)
        let info = language.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let end = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
        return "\(quotes)\(info)\n\(text)\(end)\(quotes)"
    }

    /// The backticks that a fence around the text needs.
    static func fenceQuotes(around text: String, atLeast least: Int) -> String {
        String(repeating: "`", count: max(least, longestRun(of: "`", in: text) + 1))
    }

    /// Takes care that no line of a finished comment is a command to the bot.
    package static func withoutCommands(_ text: String, botName: String) -> String {
        var starts: [String.Index] = []
        CommandFinder(botName: botName).visit(text) { _, start, _ in starts.append(start) }
        guard !starts.isEmpty else { return text }
        var result = ""
        var last = text.startIndex
        for start in starts {
            result += text[last..<start] + breaker
            last = start
        }
        return result + text[last...]
    }

    /// A comment that somebody else has written for the bot: no command, and not too long.
    ///
    /// - Parameter reserve: Characters to leave for what is appended later, as the hidden marker.
    package static func comment(_ markdown: String, botName: String, reserve: Int = 512) -> String {
        cut(withoutCommands(markdown, botName: botName), to: lengthLimit - reserve)
    }

    /// Shortens a finished comment, at the end of a line if one is near, and closes what was left open.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf16.count > limit else { return text }
        var kept = prefix(of: text, length: max(0, limit - 80))[...]
        if let line = kept.lastIndex(where: \.isNewline), kept[line...].utf16.count < 2000 { kept = kept[..<line] }
        var fences = FenceTracker()
        for line in lines(of: String(kept)) { _ = fences.isCode(line.unicodeScalars) }
        let closing = fences.closingLine.map { "\n" + CommentEscaper.prefix(of: $0, length: 60) } ?? ""
        return kept + closing + "\n\n[…]"
    }

    /// The characters at the start that are not longer than this in UTF-16.
    static func prefix(of text: String, length: Int) -> String {
        guard text.utf16.count > length else { return text }
        let end = text.utf16.index(text.startIndex, offsetBy: length)
        return String(text[..<(String.Index(end, within: text) ?? text[..<end].indices.last ?? text.startIndex)])
    }

    static func lines(of text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0.isNewline }
    }

    private static func longestRun(of scalar: Unicode.Scalar, in text: String) -> Int {
        var longest = 0
        var current = 0
        for next in text.unicodeScalars {
            current = next == scalar ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}

extension CommentEscaper {
    /// One line of text among other text.
    private static func line(_ line: Substring) -> String {
        let scalars = Array(line.unicodeScalars)
        let closings = closings(scalars)
        var result = String.UnicodeScalarView()
        var index = 0
        if scalars.drop(while: { $0 == " " || $0 == "\t" }).starts(with: "~~~".unicodeScalars) { result.append("\\") }
        while index < scalars.count {
            let scalar = scalars[index]
            switch scalar {
            case "`":
                if let end = closings[index] {
                    result.append(contentsOf: scalars[index..<end])
                    index = end
                    continue
                }
                result.append(contentsOf: "\\`".unicodeScalars)
            case "\\":
                // An escape at the end would take away the meaning of what the template has there.
                result.append(scalar)
                let next = index + 1 < scalars.count ? scalars[index + 1] : "\\"
                if next == "`" || next == "\\" {
                    result.append(next)
                    index += 1
                }
            case "@" where mentions(scalars, at: index):
                result.append(contentsOf: ("@" + breaker).unicodeScalars)
            case "<":
                // Tags would hide text, and backticks in them would make code of what is none.
                result.append(contentsOf: "&lt;".unicodeScalars)
            case "&" where starts(scalars, at: index, with: "&#") || starts(scalars, at: index, with: "&commat"):
                result.append(contentsOf: "&amp;".unicodeScalars)
            default:
                result.append(scalar)
            }
            index += 1
        }
        return String(result)
    }

    /// For each start of a run of backticks that has a partner of the same length: where the code ends.
    ///
    /// A backslash before a backtick counts outside code and not within it; a line that has one gets no code at all.
    private static func closings(_ scalars: [Unicode.Scalar]) -> [Int: Int] {
        var runs: [(start: Int, length: Int)] = []
        var index = 0
        while index < scalars.count {
            let start = index
            if scalars[index] == "`", index > 0, scalars[index - 1] == "\\" { return [:] }
            while index < scalars.count, scalars[index] == "`" { index += 1 }
            if index > start { runs.append((start, index - start)) } else { index += 1 }
        }
        // Going backwards, the nearest later run of each length is known without searching.
        var next: [Int: Int] = [:]
        var partners = [Int?](repeating: nil, count: runs.count)
        for place in runs.indices.reversed() {
            partners[place] = next[runs[place].length]
            next[runs[place].length] = place
        }
        var closings: [Int: Int] = [:]
        var place = 0
        while place < runs.count {
            if let partner = partners[place] {
                closings[runs[place].start] = runs[partner].start + runs[partner].length
                place = partner
            }
            place += 1
        }
        return closings
    }

    /// Whether the `@` there would mention somebody; within a word, as in an address, it does not.
    private static func mentions(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        let isWord = { (scalar: Unicode.Scalar) in scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) }
        guard index + 1 < scalars.count, isWord(scalars[index + 1]) else { return index + 1 == scalars.count }
        return index == 0 || !isWord(scalars[index - 1])
    }

    private static func starts(_ scalars: [Unicode.Scalar], at index: Int, with text: String) -> Bool {
        scalars[index...].prefix(text.unicodeScalars.count).elementsEqual(text.unicodeScalars)
    }
}

/// Knows which lines of a Markdown text stand in HTML that is not shown as text: comments, and `<pre>`, `<script>`, `<style>` and
/// `<textarea>` blocks. Nobody who reads the comment sees a command there, so it is none.
struct HiddenHTML {
    /// What ends the open block, in lower case, and whether an empty line does, too.
    private var open: (end: String, endsAtEmptyLine: Bool)?

    /// Whether the next line continues a block that was opened before.
    var isOpen: Bool { open != nil }

    /// Takes the next line, which is not in fenced code.
    ///
    /// - Returns: Whether the line belongs to such a block.
    mutating func isHidden(_ line: Substring.UnicodeScalarView) -> Bool {
        let text = String(line).lowercased()
        if let block = open {
            if block.endsAtEmptyLine, text.allSatisfy(\.isWhitespace) {
                open = nil
                return false
            }
            if text.contains(block.end) { open = nil }
            return true
        }
        guard text.contains("<"), let (rest, block) = Self.opening(text) else { return false }
        if !rest.contains(block.end) { open = block }
        // What stands before a comment within a line is shown.
        return !block.endsAtEmptyLine
    }

    /// The block that a line opens, and what follows its start.
    private static func opening(_ text: String) -> (rest: Substring, block: (end: String, endsAtEmptyLine: Bool))? {
        let blanks = text.prefix { $0 == " " }.count
        let start = text.dropFirst(blanks)
        if blanks < 4 {
            if start.hasPrefix("<!--") { return (start.dropFirst(4), ("-->", false)) }
            for name in ["pre", "script", "style", "textarea"] where start.hasPrefix("<\(name)") {
                let rest = start.dropFirst(name.count + 1)
                if rest.first.map({ $0 == ">" || $0.isWhitespace }) ?? true { return (rest, ("</\(name)>", false)) }
            }
        }
        // Within a paragraph a comment may span lines, but not beyond its end; in code it is text.
        guard let found = text.ranges(of: "<!--").last, text[..<found.lowerBound].count(where: { $0 == "`" }).isMultiple(of: 2),
            !text[found.upperBound...].contains("-->")
        else { return nil }
        return (text[found.upperBound...], ("-->", true))
    }
}

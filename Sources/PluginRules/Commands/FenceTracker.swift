/// Knows which lines of a Markdown text are in fenced code.
///
/// Fences in list items are known by their indentation: the fence ends with the item. Where Markdown leaves room, a line
/// counts as code: what is code must never be taken for a command.
struct FenceTracker {
    private struct Fence {
        var marker: Unicode.Scalar
        var length: Int
        /// A line that is indented less than this and not blank ends the container, and the fence with it.
        var container: Int
        /// A closing fence is indented less than this; deeper ones are content.
        var closingLimit: Int
    }

    private var open: Fence?

    /// The line that would end the open fence; nil if none is open.
    var closingLine: String? {
        open.map { String(repeating: " ", count: $0.container) + String(repeating: String($0.marker), count: $0.length) }
    }

    /// Takes the next line, without its line end.
    ///
    /// - Returns: Whether the line is a fence or between fences.
    mutating func isCode(_ line: Substring.UnicodeScalarView) -> Bool {
        let (indentation, start) = Self.indentation(line[...], from: line.startIndex, column: 0)
        if let fence = open {
            guard start < line.endIndex else { return true }
            if indentation >= fence.container {
                if indentation < fence.closingLimit, Self.closes(fence, line[start...]) { open = nil }
                return true
            }
            open = nil
        }
        open = Self.opening(line, indentation: indentation, start: start)
        return open != nil
    }

    private static func opening(
        _ line: Substring.UnicodeScalarView, indentation: Int, start: Substring.UnicodeScalarView.Index
    ) -> Fence? {
        var column = indentation
        var index = start
        var container = max(0, indentation - 3)
        while let marker = listMarker(line[index...]) {
            let after = indentationAfter(line, marker: marker, from: index, column: column)
            (column, index, container) = (after.column, after.index, after.column)
        }
        let rest = line[index...]
        guard let marker = rest.first, marker == "`" || marker == "~" else { return nil }
        let length = rest.prefix { $0 == marker }.count
        guard length >= 3 else { return nil }
        if marker == "`", rest.dropFirst(length).contains("`") { return nil }
        return Fence(marker: marker, length: length, container: container, closingLimit: max(container, column) + 4)
    }

    private static func closes(_ fence: Fence, _ rest: Substring.UnicodeScalarView) -> Bool {
        let length = rest.prefix { $0 == fence.marker }.count
        return length >= fence.length && rest.dropFirst(length).allSatisfy { $0 == " " || $0 == "\t" }
    }

    /// The number of scalars of a list marker that is followed by a blank; nil if there is none.
    private static func listMarker(_ rest: Substring.UnicodeScalarView) -> Int? {
        guard let first = rest.first else { return nil }
        var count = 1
        if ("0"..."9").contains(first) {
            count = rest.prefix(10).prefix { ("0"..."9").contains($0) }.count
            guard count <= 9, let end = rest.dropFirst(count).first, end == "." || end == ")" else { return nil }
            count += 1
        } else if first != "-", first != "*", first != "+" {
            return nil
        }
        guard let next = rest.dropFirst(count).first, next == " " || next == "\t" else { return nil }
        return count
    }

    private static func indentationAfter(
        _ line: Substring.UnicodeScalarView, marker: Int, from index: Substring.UnicodeScalarView.Index, column: Int
    ) -> (column: Int, index: Substring.UnicodeScalarView.Index) {
        let after = line.index(index, offsetBy: marker)
        let (column, index) = indentation(line, from: after, column: column + marker)
        return (column, index)
    }

    private static func indentation(
        _ line: Substring.UnicodeScalarView, from start: Substring.UnicodeScalarView.Index, column: Int
    ) -> (Int, Substring.UnicodeScalarView.Index) {
        var column = column
        var index = start
        while index < line.endIndex, line[index] == " " || line[index] == "\t" {
            column += line[index] == "\t" ? 4 - column % 4 : 1
            index = line.index(after: index)
        }
        return (column, index)
    }
}

import Foundation

/// The changes of one file as the forge numbers them: positions count from the line below the first `@@`.
struct UnifiedDiff: Sendable {
    struct Line: Sendable, Equatable {
        /// The line below the first `@@` is 1; later `@@` lines count.
        let position: Int
        /// ` `, `+`, `-` or `@`.
        let kind: Character
        let old: Int?
        let new: Int?
        let text: String
        let hunk: Int
    }

    let lines: [Line]
    /// The text from the first `@@` on.
    let patch: String

    /// Parses `git diff` output for one file; `nil` without hunks, as for binary files.
    init?(_ text: String) {
        guard let start = text.range(of: "\n@@ ") ?? (text.hasPrefix("@@ ") ? text.startIndex..<text.startIndex : nil) else { return nil }
        let from = text[start.lowerBound] == "\n" ? text.index(after: start.lowerBound) : start.lowerBound
        var body = String(text[from...])
        if body.hasSuffix("\n") { body.removeLast() }
        patch = body
        var found: [Line] = []
        var (old, new, hunk) = (0, 0, -1)
        for (index, raw) in body.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let kind = raw.first ?? " "
            if raw.hasPrefix("@@ ") {
                hunk += 1
                (old, new) = Self.starts(raw)
                found.append(Line(position: index, kind: "@", old: nil, new: nil, text: String(raw), hunk: hunk))
                continue
            }
            guard kind == " " || kind == "+" || kind == "-" else { continue }
            found.append(
                Line(position: index, kind: kind, old: kind == "+" ? nil : old, new: kind == "-" ? nil : new, text: String(raw), hunk: hunk)
            )
            if kind != "+" { old += 1 }
            if kind != "-" { new += 1 }
        }
        lines = found
    }

    /// The line in the new file (`RIGHT`) or in the old one (`LEFT`), if the diff shows it.
    func line(_ number: Int, side: String) -> Line? {
        lines.first { side == "LEFT" ? $0.old == number : $0.new == number }
    }

    /// The hunk up to a line: what a comment shows above itself.
    func hunk(to line: Line) -> String {
        lines.filter { $0.hunk == line.hunk && $0.position <= line.position }.map(\.text).joined(separator: "\n")
    }

    /// The first numbers of `@@ -1,2 +3,4 @@`.
    private static func starts(_ header: Substring) -> (Int, Int) {
        let parts = header.split(separator: " ")
        func first(_ part: Substring) -> Int { part.dropFirst().split(separator: ",").first.flatMap { Int($0) } ?? 0 }
        return parts.count > 2 ? (first(parts[1]), first(parts[2])) : (0, 0)
    }
}

/// One thing that is wrong with a document, with its place and what to do about it.
package struct DocumentProblem: Sendable, Hashable, CustomStringConvertible {
    /// Whether the document can be used all the same.
    package enum Severity: String, Sendable {
        /// The document is refused.
        case error
        /// The document is taken, and its author is told.
        case warning
    }

    /// Whether the document can be used all the same.
    package var severity: Severity
    /// The name of the file, or of what was read instead of one (`request`).
    package var source: String
    /// The line in the source, counted from 1; `nil` when the document was not read from text.
    package var line: Int?
    /// The key, as in `projects[0].repositories[1].name`; empty for the whole document.
    package var path: String
    /// What is wrong.
    package var message: String
    /// What to write instead.
    package var remedy: String

    /// Makes a problem.
    package init(
        severity: Severity = .error, source: String, line: Int?, path: String, message: String, remedy: String
    ) {
        self.severity = severity
        self.source = source
        self.line = line
        self.path = path
        self.message = message
        self.remedy = remedy
    }

    /// The problem on one line: `switchyard.yaml:12: projects[0].batch_limit: message; remedy`.
    package var description: String {
        var text = source
        if let line { text += ":\(line)" }
        text += ": "
        if severity == .warning { text += "warning: " }
        if !path.isEmpty { text += "\(path): " }
        text += message
        if !remedy.isEmpty { text += "; \(remedy)" }
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

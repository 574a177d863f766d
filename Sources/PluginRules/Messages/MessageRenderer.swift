package import PluginAPI

/// Puts values into the text of a message, so that the result can be posted as it is.
///
/// A value in running text is escaped; a list on a line of its own becomes bullets, elsewhere it is joined by commas; in
/// `code` and in fenced code values stay as they are, and quotes and fences grow as needed. A parameter whose name ends
/// in `ping` may mention people: text with mentions, or a list of logins.
package struct MessageRenderer: Sendable {
    /// A finished comment.
    package struct Rendered: Sendable, Hashable {
        /// The comment's text.
        package let text: String
        /// Placeholders without a value; they stand in the text as they were.
        package let missing: [String]
    }

    private let botName: String
    private let limit: Int

    /// Makes a renderer.
    ///
    /// - Parameters:
    ///   - botName: The bot's name in the project; no line of a comment will be a command to it.
    ///   - reserve: Characters to leave for what is appended later, as the hidden marker.
    package init(botName: String, reserve: Int = 512) {
        self.botName = botName
        limit = CommentEscaper.lengthLimit - reserve
    }

    /// Renders a message.
    ///
    /// - Parameters:
    ///   - template: The text with `{name}` placeholders.
    ///   - parameters: Values from anywhere.
    ///   - markdown: Values made by the host that are put in as they are, as the table of commands.
    package func render(
        _ template: String, _ parameters: [String: JSON], markdown: [String: String] = [:]
    ) -> Rendered {
        let parsed = ParsedTemplate(template)
        // What can't fit anyway is not worth the time of escaping it.
        var values = parameters.mapValues { Value($0).limited(to: limit) }
        for (name, text) in markdown { values[name] = .markdown(text) }
        let missing = parsed.placeholders.filter { values[$0] == nil }
        var text = finish(parsed, values)
        // Shortening what is longest keeps the message's own words and its fences whole.
        for _ in 0..<16 where text.utf16.count > limit {
            guard let longest = values.sorted(by: { ($1.value.length, $0.key) < ($0.value.length, $1.key) }).first,
                longest.value.length > 64
            else { break }
            values[longest.key] = longest.value.shortened(by: text.utf16.count - limit)
            text = finish(parsed, values)
        }
        return Rendered(text: CommentEscaper.cut(text, to: limit), missing: missing)
    }

    private func finish(_ template: ParsedTemplate, _ values: [String: Value]) -> String {
        let lines = template.blocks.map { block in
            switch block {
            case .line(let spans): line(spans, values)
            case .fence(let indentation, let length, let info, let lines):
                fence(indentation, length, info, lines, values)
            }
        }
        return CommentEscaper.withoutCommands(lines.joined(separator: "\n"), botName: botName)
    }

    private func line(_ spans: [ParsedTemplate.Span], _ values: [String: Value]) -> String {
        if spans.count == 1, case .text(let pieces) = spans[0], pieces.count == 1, case .placeholder(let name) = pieces[0],
            case .list(let items)? = values[name],
            !name.hasSuffix("ping")
        {
            return items.map { "- " + Self.indented(CommentEscaper.text($0), by: "  ") }.joined(separator: "\n")
        }
        var result = ""
        for span in spans {
            switch span {
            case .code(let pieces): result += CommentEscaper.code(raw(pieces, values, separator: ", "))
            case .text(let pieces):
                for (index, piece) in pieces.enumerated() {
                    switch piece {
                    case .literal(let text): append(text, to: &result, after: index > 0 ? pieces[index - 1] : nil)
                    case .placeholder(let name):
                        let text = values[name]?.text(mentions: name.hasSuffix("ping")) ?? "{\(name)}"
                        result += Self.indented(text, by: Self.continuation(of: result))
                    }
                }
            }
        }
        return result
    }

    /// Adds the template's own text; between mentions and what follows there is one blank, and none before the first word.
    private func append(_ text: String, to line: inout String, after previous: ParsedTemplate.Piece?) {
        guard case .placeholder(let name)? = previous, name.hasSuffix("ping") else { return line += text }
        let isBlankBefore = line.isEmpty || line.hasSuffix(" ")
        if isBlankBefore, text.hasPrefix(" ") {
            line += text.dropFirst()
        } else if !isBlankBefore, text.first.map({ $0.isLetter || $0.isNumber }) == true {
            line += " " + text
        } else {
            line += text
        }
    }

    private func fence(
        _ indentation: String, _ length: Int, _ info: String, _ lines: [[ParsedTemplate.Piece]], _ values: [String: Value]
    ) -> String {
        let content = lines.map { raw($0, values, separator: "\n") }.joined(separator: "\n")
        let quotes = CommentEscaper.fenceQuotes(around: content, atLeast: length)
        let block = ["\(quotes)\(info)", content, quotes].joined(separator: "\n")
        return indentation + Self.indented(block, by: indentation)
    }

    private func raw(_ pieces: [ParsedTemplate.Piece], _ values: [String: Value], separator: String) -> String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .placeholder(let name): values[name]?.raw(separator: separator) ?? "{\(name)}"
            }
        }.joined()
    }

    /// What later lines of a value begin with, so that they stay in the quotation or list item of the first.
    private static func continuation(of line: String) -> String {
        let last = line.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
        let quoted = last.prefix { $0 == " " || $0 == ">" }
        let rest = last.dropFirst(quoted.count)
        let isItem = ["- ", "* ", "+ "].contains { rest.hasPrefix($0) }
        return quoted + (isItem ? "  " : "")
    }

    private static func indented(_ text: String, by prefix: String) -> String {
        guard !prefix.isEmpty else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset == 0 || ($0.element.isEmpty && !prefix.contains(">")) ? String($0.element) : prefix + $0.element }
            .joined(separator: "\n")
    }
}

extension MessageRenderer {
    /// A value of a message.
    private enum Value {
        case plain(String)
        case list([String])
        case markdown(String)

        init(_ json: JSON) {
            switch json {
            case .null: self = .plain("")
            case .string(let text): self = .plain(text)
            case .array(let items): self = .list(items.map { $0.string ?? $0.text })
            default: self = .plain(json.text)
            }
        }

        var length: Int {
            switch self {
            case .plain(let text): text.utf16.count
            case .list(let items): items.reduce(0) { $0 + $1.utf16.count + 3 }
            case .markdown: 0
            }
        }

        /// The value in running text.
        func text(mentions: Bool) -> String {
            switch self {
            case .markdown(let text): text
            case .plain(let text): mentions ? Self.mentions(text) : CommentEscaper.text(text)
            case .list(let items):
                mentions
                    ? items.map { Self.mentions("@\($0)") }.joined(separator: " ")
                    : items.map(CommentEscaper.text).joined(separator: ", ")
            }
        }

        /// The value in code.
        func raw(separator: String) -> String {
            switch self {
            case .plain(let text), .markdown(let text): text
            case .list(let items): items.joined(separator: separator)
            }
        }

        /// The value, cut if it is longer than that.
        func limited(to limit: Int) -> Value {
            length > limit ? shortened(by: length - limit) : self
        }

        /// The value with less text, to make a comment that is too long by so many characters fit.
        func shortened(by excess: Int) -> Value {
            switch self {
            case .markdown: return self
            case .plain(let text):
                let keep = max(32, text.utf16.count - excess - 16)
                return .plain(CommentEscaper.prefix(of: text, length: keep) + " […]")
            case .list(let items):
                let goal = max(0, length - excess - 16)
                var kept: [String] = []
                var size = 0
                for item in items {
                    size += item.utf16.count + 3
                    guard size <= goal else { break }
                    kept.append(item)
                }
                if kept.isEmpty, let first = items.first { kept = [CommentEscaper.prefix(of: first, length: max(32, goal))] }
                return .list(kept + ["[…]"])
            }
        }

        /// Text in which people are mentioned on purpose; everything else in it is escaped.
        private static func mentions(_ text: String) -> String {
            CommentEscaper.text(text).replacing("@" + CommentEscaper.breaker, with: "@")
        }
    }
}

import Foundation

/// One sed-like rule that rewrites the label (`owner:branch`) of an incoming pull request.
///
/// The first character is the separator: `/pattern/replacement/flags`. In the pattern (a regular expression) and the
/// replacement the separator itself is escaped with a backslash. In the replacement `\1` to `\9` stand for groups and
/// `&` for the whole match. Flags: `g` every occurrence (otherwise the first), `i` ignore case, `m` `^` and `$`
/// match at line ends.
package struct LabelSubstitution: Sendable, Hashable {
    /// The rule as it was written.
    package let text: String
    private let expression: NSRegularExpression
    private let template: String
    private let everywhere: Bool

    /// Why a rule cannot be used, and what to do.
    package struct SyntaxError: Error, Sendable, Hashable {
        /// What is wrong.
        package var message: String
        /// What to write instead.
        package var remedy: String
    }

    /// Reads a rule.
    ///
    /// - Throws: `SyntaxError` if a part is missing, a flag is unknown or the pattern is not a regular expression.
    package init(_ text: String) throws(SyntaxError) {
        let parts = try Self.split(text)
        var options: NSRegularExpression.Options = []
        var everywhere = false
        for flag in parts.flags {
            switch flag {
            case "g": everywhere = true
            case "i": options.insert(.caseInsensitive)
            case "m": options.insert(.anchorsMatchLines)
            default: throw SyntaxError(message: "unknown flag `\(flag)`", remedy: "flags are g, i and m")
            }
        }
        guard !parts.pattern.isEmpty, let expression = try? NSRegularExpression(pattern: parts.pattern, options: options)
        else {
            throw SyntaxError(
                message: "`\(parts.pattern)` is not a regular expression", remedy: "check brackets and backslashes")
        }
        self.text = text
        self.expression = expression
        self.everywhere = everywhere
        self.template = try Self.template(parts.replacement, groups: expression.numberOfCaptureGroups)
    }

    /// The label after this rule.
    package func apply(to label: String) -> String {
        let whole = NSRange(label.startIndex..., in: label)
        if everywhere {
            return expression.stringByReplacingMatches(in: label, range: whole, withTemplate: template)
        }
        guard let first = expression.firstMatch(in: label, range: whole), let found = Range(first.range, in: label)
        else { return label }
        // Replacing within the match's own range would hide the context that look-arounds need.
        let replacement = expression.replacementString(for: first, in: label, offset: 0, template: template)
        return label.replacingCharacters(in: found, with: replacement)
    }

    /// The label after all rules, applied one after another.
    package static func apply(_ rules: [LabelSubstitution], to label: String) -> String {
        rules.reduce(label) { $1.apply(to: $0) }
    }

    /// Two rules are equal if they are written the same.
    package static func == (left: LabelSubstitution, right: LabelSubstitution) -> Bool {
        left.text == right.text
    }

    /// Hashes the text of the rule.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }

    private static func split(
        _ text: String
    ) throws(SyntaxError) -> (pattern: String, replacement: String, flags: String) {
        guard let separator = text.first, !separator.isLetter, !separator.isNumber, !separator.isWhitespace,
            separator != "\\"
        else {
            throw SyntaxError(
                message: "`\(text)` does not start with a separator", remedy: "write /pattern/replacement/flags")
        }
        var parts = [""]
        var escaped = false
        for character in text.dropFirst() {
            if escaped {
                parts[parts.count - 1] += character == separator ? String(separator) : "\\\(character)"
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else if character == separator {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        if escaped { parts[parts.count - 1] += "\\" }
        guard parts.count == 3 else {
            throw SyntaxError(
                message: "`\(text)` has \(parts.count) part\(parts.count == 1 ? "" : "s") instead of three",
                remedy: "write \(separator)pattern\(separator)replacement\(separator)flags, "
                    + "with \\\(separator) for a \(separator) inside")
        }
        return (parts[0], parts[1], parts[2])
    }

    /// Translates sed's replacement syntax to that of the regular expressions used here.
    private static func template(_ replacement: String, groups: Int) throws(SyntaxError) -> String {
        var template = ""
        var escaped = false
        for character in replacement {
            if escaped {
                escaped = false
                if let group = character.wholeNumberValue {
                    guard group <= groups else {
                        throw SyntaxError(
                            message: "\\\(group) names a group that the pattern does not have",
                            remedy: "the pattern has \(groups) group\(groups == 1 ? "" : "s")")
                    }
                    // A digit that follows must not be read as part of the group's number; an empty literal run
                    // cannot be written, so the digit itself is escaped.
                    template += "$\(group)"
                } else {
                    template += "\\\(character)"
                }
                continue
            }
            switch character {
            case "\\": escaped = true
            case "&": template += "$0"
            case "$": template += "\\$"
            default:
                template += character.isNumber && template.last?.isNumber == true ? "\\\(character)" : String(character)
            }
        }
        return escaped ? template + "\\\\" : template
    }
}

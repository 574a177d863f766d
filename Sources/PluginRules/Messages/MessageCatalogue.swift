import Contract
package import PluginAPI

/// All messages that the host and its plugins can post, with the texts that operators have put in place of theirs.
package struct MessageCatalogue: Sendable {
    /// One message.
    package struct Entry: Sendable, Hashable {
        /// The code that names the situation.
        package let code: String
        /// Whose message it is: a plugin's id, or `host`.
        package let owner: String
        /// The text as its owner wrote it.
        package let original: String
        /// The text that is used.
        package let text: String
        /// The placeholders that the owner gives values for.
        package var placeholders: [String] { ParsedTemplate(original).placeholders }
    }

    /// The messages of a plugin.
    package struct Source: Sendable {
        /// The plugin's id.
        package let plugin: String
        /// Its messages.
        package let messages: [MessageTemplate]

        /// Names a plugin's messages.
        package init(plugin: String, messages: [MessageTemplate]) {
            self.plugin = plugin
            self.messages = messages
        }
    }

    /// Why messages cannot be used together; every reason, one line each.
    package struct Conflict: Error, Sendable, Hashable, CustomStringConvertible {
        /// The reasons; each names the plugins that it is about.
        package let problems: [String]
        /// One line per reason.
        package var description: String { problems.joined(separator: "\n") }
    }

    private let byCode: [String: Entry]

    /// All messages, by code.
    package var entries: [Entry] { byCode.values.sorted { $0.code < $1.code } }

    /// Gathers messages.
    ///
    /// - Parameters:
    ///   - plugins: The plugins' messages in the order in which they are loaded.
    ///   - replacements: Texts by code that operators have set; ones whose message is not there are left alone.
    /// - Throws: `Conflict` when a code is malformed or claimed twice.
    package init(plugins: [Source], replacements: [String: String] = [:]) throws(Conflict) {
        var problems: [String] = []
        var byCode: [String: Entry] = [:]
        for source in [Source(plugin: HostPlugin.id, messages: HostMessages.all)] + plugins {
            for message in source.messages {
                let code = source.plugin == HostPlugin.id ? message.code : ScopedName.full(message.code, of: source.plugin)
                if let other = byCode[code] {
                    problems.append(
                        other.owner == source.plugin
                            ? "plugin `\(source.plugin)` declares the message `\(code)` twice"
                            : "`\(other.owner)` and `\(source.plugin)` both declare the message `\(code)`; rename one of them")
                } else if !Self.isCode(code) {
                    problems.append(
                        "plugin `\(source.plugin)`: `\(code)` is not a message code; use lower-case letters, digits, `_` and `.`")
                } else {
                    byCode[code] = Entry(
                        code: code, owner: source.plugin, original: message.text, text: replacements[code] ?? message.text)
                }
            }
        }
        guard problems.isEmpty else { throw Conflict(problems: problems) }
        self.byCode = byCode
    }

    /// The message for a situation, by its full code; nil if nobody declares it.
    package func entry(_ code: String) -> Entry? { byCode[code] }

    /// The message that a plugin means; nil if it declares none of that code.
    ///
    /// - Parameters:
    ///   - code: with or without the plugin's id; of the host's own messages as it is.
    ///   - owner: a plugin's id, or ``HostPlugin/id``.
    package func entry(_ code: String, of owner: String) -> Entry? {
        let entry = byCode[owner == HostPlugin.id ? code : ScopedName.full(code, of: owner)]
        return entry?.owner == owner ? entry : nil
    }

    /// The code of the same owner that is nearest to one that is not there.
    package func suggestion(for code: String, of owner: String) -> String? {
        let own = byCode.values.filter { $0.owner == owner }.map(\.code).sorted()
        return Suggestion.nearest(to: owner == HostPlugin.id ? code : ScopedName.full(code, of: owner), among: own)
    }

    /// What is wrong with a text that an operator wants to use for a message, one line each; empty if nothing is.
    package func problems(replacing code: String, with text: String) -> [String] {
        guard let entry = byCode[code] else { return ["there is no message `\(code)`"] }
        let known = entry.placeholders
        var problems: [String] = []
        if !text.contains(where: { !$0.isWhitespace }) { problems.append("the text is empty") }
        for name in ParsedTemplate(text).placeholders where !known.contains(name) {
            let nearest = Suggestion.nearest(to: name, among: known).map { "; did you mean `{\($0)}`?" }
            problems.append(
                "`{\(name)}` has no value in this message"
                    + (nearest ?? (known.isEmpty ? "" : "; it has \(known.map { "{\($0)}" }.joined(separator: ", "))")))
        }
        return problems
    }

    private static func isCode(_ code: String) -> Bool {
        !code.isEmpty && code.utf8.count <= 100
            && code.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_" || $0 == "." || $0 == "-") }
    }
}

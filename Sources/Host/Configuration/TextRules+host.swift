import PluginRules

/// The rules for the kinds of text that only the host's own keys have.
extension TextRule {
    static let botName = TextRule("the bot's name", remedy: "one word without blanks and colons, and without the @") {
        !$0.isEmpty && !$0.hasPrefix("@") && !$0.hasPrefix("#") && !$0.contains { $0.isWhitespace || $0 == ":" }
    }

    static let address = TextRule("an address to listen on", remedy: "write HOST:PORT, as 127.0.0.1:8080") {
        ListenAddress($0) != nil
    }

    static let substitution = TextRule("a substitution", remedy: "write /pattern/replacement/flags") { text in
        do throws(LabelSubstitution.SyntaxError) {
            _ = try LabelSubstitution(text)
            return nil
        } catch {
            return "\(error.message) (\(error.remedy))"
        }
    }

    static let environmentVariable = TextRule("the name of an environment variable", remedy: "write NAME, without $") {
        !$0.isEmpty && $0.first?.isNumber == false
            && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    static let path = TextRule("a path", remedy: "write the path of a file or folder") {
        !$0.isEmpty && !$0.contains("\0") && !$0.contains(where: \.isNewline)
    }
}

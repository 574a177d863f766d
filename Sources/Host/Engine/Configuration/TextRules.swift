/// The rules for the kinds of text in a configuration.
extension TextRule {
    static let anything = TextRule("text", remedy: "") { _ in true }

    static let word = TextRule("a word", remedy: "write something without blanks") {
        !$0.isEmpty && !$0.contains(where: \.isWhitespace)
    }

    static let nonEmpty = TextRule("text", remedy: "write something there or leave the key out") {
        $0.contains { !$0.isWhitespace }
    }

    static let name = TextRule("a name", remedy: "use letters, digits, `.`, `_` and `-`, a letter or digit first") {
        isName($0)
    }

    static let pluginID = TextRule(
        "a plugin id", remedy: "use lower-case letters, digits, `_` and `-`, a letter first: tables are named after it"
    ) {
        $0.first.map { $0.isASCII && $0.isLowercase } == true
            && $0.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_" || $0 == "-") }
    }

    static let botName = TextRule("the bot's name", remedy: "one word without blanks and colons, and without the @") {
        !$0.isEmpty && !$0.hasPrefix("@") && !$0.hasPrefix("#") && !$0.contains { $0.isWhitespace || $0 == ":" }
    }

    static let repository = TextRule("a repository", remedy: "write owner/name") { isRepository($0) }

    static let repositoryPattern = TextRule(
        "a repository or a pattern", remedy: "write owner/name; * stands for anything"
    ) {
        $0 == "*" || isRepository(String($0.map { $0 == "*" ? "x" : $0 }))
    }

    static let branch = TextRule("a branch", remedy: "write its name without refs/heads/") {
        !$0.contains("*") && isBranch($0)
    }

    static let branchPattern = TextRule("a branch or a pattern", remedy: "write names; * stands for anything") {
        isBranch(String($0.map { $0 == "*" ? "x" : $0 }))
    }

    static let login = TextRule("a login", remedy: "write it without the @") { login in
        let base = login.hasSuffix("[bot]") ? login.dropLast(5) : login[...]
        return !base.isEmpty && base.count <= 100
            && base.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }

    static let email = TextRule("an e-mail address", remedy: "write name@host") { email in
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && !email.contains { $0.isWhitespace || $0 == "<" || $0 == ">" }
    }

    static let path = TextRule("a path", remedy: "write the path of a file or folder") {
        !$0.isEmpty && !$0.contains("\0") && !$0.contains(where: \.isNewline)
    }

    static let environmentVariable = TextRule("the name of an environment variable", remedy: "write NAME, without $") {
        !$0.isEmpty && $0.first?.isNumber == false
            && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    static let address = TextRule("an address to listen on", remedy: "write HOST:PORT, as 127.0.0.1:8080") {
        ListenAddress($0) != nil
    }

    static let url = TextRule("a web address", remedy: "write https://HOST/PATH, without user and query") {
        isURL($0)
    }

    static let substitution = TextRule("a substitution", remedy: "write /pattern/replacement/flags") { text in
        do throws(LabelSubstitution.SyntaxError) {
            _ = try LabelSubstitution(text)
            return nil
        } catch {
            return "\(error.message) (\(error.remedy))"
        }
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.first, first.isASCII, first.isLetter || first.isNumber, text.count <= 100 else {
            return false
        }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }

    private static func isRepository(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, isName(String(parts[0])) else { return false }
        return !parts[1].isEmpty && parts[1] != "." && parts[1] != ".." && !parts[1].hasSuffix(".git")
            && parts[1].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }

    /// The rules of `git check-ref-format`, for what follows `refs/heads/`.
    private static func isBranch(_ text: String) -> Bool {
        let forbidden = text.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F || "~^:?*[\\".unicodeScalars.contains($0) }
        return !text.isEmpty && !forbidden && !text.contains("..") && !text.contains("@{") && text != "@"
            && !text.hasPrefix("-") && !text.hasPrefix("refs/heads/") && !text.hasSuffix(".")
            && text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock")
            }
    }

    private static func isURL(_ text: String) -> Bool {
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            let host = rest.prefix { $0 != "/" }
            return !host.isEmpty && !rest.contains { $0.isWhitespace || "@?#\"<>\\".contains($0) }
        }
        return false
    }
}

/// The rules for the kinds of text that documents have.
extension TextRule {
    package static let anything = TextRule("text", remedy: "") { _ in true }

    package static let word = TextRule("a word", remedy: "write something without blanks") {
        !$0.isEmpty && !$0.contains(where: \.isWhitespace)
    }

    package static let nonEmpty = TextRule("text", remedy: "write something there or leave the key out") {
        $0.contains { !$0.isWhitespace }
    }

    package static let name = TextRule("a name", remedy: "use letters, digits, `.`, `_` and `-`, a letter or digit first") {
        isName($0)
    }

    package static let pluginID = TextRule(
        "a plugin id", remedy: "use lower-case letters, digits and `-`, a letter first: tables are named after it"
    ) {
        $0.first.map { $0.isASCII && $0.isLowercase } == true && $0.utf8.count <= 64
            && $0.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }

    package static let repository = TextRule("a repository", remedy: "write owner/name") { isRepository($0) }

    package static let repositoryPattern = TextRule(
        "a repository or a pattern", remedy: "write owner/name; * stands for anything"
    ) {
        $0 == "*" || isRepository(String($0.map { $0 == "*" ? "x" : $0 }))
    }

    package static let branch = TextRule("a branch", remedy: "write its name without refs/heads/") {
        !$0.contains("*") && isBranch($0)
    }

    package static let branchPattern = TextRule("a branch or a pattern", remedy: "write names; * stands for anything") {
        isBranch(String($0.map { $0 == "*" ? "x" : $0 }))
    }

    package static let login = TextRule("a login", remedy: "write it without the @") { login in
        let base = login.hasSuffix("[bot]") ? login.dropLast(5) : login[...]
        return !base.isEmpty && base.count <= 100
            && base.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }

    package static let email = TextRule("an e-mail address", remedy: "write name@host") { email in
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && !email.contains { $0.isWhitespace || $0 == "<" || $0 == ">" }
    }

    package static let url = TextRule("a web address", remedy: "write https://HOST/PATH, without user and query") {
        isURL($0)
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

    /// The rules of `git check-ref-format`, for what stands behind `refs/heads/`.
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

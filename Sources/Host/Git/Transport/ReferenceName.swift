/// Which names of references, and parts of names, we accept.
enum ReferenceName {
    /// - Throws: `invalidRequest` unless `name` is a full name (`refs/…`) that git accepts.
    static func check(_ name: String) throws {
        guard name.hasPrefix("refs/"), name.split(separator: "/", omittingEmptySubsequences: false).count >= 3,
            isAccepted(name)
        else {
            throw GitError(.invalidRequest, "'\(name)' is not the full name of a reference, such as refs/heads/main.")
        }
    }

    /// Whether `text` may be a reference or a part of one: the rules of `git check-ref-format`.
    static func isAccepted(_ text: String) -> Bool {
        let forbidden: Set<Unicode.Scalar> = [" ", "~", "^", ":", "?", "*", "[", "\\", "\u{7f}"]
        guard !text.isEmpty, !text.hasPrefix("-"), !text.hasSuffix("."), !text.contains(".."), !text.contains("@{"),
            text != "@", text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !forbidden.contains($0) })
        else { return false }
        return text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock")
        }
    }

    /// The folder of all references that keep objects alive.
    static let keeps = "refs/switchyard/keep/"

    /// The folder of the references that keep objects alive for `keep`.
    static func keepPrefix(_ keep: String) throws -> String {
        guard isAccepted(keep) else {
            throw GitError(.invalidRequest, "'\(keep)' cannot be part of the name of a reference.")
        }
        return "\(keeps)\(keep)/"
    }
}

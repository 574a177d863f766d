/// Which branches something applies to: `{only: [patterns] | null, except: [patterns]}`, where `*` stands for any text.
struct BranchFilter: Hashable, Sendable {
    /// `nil` admits every branch that `except` does not name; an empty list admits none.
    var only: [String]?
    var except: [String] = []

    static let all = BranchFilter(only: nil)

    func accepts(_ branch: String) -> Bool {
        if except.contains(where: { Self.matches($0, branch) }) { return false }
        guard let only else { return true }
        return only.contains { Self.matches($0, branch) }
    }

    /// Whether `pattern`, in which `*` stands for any text (also none), covers the whole of `text`.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern.unicodeScalars)
        let text = Array(text.unicodeScalars)
        var (p, t) = (0, 0)
        // Where to go back to when a literal fails: after the latest star, one more scalar swallowed by it.
        var retry: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                p += 1
                retry = (p, t)
            } else if p < pattern.count, pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let (afterStar, swallowed) = retry {
                retry = (afterStar, swallowed + 1)
                (p, t) = (afterStar, swallowed + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}

/// Which branches a repository or a required status is for; covers branches that do not exist yet.
public struct BranchFilter: Sendable, Hashable, Codable {
    /// Patterns of which one must match; `nil` means every branch.
    public var only: [String]?
    /// Patterns of which none may match.
    public var except: [String]

    /// The filter that every branch passes.
    public static let all = BranchFilter(only: nil, except: [])

    /// Makes a filter from lists of branch names, in which `*` stands for anything.
    public init(only: [String]?, except: [String] = []) {
        self.only = only
        self.except = except
    }

    /// Whether the branch passes: named by `only` (or `only` is not set), and not by `except`.
    public func matches(_ branch: String) -> Bool {
        if let only, !only.contains(where: { Wildcard.matches($0, branch) }) { return false }
        return !except.contains { Wildcard.matches($0, branch) }
    }
}

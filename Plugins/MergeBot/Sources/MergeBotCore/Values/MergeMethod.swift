import PluginAPI

/// How the commits of a pull request land.
enum MergeMethod: String, CaseIterable, Hashable, Sendable {
    case merge
    case rebaseMerge = "rebase-merge"
    case rebaseFastForward = "rebase-ff"
    case squash

    /// Whether the pull request's title and body become a commit message; if so, editing them unstages.
    var usesPullRequestMessage: Bool { self != .rebaseFastForward }

    /// Whether the commits are applied anew, one by one.
    var rebases: Bool { self == .rebaseMerge || self == .rebaseFastForward }

    /// How the commits are put onto the staging.
    var pick: PickMethod {
        switch self {
        case .merge: .merge
        case .rebaseMerge: .rebaseMerge
        case .rebaseFastForward: .rebaseFastForward
        case .squash: .squash
        }
    }

    /// The method to stage with: the chosen one, or a fast-forward rebase when there is exactly one commit.
    ///
    /// `nil` means that somebody has to choose. Without any commit there is nothing to choose, or the forge has not counted yet.
    static func resolve(chosen: MergeMethod?, commits: Int) -> MergeMethod? {
        if let chosen { return chosen }
        return commits <= 1 ? .rebaseFastForward : nil
    }
}

extension Pick.Unmergeable {
    /// What is wrong with the pull request, for its author.
    var text: String {
        switch self {
        case .noCommits: "the pull request has no commits"
        case .tooManyCommits(let count, let limit):
            "too many commits: \(count), and at most \(limit) can be taken with this merge method"
        case .noEmail(let sha): "commit \(sha) has no author or committer e-mail; all commits must have both"
        case .mergeCommits: "merge commits can not be rebased: remove them, or choose the method `merge`"
        case .severalOutsideParents(let sha): "merge commit \(sha) has several parents outside of the pull request"
        }
    }
}

/// Sentences for people about why a batch or pull request waits.
enum WaitReason {
    static func text(_ block: BatchBlock) -> String {
        switch block {
        case .merged:
            return "already merged"
        case .closed:
            return "all of its pull requests are closed"
        case .severalTargets(let targets):
            return "its pull requests have several targets: " + Listing.text(targets.map { "\($0.name) has \($0.target)" })
        case .excluded(let names):
            return "its target is not a branch of the repository: " + Listing.text(names.map(\.description))
        case .broken(let inError, let drafts):
            let parts = [part("in error", inError), part("in draft", drafts)]
            return parts.compactMap { $0 }.joined(separator: "; ")
        case .waiting(let review, let ci, let failed):
            let parts = [part("waiting for review", review), part("waiting for CI", ci), part("CI failed on", failed)]
            return parts.compactMap { $0 }.joined(separator: "; ")
        }
    }

    static func code(_ block: BatchBlock) -> String {
        switch block {
        case .merged: "merged"
        case .closed: "closed"
        case .severalTargets: "several_targets"
        case .excluded: "excluded"
        case .broken: "broken"
        case .waiting: "waiting"
        }
    }

    static func code(_ problem: BatchBlock.Problem) -> String {
        switch problem {
        case .draft: "draft"
        case .method: "merge_method"
        case .excluded: "excluded"
        case .error, .review, .ci, .failed: "not_ready"
        }
    }

    private static func part(_ what: String, _ names: [PullRequestName]) -> String? {
        names.isEmpty ? nil : "\(what): \(Listing.text(names.map(\.description)))"
    }

    /// What a pull request lacks, said on its own page or on that of another one of its batch.
    static func text(_ problem: BatchBlock.Problem, of name: PullRequestName, isOwn: Bool) -> String {
        let what =
            switch problem {
            case .excluded: "has a target that is not a branch of its repository"
            case .draft: "is in draft"
            case .method: "needs a merge method"
            case .error, .review, .ci, .failed: "is not ready"
            }
        return isOwn ? what : "linked PR \(name) \(what)"
    }
}

/// Lists in running text.
enum Listing {
    static func text(_ items: [String]) -> String { items.joined(separator: ", ") }
}

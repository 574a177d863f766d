/// Sentences for people about why something does not happen. All wording that is not a comment is here.
enum Explanation {
    static func text(_ block: BatchBlock) -> String {
        switch block {
        case .merged:
            return "already merged"
        case .closed:
            return "all of its pull requests are closed"
        case .severalTargets(let targets):
            return "its pull requests have several targets: " + list(targets.map { "\($0.name) has \($0.target)" })
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
        case .broken: "broken"
        case .waiting: "waiting"
        }
    }

    private static func part(_ what: String, _ names: [PullRequestName]) -> String? {
        names.isEmpty ? nil : "\(what): \(list(names.map(\.description)))"
    }

    static func list(_ items: [String]) -> String {
        items.joined(separator: ", ")
    }
}

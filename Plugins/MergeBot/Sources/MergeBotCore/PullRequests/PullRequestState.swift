/// Where a pull request stands. Always computed from facts, never assigned.
enum PullRequestState: String, CaseIterable, Hashable, Sendable {
    case opened, validated, approved, ready, error, merged, closed

    var isOpen: Bool { self != .merged && self != .closed }

    /// The facts the state is computed from.
    struct Facts: Hashable, Sendable {
        var isClosed = false
        var isBatchMerged = false
        var hasError = false
        var skipchecks = false
        var isApproved = false
        var status = Verdict.pending
    }

    /// The state function; the first condition that holds decides.
    init(_ facts: Facts) {
        if facts.isClosed {
            self = .closed
        } else if facts.isBatchMerged {
            self = .merged
        } else if facts.hasError {
            self = .error
        } else if facts.skipchecks {
            self = .ready
        } else {
            switch (facts.isApproved, facts.status == .success) {
            case (true, true): self = .ready
            case (false, true): self = .validated
            case (true, false): self = .approved
            case (false, false): self = .opened
            }
        }
    }
}

/// Something that happened to a member of a staging while that landed; it takes effect afterwards.
struct HeldEvent {
    enum What: Hashable, Sendable {
        case change(PullRequestChange)
        /// A pull request has its target and label now, and joins if the batch does not land.
        case join
        /// `r-`.
        case takeBackApproval
    }

    let pullRequest: PullRequestID
    let actor: String?
    let what: What
}

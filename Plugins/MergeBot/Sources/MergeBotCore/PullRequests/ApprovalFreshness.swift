/// Whether an approval can mean the head that the mirror knows: an approval is for what the reviewer saw.
///
/// A comment carries no commit, only a time in whole seconds of the forge's clock. So a head that changed in a later second was not
/// seen, and one that changed within the settling time before it may not have been.
struct ApprovalFreshness: Sendable {
    /// The head known now, 40 hex digits.
    var head: String
    /// When the head last changed after the pull request was opened; `nil` if it never did.
    var headChangedAt: Int64?
    /// `approval_settle_seconds`; 0 turns the settling rule off.
    var settleSeconds: Int64

    enum Answer: Hashable, Sendable {
        case fresh
        /// The head changed after the comment, or too shortly before it.
        case headChanged
        /// The review was written on another commit.
        case reviewedAnother(String)
    }

    /// - Parameters:
    ///   - createdAt: when the comment was written, milliseconds since 1970.
    ///   - reviewedCommit: a review's commit, where the forge gives one.
    func check(createdAt: Int64, reviewedCommit: String?) -> Answer {
        // A pull request that is being adopted has a head of zeros until its comments were read; its approvals do not last anyway.
        if head.allSatisfy({ $0 == "0" }) { return .fresh }
        if let reviewedCommit, reviewedCommit != head { return .reviewedAnother(reviewedCommit) }
        guard let headChangedAt else { return .fresh }
        if Self.second(headChangedAt) > Self.second(createdAt) { return .headChanged }
        // A review of the very commit needs no settling: it says itself what was seen.
        if reviewedCommit != nil || settleSeconds == 0 { return .fresh }
        return createdAt - headChangedAt < settleSeconds * 1000 ? .headChanged : .fresh
    }

    private static func second(_ milliseconds: Int64) -> Int64 {
        milliseconds / 1000
    }
}

import PluginAPI

/// Every comment that the merge queue writes. Operators can replace the texts; the codes stay.
enum Message: String, CaseIterable {
    case branchWasDisabled = "branch_was_disabled"
    case pullRequestCreated = "pull_request_created"
    case duplicateLabel = "duplicate_label"
    case cannotReopenMerged = "cannot_reopen_merged"
    case cannotReopenInMergedBatch = "cannot_reopen_in_merged_batch"
    case alreadyReviewed = "already_reviewed"
    case alreadyReviewedInError = "already_reviewed_in_error"
    case approvedWithFailedCI = "approved_with_failed_ci"
    case skipchecksRemoved = "skipchecks_removed"
    case othersStillApproved = "others_still_approved"
    case heldWhileLanding = "held_while_landing"
    case methodSet = "method_set"
    case methodNeeded = "method_needed"
    case statusFailed = "status_failed"
    case portStatusFailed = "port_status_failed"
    case linkedNotReady = "linked_not_ready"
    case unableToStage = "unable_to_stage"
    case missedUpdate = "missed_update"
    case stagingFailed = "staging_failed"
    case partlyLanded = "partly_landed"

    var code: String { "mergebot." + rawValue }

    /// Whether the text begins by addressing author and reviewer.
    var pings: Bool { template.contains("{ping}") }

    static var templates: [MessageTemplate] {
        allCases.map { MessageTemplate($0.code, $0.template) }
    }

    /// `{name}` stands for a parameter; only parameters whose name ends in `ping` may mention people.
    var template: String {
        switch self {
        case .branchWasDisabled:
            "{ping}the branch {branch} has been disabled. You may want to close this pull request or retarget it."
        case .pullRequestCreated:
            "[Where this pull request stands]({page})"
        case .duplicateLabel:
            """
            The open pull request {other} of this repository already has the label {label} and the same target. \
            This one is not linked to it, nor to its batch, and is merged on its own.
            """
        case .cannotReopenMerged:
            "{sender_ping}a merged pull request can not be reopened."
        case .cannotReopenInMergedBatch:
            "The batch of this pull request has been merged, so it can not be reopened. Open a new pull request instead."
        case .alreadyReviewed:
            "{user_ping}this pull request is already reviewed; approving it again changes nothing."
        case .alreadyReviewedInError:
            "{user_ping}this pull request is already reviewed, but it is in error. You may want to use `retry` instead, or to push a fix."
        case .approvedWithFailedCI:
            "{user_ping}the pull request is approved, but CI failed on it ({contexts}). Rebuild or fix it, or it will not be merged."
        case .skipchecksRemoved:
            "{user_ping}checks are not skipped any more: the pull requests of this batch need approvals and successful statuses again."
        case .othersStillApproved:
            "{user_ping}only this pull request is not approved any more. Still approved of the same series: {others}."
        case .heldWhileLanding:
            "{user_ping}this pull request is landing right now. If it does not land, `{command}` takes effect then."
        case .methodSet:
            "The merge method is set to {method}."
        case .methodNeeded:
            """
            {ping}this pull request has several commits, so it needs a merge method:

            - `merge` keeps the commits as they are and adds a merge commit
            - `rebase-merge` applies the commits onto the target and adds a merge commit
            - `rebase-ff` applies the commits onto the target, without a merge commit
            """
        case .statusFailed:
            "{ping}the status {context} failed on this reviewed pull request{link}."
        case .portStatusFailed:
            "{ping}the status {context} failed on this forward port{link}."
        case .linkedNotReady:
            "{ping}linked pull requests are not ready: {others}. Linked pull requests are only staged together."
        case .unableToStage:
            "{ping}unable to stage: {reason}"
        case .missedUpdate:
            """
            {ping}this pull request changed without my noticing. These properties differed: {properties}.

            ```diff
            {difference}
            ```

            The approval is cleared. Check also what can not be compared: merge method and overrides. Then approve it again.
            """
        case .stagingFailed:
            "{ping}staging failed: {reason}"
        case .partlyLanded:
            """
            {ping}the staging could not be landed as a whole. It landed in {moved}, and was refused in {stuck}: {reason}. \
            Nothing is reverted; an administrator has to look.
            """
        }
    }
}

extension MergeMethod {
    /// What the method does, for people.
    var title: String {
        switch self {
        case .merge: "merge: the commits as they are, and a merge commit"
        case .rebaseMerge: "rebase and merge: the commits applied onto the target, and a merge commit"
        case .rebaseFastForward: "rebase and fast-forward: the commits applied onto the target, without a merge commit"
        case .squash: "squash: one commit with title and description of the pull request"
        }
    }
}

/// What people are told when a command is not carried out.
enum Rejection {
    static let unknownPullRequest = "this pull request is not within my remit"
    static let draft = "draft pull requests can not be approved"
    static let nothingToApprove = "there is nothing here that you can approve"
    static let nothingToUnapprove = "r- makes no sense here: the pull request is not approved"
    static let nothingToRetry = "retry makes no sense here: the pull request is not in error"
    static let skipchecksNeedsOperator = "skipchecks needs an operator"

    static func noEmail(_ login: String) -> String {
        "no e-mail address is known for \(login), so the approval can not be recorded; ask an administrator to add one"
    }

    static func state(_ state: PullRequestState) -> String {
        "this pull request is \(state.rawValue)"
    }

    static func headChanged(to head: String, at time: Timestamp) -> String {
        "the head changed to \(head) at \(time): look again, then approve"
    }

    static func reviewedAnother(_ commit: String, head: String) -> String {
        "the review is of commit \(commit), but the head is \(head): look again, then approve"
    }

    static func notOfTheChain(_ numbers: [Int]) -> String {
        "none of \(numbers.map { "#\($0)" }.joined(separator: ", ")) is this pull request or one that it was ported from"
    }

    static func override(_ context: String) -> String {
        "you are not allowed to override the status \(context)"
    }
}

import PluginAPI

/// The commands that people write to the merge queue. Help, rights and grammar come from here.
enum Command: String, CaseIterable {
    case approve
    case approveNumbers = "approve-numbers"
    case unapprove
    case retry
    case merge
    case rebaseMerge = "rebase-merge"
    case rebaseFastForward = "rebase-ff"
    case squash
    case delegateAuthor = "delegate-author"
    case delegate
    case nice, `default`, priority, alone
    case skipchecks
    case cancel
    case override
    case check
    case now
    case nowAlone = "now-alone"

    var declaration: CommandDeclaration {
        CommandDeclaration(
            rawValue, patterns: patterns, roles: roles, summary: summary, usage: usage, hidden: self == .now || self == .nowAlone)
    }

    private var patterns: [String] {
        switch self {
        case .approve: ["r +", "review +"]
        case .approveNumbers: ["r = <numbers:int>,...", "review = <numbers:int>,..."]
        case .unapprove: ["r-", "review-"]
        case .delegateAuthor: ["delegate +"]
        case .delegate: ["delegate = <logins:login>,..."]
        case .cancel: ["cancel = staging", "cancel"]
        case .override: ["override = <contexts:word>,..."]
        case .now: ["NOW"]
        case .nowAlone: ["NOW !..."]
        case .merge, .rebaseMerge, .rebaseFastForward, .squash, .retry, .nice, .default, .priority, .alone, .skipchecks, .check: [rawValue]
        }
    }

    private var usage: String {
        switch self {
        case .approve: "r+"
        case .approveNumbers: "r=<number>,<number>"
        case .unapprove: "r-"
        case .delegateAuthor: "delegate+"
        case .delegate: "delegate=<login>,<login>"
        case .cancel: "cancel=staging"
        case .override: "override=<context>,<context>"
        case .now: "NOW"
        case .nowAlone: "NOW!"
        default: rawValue
        }
    }

    /// Any of them is enough; none means that anybody may.
    private var roles: [String] {
        switch self {
        case .approve, .approveNumbers: [Role.reviewer, Role.sourceAuthor]
        case .unapprove, .retry: [Role.participant, Role.sourceAuthor]
        case .merge, .rebaseMerge, .rebaseFastForward, .squash, .delegateAuthor, .delegate: [Role.reviewer]
        case .nice, .default, .priority, .alone, .cancel: [Role.admin]
        case .skipchecks, .now, .nowAlone: [Role.canSkipChecks]
        case .override: [Role.canOverride]
        case .check: [Role.participant]
        }
    }

    private var summary: String {
        switch self {
        case .approve: "approves this pull request; on a forward port also those it was ported from"
        case .approveNumbers: "approves only the listed pull requests of a forward-port series"
        case .unapprove: "takes the approval back, and an error away"
        case .retry: "tries again to stage a pull request in error"
        case .merge: "merges with the commits as they are, and a merge commit"
        case .rebaseMerge: "applies the commits onto the target and adds a merge commit"
        case .rebaseFastForward: "applies the commits onto the target, without a merge commit"
        case .squash: "makes one commit with title and description of the pull request"
        case .delegateAuthor: "lets the author approve this pull request"
        case .delegate: "lets the listed people approve this pull request"
        case .nice: "stages the batch after all others"
        case .default: "stages the batch in the ordinary order"
        case .priority: "stages the batch before others"
        case .alone: "stages the batch before everything else, and by itself"
        case .skipchecks: "makes the batch ready without statuses and approvals"
        case .cancel: "cancels what is being staged as soon as the batch is ready"
        case .override: "counts the listed statuses as successful"
        case .check: "reads the pull request anew from the forge"
        case .now: "priority, skipchecks and cancel=staging in one"
        case .nowAlone: "alone, skipchecks and cancel=staging in one"
        }
    }
}

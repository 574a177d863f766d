/// Why a staging ended or a batch left it; also shown on the pages.
enum Reason {
    static func updated(_ name: PullRequestName, by actor: String?) -> String { "\(name): updated by \(actor ?? "somebody")" }
    static func reopened(_ name: PullRequestName, by actor: String?) -> String { "\(name): reopened by \(actor ?? "somebody")" }
    static func closed(_ name: PullRequestName, by actor: String?) -> String { "\(name): closed by \(actor ?? "somebody")" }
    static func unreviewed(_ name: PullRequestName, by actor: String) -> String { "\(name) unreviewed (r-) by \(actor)" }
    static func retargeted(_ name: PullRequestName, from old: String, to new: String) -> String {
        "\(name): target changed from \(old) to \(new)"
    }
    static func failedAfterStaging(_ name: PullRequestName) -> String { "\(name) had CI failure after staging" }
    static func drafted(_ name: PullRequestName, by actor: String?) -> String { "\(name) was converted to draft by \(actor ?? "somebody")" }
    static func joined(_ name: PullRequestName) -> String { "\(name) joined the batch" }
    static func cancelled(by actor: String, on name: PullRequestName) -> String { "cancelled by \(actor) on \(name)" }
    static func becameReady(_ names: [PullRequestName]) -> String {
        "\(Listing.text(names.map(\.description))) became ready and cancels stagings"
    }
    static func messageUpdated(_ name: PullRequestName, by actor: String?) -> String { "\(name): merge message updated" + by(actor) }
    static func skipchecksEnded(_ name: PullRequestName, by actor: String) -> String { "\(name): skipchecks ended by \(actor)" }
    static func putIntoError(_ name: PullRequestName, by actor: String) -> String { "\(name): put into error by \(actor)" }
    static func disabled(_ branch: String, by actor: String?) -> String { "\(branch) was disabled" + by(actor) }
    static func stagingSwitchedOff(_ what: String, by actor: String?) -> String { "staging of \(what) was switched off" + by(actor) }
    static let timedOut = "timed out"
    static let nothingToStage = "nothing could be staged"
    static let notGiven = "no reason given"

    private static func by(_ actor: String?) -> String { actor.map { " by \($0)" } ?? "" }

    static func effectFailed(_ kind: String, _ repository: String, _ message: String?) -> String {
        "\(kind) \(repository): \(message ?? notGiven)"
    }
    static func pushRefused(_ reason: String) -> String { "failed pushing: \(reason)" }
    static func targetUnreadable(_ message: String?) -> String { "the target branch cannot be read: \(message ?? notGiven)" }

    static func pushRefused(_ repository: String, _ message: String) -> String { "\(repository): \(message)" }

    /// - Parameter found: where the target branch is; nil if it does not exist.
    static func targetElsewhere(_ repository: String, found: String?, base: String) -> String {
        "the target branch of \(repository) is at \(found ?? "nothing") and not at \(base) any more"
    }

    /// The error of a pull request whose batch straddles moved and stuck targets.
    static func partlyLanded(moved: [String], _ reason: String) -> String { "landed only in \(Listing.text(moved)): \(reason)" }

    /// Why a branch is suspended.
    static func partlyLanded(_ staging: StagingID, _ reason: String) -> String {
        "staging \(staging.value) landed only in part: \(reason)"
    }

    static func unableToStage(_ reason: String) -> String { "unable to stage: \(reason)" }
    static func conflict(_ reason: String, in paths: [String]) -> String {
        paths.isEmpty ? reason : "\(reason) (\(Listing.text(paths)))"
    }

    /// Why an attempt ended without a staging.
    static func dropped(_ drop: AttemptMachine.Drop) -> String {
        switch drop {
        case .nothingToStage: nothingToStage
        case .noRepository: "the project has no repository with the target branch"
        case .targetMissing(let repository): "\(repository): the target branch does not exist"
        case .targetMoved(let repository): "\(repository): the target branch moved while the staging was composed"
        case .unavailable(let reason), .refused(let reason), .stale(let reason): reason
        case .overdue: "it has not come to an end within \(AttemptMachine.timeLimit / 3_600_000) hours"
        }
    }
}

/// Why a batch was not composed, as kept with the attempt.
enum SkipReason {
    static let blocked = "blocked"
    static let missedUpdate = "missed update"
    static let notInspected = "not inspected"
    static let noMethod = "no merge method"
}

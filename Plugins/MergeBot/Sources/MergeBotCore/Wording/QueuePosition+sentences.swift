extension QueuePosition {
    /// What is still needed, each a sentence.
    var missing: [String] { lacks.map(Self.sentence) }

    /// Why it is not merging, as one sentence; `nil` for merged and closed ones.
    var sentence: String? { place.map(Self.sentence) }

    private static func sentence(_ lack: Lack) -> String {
        switch lack {
        case .retry(let reason): "It failed and needs a retry or a new commit: \(reason ?? "unknown reason")."
        case .otherTarget(let target): "It has to be retargeted: \(target) is not a branch of its repository."
        case .readyForReview: "It is a draft and must be marked as ready for review."
        case .approval: "A reviewer has to approve it."
        case .success(let context): "The status \(context) failed and has to succeed."
        case .firstStatus(let context): "The status \(context) has not been seen yet."
        case .endOfStatus(let context): "The status \(context) is still running."
        case .mergeMethod: "Somebody has to choose a merge method, since it has several commits."
        case .linkedTarget(let name, let target, let wanted): "\(linked(name)) has the target \(target) instead of \(wanted)."
        case .linkedInError(let name): "\(linked(name)) is in error."
        case .linkedInDraft(let name): "\(linked(name)) is in draft."
        case .linkedNotReady(let name): "\(linked(name)) is not ready."
        case .linkedWithoutMethod(let name): "\(linked(name)) needs a merge method."
        }
    }

    private static func sentence(_ place: Place) -> String {
        switch place {
        case .landing: "It is landing now."
        case .inStaging(let target): "It is being tested in a staging of \(target)."
        case .lacks(let lack): sentence(lack)
        case .inAttempt(let target): "A staging of \(target) with it is being built."
        case .stopped(let sentence): sentence
        case .behindStaging(let target): "It waits for the staging of \(target) that is under test to end."
        case .inSplit: "A staging with it failed, and it waits to be tested again in a smaller one."
        case .next(let target): "It is ready and will be in one of the next stagings of \(target)."
        }
    }

    private static func linked(_ name: PullRequestName?) -> String {
        name.map { "Linked pull request \($0)" } ?? "A linked pull request"
    }
}

import PluginAPI

/// Something that happened to a pull request on the forge.
enum PullRequestChange: Hashable, Sendable {
    case edited
    case retargeted(from: String, to: String)
    /// Nil where it was not the forge that said so: the mirror was found to have another head.
    case headChanged(PullRequestHeadChanged?)
    case closed
    case reopened
    case draftChanged

    /// Reads the change of an event, or answers nil for an event of another kind.
    init?(_ kind: EventKind, _ document: JSON) {
        switch kind {
        case .pullRequestEdited: self = .edited
        case .pullRequestRetargeted:
            guard let change = try? PullRequestRetargeted(json: document) else { return nil }
            self = .retargeted(from: change.old, to: change.new)
        case .pullRequestHeadChanged: self = .headChanged(try? PullRequestHeadChanged(json: document))
        case .pullRequestClosed: self = .closed
        case .pullRequestReopened: self = .reopened
        case .pullRequestDraftChanged: self = .draftChanged
        default: return nil
        }
    }

    /// Whether it would take its batch out of a staging, and so waits while that lands.
    var waitsForLanding: Bool { self != .edited }

    /// The event that it comes from: kind and document.
    var event: (kind: EventKind, document: JSON) {
        switch self {
        case .edited: (.pullRequestEdited, [:])
        case .retargeted(let old, let new): (.pullRequestRetargeted, PullRequestRetargeted(old: old, new: new).json)
        case .headChanged(let change): (.pullRequestHeadChanged, change?.json ?? [:])
        case .closed: (.pullRequestClosed, [:])
        case .reopened: (.pullRequestReopened, [:])
        case .draftChanged: (.pullRequestDraftChanged, [:])
        }
    }
}

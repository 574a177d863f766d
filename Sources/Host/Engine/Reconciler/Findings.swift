import Contract
import Crypto
import Foundation
import Store

/// What the forge says and the mirror does not: functions from a document and what is known to the event that is missing.
///
/// The events are those of the webhooks that were lost, so that everything behind the log is none the wiser; one that turns out to
/// be known by the time it is applied changes nothing, as a webhook that came twice.
enum Findings {
    /// Where the events are said to come from.
    static let source = "reconciler"

    /// The event of a pull request that looks otherwise than the mirror thinks.
    /// - Parameters:
    ///   - document: the pull request as the forge shows it.
    ///   - known: what the mirror holds.
    ///   - since: what was opened before is not taken in; nobody asked for it. Milliseconds.
    /// - Returns: nil where nothing is missing.
    static func pullRequest(
        _ document: PullRequestDocument, known: PullRequestRow?, in repository: String, openedSince since: Int64, at time: Int64
    ) -> InboxEntry? {
        let facts = PullRequestFacts(document)
        let action: String
        if let known {
            guard facts.updatedAt >= known.updatedAt, isOther(facts, than: known) else { return nil }
            action = "reconciled"
        } else {
            guard !facts.isClosed, facts.createdAt >= since else { return nil }
            action = "opened"
        }
        return entry(
            ForgePullRequest(action: action, pullRequest: document), time, repository, number: facts.number,
            actor: known == nil ? facts.author : nil, sha: facts.head)
    }

    private static func isOther(_ facts: PullRequestFacts, than known: PullRequestRow) -> Bool {
        // Pushes to the branch of a closed pull request are not followed.
        let isHeadOther = facts.head != known.head && !(facts.isClosed && known.isClosed)
        return isHeadOther || facts.base != known.target || facts.title != known.title || facts.body != known.body
            || facts.isDraft != known.isDraft || facts.isClosed != known.isClosed
    }

    /// The event of a comment or a review that has not been seen.
    static func comment(
        _ comment: CommentDocument, on pullRequest: PullRequestDocument, in repository: String, at time: Int64
    ) -> InboxEntry {
        let target = comment.key.kind == .review ? pullRequest.base.ref : nil
        let document = ForgeComment(
            comment: comment, number: pullRequest.number, isOpen: pullRequest.state == .open, target: target)
        return entry(
            document, time, repository, number: pullRequest.number, actor: comment.author, sha: comment.commitID)
    }

    /// The event of a verdict that the mirror does not have, or has an older one of.
    /// - Returns: nil where nothing is missing.
    static func status(_ status: StatusDocument, known: StatusRow?, in repository: String, at time: Int64) -> InboxEntry? {
        if let known {
            guard status.updatedAt.milliseconds >= known.updatedAt, status.state.rawValue != known.state else { return nil }
        }
        return entry(.forgeStatus, status.json, time, repository, sha: status.sha)
    }

    private static func entry<Document: EventDocument>(
        _ document: Document, _ time: Int64, _ repository: String, number: Int?, actor: String?, sha: String?
    ) -> InboxEntry {
        entry(Document.kind, document.json, time, repository, number: number, actor: actor, sha: sha)
    }

    private static func entry(
        _ kind: EventKind, _ document: JSON, _ time: Int64, _ repository: String, number: Int? = nil, actor: String? = nil, sha: String?
    ) -> InboxEntry {
        let hash = SHA256.hash(data: document.bytes).prefix(16).map { String(format: "%02x", $0) }.joined()
        return InboxEntry(
            source: source, delivery: "\(repository) \(hash)", kind: kind.rawValue, time: time, repository: repository, number: number,
            actor: actor, sha: sha, document: document.text)
    }
}

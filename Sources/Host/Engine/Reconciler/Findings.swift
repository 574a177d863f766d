import Contract
import Crypto
import Foundation
import Store

/// What the forge knows and the mirror does not: functions from a document and what is known to the missing event.
///
/// The events are those of the lost webhooks, so that nothing downstream of the log can tell the difference; one that is
/// already known by the time it is applied changes nothing, like a webhook that came twice.
enum Findings {
    /// The source that the events are given.
    static let source = "reconciler"

    /// The event for a pull request that differs from the mirror.
    /// - Parameters:
    ///   - document: the pull request as the forge shows it.
    ///   - known: what the mirror holds.
    ///   - since: pull requests opened before this are not taken in, because nobody asked for them. Milliseconds.
    /// - Returns: nil if nothing is missing.
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
        // Pushes to the branch of a closed pull request are not tracked.
        let isHeadOther = facts.head != known.head && !(facts.isClosed && known.isClosed)
        return isHeadOther || facts.base != known.target || facts.title != known.title || facts.body != known.body
            || facts.isDraft != known.isDraft || facts.isClosed != known.isClosed
    }

    /// The event for a comment or a review that has not been seen.
    static func comment(
        _ comment: CommentDocument, on pullRequest: PullRequestDocument, in repository: String, at time: Int64
    ) -> InboxEntry {
        let target = comment.key.kind == .review ? pullRequest.base.ref : nil
        let document = ForgeComment(
            comment: comment, number: pullRequest.number, isOpen: pullRequest.state == .open, target: target)
        return entry(
            document, time, repository, number: pullRequest.number, actor: comment.author, sha: comment.commitID)
    }

    /// The event for a status that the mirror lacks or has an older version of.
    /// - Returns: nil if nothing is missing.
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

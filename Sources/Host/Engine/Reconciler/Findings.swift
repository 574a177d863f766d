import Crypto
import Foundation
import PluginAPI
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
        _ document: JSON, known: PullRequestRow?, in repository: String, openedSince since: Int64, at time: Int64
    ) -> InboxEntry? {
        guard let facts = PullRequestFacts(document) else { return nil }
        let action: String
        if let known {
            guard facts.updatedAt >= known.updatedAt, isOther(facts, than: known) else { return nil }
            action = "reconciled"
        } else {
            guard !facts.isClosed, facts.createdAt >= since else { return nil }
            action = "opened"
        }
        let content: JSON = ["action": .string(action), "pull_request": document, "changes": [:]]
        return entry(
            "forge.pull_request", time, repository, number: facts.number, actor: known == nil ? facts.author : nil, sha: facts.head,
            content)
    }

    private static func isOther(_ facts: PullRequestFacts, than known: PullRequestRow) -> Bool {
        // Pushes to the branch of a closed pull request are not followed.
        let isHeadOther = facts.head != known.head && !(facts.isClosed && known.isClosed)
        return isHeadOther || facts.base != known.target || facts.title != known.title || facts.body != known.body
            || facts.isDraft != known.isDraft || facts.isClosed != known.isClosed
    }

    /// The event of a comment or a review that has not been seen.
    static func comment(_ document: JSON, on pullRequest: JSON, in repository: String, at time: Int64) -> InboxEntry {
        let number = pullRequest["number"].int
        let about: JSON = [
            "number": pullRequest["number"], "open": .bool(pullRequest["state"].string == "open"),
            "target": document["kind"].string == "review" ? pullRequest["base"]["ref"] : .null,
        ]
        return entry(
            "forge.comment", time, repository, number: number, actor: document["author"].string, sha: document["commit_id"].string,
            ["comment": document, "pull_request": about])
    }

    /// The event of a verdict that the mirror does not have, or has an older one of.
    /// - Returns: nil where nothing is missing.
    static func status(_ document: JSON, known: StatusRow?, in repository: String, at time: Int64) -> InboxEntry? {
        if let known {
            let isNewer = (document["updated_at"].int64 ?? 0) >= known.updatedAt
            guard isNewer, document["state"].string != known.state else { return nil }
        }
        return entry("forge.status", time, repository, sha: document["sha"].string, document)
    }

    private static func entry(
        _ kind: String, _ time: Int64, _ repository: String, number: Int? = nil, actor: String? = nil, sha: String?, _ document: JSON
    ) -> InboxEntry {
        let hash = SHA256.hash(data: document.bytes).prefix(16).map { String(format: "%02x", $0) }.joined()
        return InboxEntry(
            source: source, delivery: "\(repository) \(hash)", kind: kind, time: time, repository: repository, number: number,
            actor: actor, sha: sha, document: document.text)
    }
}

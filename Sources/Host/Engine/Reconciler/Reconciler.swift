import Contract
import Forge
import Logging
import Store

/// Finds what no webhook reported: deliveries are hints that may be lost, the forge has the truth.
///
/// A pass asks for the pull requests that changed since the last one, for their comments, and for the statuses of commits
/// that somebody may be waiting for. It appends what is missing to the log, as the event that was lost. Answers are cached by
/// entity tag, so a pass in which nothing happened costs none of the forge's rate limit. Progress is measured by the
/// forge's clock, so a host whose clock is ahead misses nothing.
struct Reconciler: Sendable {
    /// A repository, and the identity whose credential can read it.
    struct Subject: Sendable, Hashable {
        var repository: String
        var identity: String
    }

    /// How far a pass looks back beyond what has been compared: a forge may show a change late, and within a second its order is
    /// undefined. Milliseconds.
    static let overlap: Int64 = 10 * 60_000
    /// Changes more recent than this are left to their webhooks. Milliseconds.
    static let grace: Int64 = 30_000
    /// How long to look for statuses after a pull request has changed, and after a push by the host. Milliseconds.
    static let watch: Int64 = 24 * 3_600_000
    /// The most commits of a repository that one pass looks at; if there are more, see ``CommitTurns``.
    static let commitsPerPass = 60

    let forge: any Forge
    let store: HostStore
    let reader: StateReader
    let intake: IntakeWriter
    let clock: any EngineClock
    let logger: Logger

    /// Looks at each repository once. What the forge fails to answer is asked again in the next pass.
    /// - Returns: how many missing events were found.
    func pass(over subjects: [Subject]) async -> Int {
        var found = 0
        for subject in subjects {
            guard !Task.isCancelled else { break }
            do { found += try await look(at: subject) } catch {
                logger.info(
                    "the forge could not be compared with", metadata: ["repository": "\(subject.repository)", "error": "\(error)"])
            }
        }
        return found
    }

    private func look(at subject: Subject) async throws -> Int {
        guard let name = RepositoryName(subject.repository) else { return 0 }
        let now = clock.now
        let mark = try ReconcilerMark(of: subject.repository, store: store, now: now)
        var next = mark
        let caller = ForgeCaller(IdentityName(rawValue: subject.identity), .reconciliation)
        let since = mark.since - Self.overlap
        let changed = try await forge.pullRequests(changedSince: Timestamp(milliseconds: since), in: name, as: caller)
        var found = 0
        // Oldest change first, in the order in which the webhooks would have come.
        for document in changed.reversed() {
            let time = document.updatedAt.milliseconds
            guard time <= now - Self.grace else { continue }
            found += try await compare(document, subject, mark, caller)
            next.since = max(next.since, time)
        }
        let heads = changed.filter { $0.state == .open }.map(\.head.sha)
        let all = try commits(of: subject.repository, and: heads, now: now)
        let picked = CommitTurns.pick(from: all, limit: Self.commitsPerPass, after: mark.turn)
        for sha in picked.commits {
            found += try await compareStatuses(of: sha, name, caller)
        }
        next.turn = picked.turn
        try next.save(of: subject.repository, store: store)
        return found
    }

    private func compare(
        _ document: PullRequestDocument, _ subject: Subject, _ mark: ReconcilerMark, _ caller: ForgeCaller
    ) async throws -> Int {
        guard let name = RepositoryName(subject.repository) else { return 0 }
        let known = try reader.read { try $0.pullRequest(subject.repository, document.number) }
        var found = 0
        let missing = Findings.pullRequest(
            document, known: known, in: subject.repository, openedSince: mark.first, at: clock.now)
        if let missing { found += try await append(missing) }
        // Comments on a pull request that the bot is not involved in are none of its business.
        guard known != nil || missing != nil else { return found }
        let since = max(mark.since - Self.overlap, mark.first)
        let comments = try await forge.comments(
            on: PullRequestKey(name, document.number), since: Timestamp(milliseconds: since), as: caller)
        for comment in comments where comment.createdAt.milliseconds <= clock.now - Self.grace {
            let key = comment.key.description
            guard try reader.read({ try !$0.isCommentSeen(repository: subject.repository, key: key) }) else { continue }
            found += try await append(Findings.comment(comment, on: document, in: subject.repository, at: clock.now))
        }
        return found
    }

    private func compareStatuses(of sha: String, _ name: RepositoryName, _ caller: ForgeCaller) async throws -> Int {
        var found = 0
        for document in try await forge.statuses(of: sha, in: name, as: caller) {
            guard document.updatedAt.milliseconds <= clock.now - Self.grace else { continue }
            let known = try reader.read { try $0.status(of: sha, context: document.context) }
            guard let missing = Findings.status(document, known: known, in: "\(name)", at: clock.now) else { continue }
            found += try await append(missing)
        }
        return found
    }

    /// The commits whose statuses somebody may be waiting for: those that the host has pushed, and heads that changed lately.
    private func commits(of repository: String, and heads: [String], now: Int64) throws -> [String] {
        let (pushed, known) = try reader.read {
            (
                try $0.pushedCommits(repository: repository, since: now - Self.watch),
                try $0.openHeads(repository: repository, changedSince: now - Self.watch)
            )
        }
        var seen: Set<String> = []
        return (pushed + heads + known).filter { seen.insert($0).inserted }
    }

    private func append(_ entry: InboxEntry) async throws -> Int {
        guard case .appended(let seq) = try await intake.store(entry) else { return 0 }
        logger.notice(
            "no webhook told of this",
            metadata: [
                "seq": "\(seq)", "kind": "\(entry.kind)", "repository": "\(entry.repository ?? "")",
                "number": "\(entry.number.map(String.init) ?? "none")",
            ])
        return 1
    }
}

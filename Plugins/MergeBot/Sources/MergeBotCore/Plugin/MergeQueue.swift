import PluginAPI

/// What every workflow needs: the host, the store, the other workflows, the audit trail, and a voice.
///
/// Made anew for every hook and keeps nothing: a savepoint must be able to undo everything.
struct MergeQueue {
    let host: Host
    let store: Store

    init(_ host: Host) {
        self.host = host
        store = Store(host: host)
    }

    /// Names of the timers; their order of running is in the manifest.
    enum Timer {
        static let resync = "resync"
        static let statuses = "statuses"
        static let landing = "landing"
        static let staging = "staging"
        static let linkedCheck = "linked-check"
        static let methodCheck = "method-check"
    }

    var changes: PullRequestChanges { PullRequestChanges(queue: self) }
    var facts: PullRequestFacts { PullRequestFacts(queue: self) }
    var tracking: Tracking { Tracking(queue: self) }
    var propagation: StatusPropagation { StatusPropagation(queue: self) }
    var reminders: Reminders { Reminders(queue: self) }
    var membership: BatchMembership { BatchMembership(queue: self) }
    var readiness: Readiness { Readiness(queue: self) }
    var unstaging: Unstaging { Unstaging(queue: self) }
    var configuration: ConfigurationChanges { ConfigurationChanges(queue: self) }
    var approvals: Approvals { Approvals(queue: self) }
    var rights: Rights { Rights(queue: self) }
    var attempts: AttemptWorkflow { AttemptWorkflow(queue: self) }
    var stagings: StagingWorkflow { StagingWorkflow(queue: self) }
    var landings: LandingWorkflow { LandingWorkflow(queue: self) }

    func wake(_ timer: String, at time: Int64? = nil) throws {
        try host.setTimer(timer, at: time.map { Timestamp(milliseconds: $0) })
    }
}

// MARK: - The audit trail

extension MergeQueue {
    func journal(_ pullRequest: PullRequest, _ field: String, _ old: JSON, _ new: JSON, note: String? = nil) throws {
        if old == new && note == nil { return }
        try host.journal(entity: "pull_request", id: pullRequest.name.description, field: field, old: old, new: new, note: note)
    }

    func journal(_ batch: BatchID, _ field: String, _ old: JSON, _ new: JSON, note: String? = nil) throws {
        if old == new && note == nil { return }
        try host.journal(entity: "batch", id: String(batch.value), field: field, old: old, new: new, note: note)
    }

    func journal(_ staging: StagingID, _ field: String, _ old: JSON, _ new: JSON, note: String? = nil) throws {
        try host.journal(entity: "staging", id: String(staging.value), field: field, old: old, new: new, note: note)
    }
}

// MARK: - Saying something

extension MergeQueue {
    func say(_ message: Message, _ parameters: [String: JSON] = [:], on pullRequest: PullRequest) throws {
        var parameters = parameters
        if message.pings { parameters["ping"] = .string(try ping(pullRequest)) }
        try say(message, parameters, on: pullRequest.name)
    }

    func say(_ message: Message, _ parameters: [String: JSON] = [:], on name: PullRequestName) throws {
        try host.reply(message.code, parameters, repository: name.repository, number: name.number)
    }

    /// Whom a message about a pull request addresses: author and reviewer, for a port those of its source too.
    func ping(_ pullRequest: PullRequest) throws -> String {
        var logins: [String] = []
        if let source = try pullRequest.source.flatMap({ try store.pullRequest($0) }) {
            logins = [source.author, source.approvedBy, pullRequest.approvedBy].compactMap { $0 }
        } else {
            logins = [pullRequest.author, pullRequest.approvedBy].compactMap { $0 }
        }
        var seen: Set<String> = []
        return logins.filter { seen.insert(NormalForm.login($0)).inserted }.map { "@\($0) " }.joined()
    }
}

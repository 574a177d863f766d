import PluginAPI
import PluginRules
import Store

/// Everything that belongs to the application of one event: its transaction, its effects, its derived events.
///
/// Confined to the apply thread and to the transaction. Everything a hook requested can be rolled back to a mark, so that a
/// hook that fails, or a comment that is rejected, leaves nothing behind.
final class EventScope {
    /// A position to roll back to.
    struct Mark {
        fileprivate let effects: Int
        fileprivate let effectSize: Int
        fileprivate let derived: Int
        fileprivate let replies: Int
    }

    /// The cause that the journal gives for a change.
    struct Cause {
        /// `delivery`, `command`, `trigger`, `operator` or `effect`.
        var kind: String
        var id: String
    }

    let transaction: StateTransaction
    let seq: Int64
    /// The event's time: the only clock that decisions see. Milliseconds.
    let time: Int64
    var actor: String
    var cause: Cause
    /// False while a plugin starts, because there is no event that effects could belong to.
    var allowsRequests = true
    /// If the event is the outcome of an effect: who requested that effect, and how long the chain of effects before it is, each
    /// requested by that plugin because of the one before.
    var chain: (plugin: String, length: Int)?
    /// Called when something was rolled back.
    var whenUndone: () -> Void = {}
    /// The plugins for which this event is set aside, and why.
    var setAside: [String: String] = [:]
    /// The database failed at something that must always work, such as writing to its disk.
    var storageTrouble: StoreError?
    private(set) var effects: [StoredEffect] = []
    /// How many messages were posted: a comment that was answered needs no reaction.
    private(set) var replies = 0
    private var derived: [(event: DerivedEvent, actor: String, cause: Cause)] = []
    private var next = 0
    private var effectSize = 0
    private var randomCounter: UInt64 = 0

    /// How many events may be derived from one.
    static let derivedLimit = 10_000
    /// How many effects one event may request.
    static let effectLimit = 10_000
    /// How many effects of a plugin may follow from one another without anything from outside in between. The host's own always end.
    static let chainLimit = 10_000
    /// The total size of these effects' documents, in bytes: they go over the link in one message.
    static let effectSizeLimit = 64 << 20

    init(transaction: StateTransaction, seq: Int64, time: Int64, actor: String, cause: Cause) {
        self.transaction = transaction
        self.seq = seq
        self.time = time
        self.actor = actor
        self.cause = cause
    }

    // MARK: Rolling back

    var mark: Mark { Mark(effects: effects.count, effectSize: effectSize, derived: derived.count, replies: replies) }

    func goBack(to mark: Mark) {
        effects.removeLast(effects.count - mark.effects)
        effectSize = mark.effectSize
        derived.removeLast(derived.count - mark.derived)
        replies = mark.replies
    }

    /// Runs the body; if it throws or returns false, everything it wrote and requested is rolled back.
    func attempt(_ body: () throws -> Bool) throws {
        let mark = mark
        var isKept = false
        defer {
            if !isKept {
                goBack(to: mark)
                whenUndone()
            }
        }
        try transaction.savepoint {
            isKept = try body()
            return isKept
        }
    }

    // MARK: Requesting

    /// Stores an effect.
    /// - Returns: its id, `SEQ.INDEX`.
    func request(_ effect: Effect, plugin: String, identity: String) throws -> String {
        try requireEvent()
        if let problem = RequestRules.problem(with: effect) { throw problem }
        let length = chain.flatMap { $0.plugin == plugin ? $0.length : nil } ?? 0
        guard length < Self.chainLimit || plugin == HostPlugin.id else {
            throw PluginError(
                .conflict, "\(Self.chainLimit) effects followed from one another: a rule that answers each outcome with another effect")
        }
        var payload = effect.payload
        // Only the forge's clock can tell whether the pull request was reopened after this.
        if effect.kind == ClosePullRequest.kind.name, let number = effect.number,
            let known = try transaction.pullRequest(effect.repository, number)
        {
            payload[Effect.knownAt] = .int(known.updatedAt)
        }
        let request = StoredEffect(
            event: seq, position: effects.count, plugin: plugin, kind: effect.kind, identity: identity,
            repository: effect.repository, number: effect.number,
            orderKey: effect.orderKey ?? effect.number.map { "\(effect.repository)#\($0)" } ?? effect.repository,
            payload: payload.text, context: effect.context.text, createdAt: time)
        let size = request.payload.utf8.count + request.context.utf8.count
        guard effects.count < Self.effectLimit, effectSize + size <= Self.effectSizeLimit else {
            throw PluginError(
                .conflict,
                "one event may ask for \(Self.effectLimit) effects with \(Self.effectSizeLimit) bytes of documents together: ask in parts")
        }
        try transaction.insert(request, chain: length)
        effects.append(request)
        effectSize += size
        return request.id
    }

    func noteReply() { replies += 1 }

    /// Queues a derived event.
    func emit(_ event: DerivedEvent) throws {
        try requireEvent()
        guard derived.count < Self.derivedLimit else {
            throw PluginError(.conflict, "more than \(Self.derivedLimit) events followed from one: a rule answers itself")
        }
        derived.append((event, actor, cause))
    }

    /// The next derived event, in the order in which they were queued.
    func nextDerived() -> DerivedEvent? {
        guard next < derived.count else { return nil }
        defer { next += 1 }
        // If a comment is one of several, the author of the last one is not to blame for what follows from it.
        actor = derived[next].actor
        cause = derived[next].cause
        return derived[next].event
    }

    /// Random bits that are the same each time the event is applied.
    func random() -> UInt64 {
        randomCounter += 1
        var value = UInt64(bitPattern: seq) &* 0x9E37_79B9_7F4A_7C15 &+ randomCounter &* 0xD1B5_4A32_D192_ED03
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Adds a line to the audit trail.
    func journal(
        plugin: String, entity: String, id: String, field: String, old: JSON, new: JSON, note: String?
    ) throws {
        let parts = id.split(separator: "#")
        let isPullRequest = entity == "pull_request" && parts.count == 2
        try transaction.insert(
            JournalEntry(
                event: seq, time: time, actor: actor, causeKind: cause.kind, causeID: cause.id, plugin: plugin, entity: entity,
                entityID: id, repository: isPullRequest ? String(parts[0]) : nil, number: isPullRequest ? Int(parts[1]) : nil,
                field: field, old: old.text, new: new.text, note: note))
    }

    private func requireEvent() throws {
        guard allowsRequests else {
            throw PluginError(.forbidden, "effects and events belong to an event: a start may only make tables and set timers")
        }
    }
}

extension Effect {
    /// The member of a payload in which the host keeps when the pull request last changed, by the forge's clock; milliseconds.
    static let knownAt = "known_at"
}

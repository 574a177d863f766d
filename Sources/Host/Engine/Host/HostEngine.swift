package import Logging
import PluginAPI
package import Store

/// The host's loop: applies what is in the inbox in order, carries out what was requested, starts what is due.
///
/// It makes no decisions. The same steps have two run modes: ``run()`` for a daemon, with effects side by side, and
/// ``settle(limit:)`` for tests and operators, one step after another until nothing is left to do.
package actor HostEngine {
    let store: HostStore
    let reader: StateReader
    let link: any Link
    let performer: any EffectPerformer
    private(set) var grants: GrantTable
    let clock: any EngineClock
    let retries: RetryPolicy
    let logger: Logger
    /// Stores what arrives from outside, and wakes the loop.
    package nonisolated let intake: IntakeWriter
    nonisolated let signal: WakeSignal

    var queue = EffectQueue()
    var appliedSeq: Int64 = 0
    var waiters: [Int64: [CheckedContinuation<OperationAnswer?, Never>]] = [:]
    /// A caller waits for the answer to an entry that may be applied before its place in the log is known here.
    private struct Ticket {
        var isApplied = false
        var answer: OperationAnswer?
    }

    private var tickets: [String: Ticket] = [:]
    /// Effects of an applied event may be missing from the queue.
    private var mustRescan = false
    /// The runner may have been replaced since the last request.
    private var mustResume = false
    private var isApplying = false
    /// While set, the log waits: the plugins and their grants are being replaced.
    private var isHeld = false
    /// Since when the runner has been applying an event; milliseconds.
    private(set) var applyingSince: Int64?
    private var applyWaiters: [CheckedContinuation<Void, Never>] = []
    /// A drain waits for the effects that the live loop has started.
    var effectWaiters: [CheckedContinuation<Void, Never>] = []
    /// Why the loop cannot apply anything at the moment, for readiness and `status`.
    package private(set) var trouble: String?
    /// While on, events are applied, but no timer runs and no effect is executed. It survives a restart.
    package private(set) var isMaintenance = false
    private static let maintenanceSetting = "maintenance"

    /// - Parameter grants: what each plugin may request.
    package init(
        store: HostStore, reader: StateReader, link: any Link, performer: any EffectPerformer, grants: GrantTable,
        clock: any EngineClock, retries: RetryPolicy = RetryPolicy(), logger: Logger
    ) {
        let signal = WakeSignal()
        self.store = store
        self.reader = reader
        self.link = link
        self.performer = performer
        self.grants = grants
        self.clock = clock
        self.retries = retries
        self.logger = logger
        self.signal = signal
        intake = IntakeWriter(store: store, onStored: { signal.wake() })
    }

    /// Resumes where an earlier process stopped: which events are applied, which effects are open, whether maintenance is on.
    package func resume() async throws {
        appliedSeq = try await link.appliedSeq()
        try Self.check(appliedSeq: appliedSeq, in: store)
        isMaintenance = try store.read { try $0.setting(Self.maintenanceSetting) } == String(true)
        if isMaintenance { logger.notice("maintenance is on: timers and effects are held back") }
        let open = try reader.read { try $0.openEffects() }
        for effect in open {
            try enqueue(effect)
        }
        // An effect that an operator had retried is closed in state.db and open in its receipt.
        for receipt in try store.read({ try $0.receipts(in: [.waiting, .started], limit: 10_000) }) {
            guard let effect = try reader.read({ try $0.effect(id: receipt.effect) }) else { continue }
            try enqueue(effect)
        }
        logger.info("resumed", metadata: ["applied.seq": "\(appliedSeq)", "effects.open": "\(open.count)"])
    }

    /// Refuses databases that are not from the same backup. To be called before anything is appended to the log as well: an entry whose
    /// number has already been applied would never be applied.
    /// - Throws: ``StoreError`` with the remedy.
    static func check(appliedSeq: Int64, in store: HostStore) throws {
        guard appliedSeq <= (try store.read { try $0.lastSeq() }) else {
            throw StoreError(.misuse, "state.db is ahead of host.db: restore both from one backup")
        }
    }

    /// Another runner is at work: compares what it has applied, and continues the loop.
    package func runnerIsBack() {
        mustResume = true
        signal.wake()
    }

    /// Compares with what the runner has applied. An event that it applied without our hearing of it is sent once more, for its
    /// answer; one that it has not applied, because its database is older, is applied again.
    private func resumeIfNeeded() async throws {
        guard mustResume else { return }
        appliedSeq = min(appliedSeq, try await link.appliedSeq())
        mustRescan = true
        mustResume = false
    }

    /// Pauses or resumes the log.
    package func hold(_ isOn: Bool) {
        isHeld = isOn
        if !isOn { signal.wake() }
    }

    /// Replaces the plugins' grants.
    package func replace(grants: GrantTable) { self.grants = grants }

    /// Turns maintenance on or off, for this process and those after it.
    /// - Parameter actor: who changed it, for the log.
    package func setMaintenance(_ isOn: Bool, actor: String) throws {
        let now = clock.now
        try store.write { transaction in
            let wasOn = try transaction.setting(Self.maintenanceSetting) == String(true)
            guard wasOn != isOn else { return }
            let document: JSON = ["enabled": .bool(isOn)]
            _ = try transaction.append(
                InboxEntry(
                    source: "operator", delivery: "maintenance-\(try transaction.lastSeq())", kind: EventKind.maintenanceChanged.rawValue,
                    time: now,
                    actor: actor, document: document.text))
            try transaction.setSetting(Self.maintenanceSetting, String(isOn))
        }
        isMaintenance = isOn
        signal.wake()
    }

    /// Stores an entry and returns once it has been applied.
    /// - Returns: an operation's answer; nil for other kinds, and for a duplicate.
    package func submit(_ entry: InboxEntry) async throws -> OperationAnswer? {
        let key = Self.ticket(entry)
        tickets[key] = Ticket()
        defer { tickets[key] = nil }
        guard case .appended(let seq) = try await intake.store(entry) else { return nil }
        // The loop may have applied it before this task learned that it is stored.
        if let ticket = tickets[key], ticket.isApplied { return ticket.answer }
        let answer = await withCheckedContinuation { continuation in
            waiters[seq, default: []].append(continuation)
            signal.wake()
        }
        FaultPoint.hit(.operationApplied)
        return answer
    }

    /// Queues an effect, unless its receipt says that it is done: an event that is applied again, because `state.db` was
    /// older than the log, requests the same effects again.
    private func enqueue(_ effect: StoredEffect) throws {
        let receipt = try store.read { try $0.receipt(effect.id) }
        guard let item = Recovery.item(for: effect, receipt: receipt, now: clock.now) else { return }
        queue.add(item)
    }

    private static func ticket(_ entry: InboxEntry) -> String { "\(entry.source) \(entry.delivery)" }

    /// Applies everything in the inbox.
    /// - Returns: how many events were applied.
    func applyInbox() async throws -> Int {
        // The live loop and a drain may both get here: the log has one order, so one of them waits.
        while isApplying { await withCheckedContinuation { applyWaiters.append($0) } }
        isApplying = true
        defer {
            isApplying = false
            for waiter in applyWaiters { waiter.resume() }
            applyWaiters = []
        }
        try await resumeIfNeeded()
        if mustRescan {
            for effect in try reader.read({ try $0.openEffects() }) { try enqueue(effect) }
            mustRescan = false
        }
        var count = 0
        while true {
            let events = try store.read { [appliedSeq] in try $0.events(after: appliedSeq, limit: 64) }
            let applied = try await apply(events)
            count += applied
            guard applied == events.count, !events.isEmpty else { return count }
        }
    }

    /// Applies events in order. The next ones are sent before the answer to one has arrived, so that the runner need not wait for
    /// us.
    /// - Returns: how many were applied; fewer than there are if the log is to wait.
    private func apply(_ events: [LoggedEvent]) async throws -> Int {
        var begun: [Applying] = []
        var answered = 0
        var refusal: (any Error)?
        do {
            while answered < events.count {
                while begun.count < min(events.count, answered + Self.sentAhead), refusal == nil, !mustWait {
                    // The runner keeps only the answer to the last operator's request.
                    if begun.count > answered, events[begun.count - 1].entry.kind == EventKind.operation.rawValue { break }
                    // Until its effects are in the queue, only state.db knows about them.
                    mustRescan = true
                    FaultPoint.hit(.applyBeforeSend)
                    let previous = begun.count > answered ? events[begun.count - 1].seq : nil
                    do { begun.append(try await link.begin(events[begun.count], after: previous)) } catch { refusal = error }
                }
                guard answered < begun.count else {
                    // Only now: everything sent before it has been answered.
                    if let refusal { throw refusal }
                    return answered
                }
                applyingSince = clock.now
                defer { applyingSince = nil }
                answered += 1
                try take(try await begun[answered - 1].value(), of: events[answered - 1])
                mustRescan = begun.count > answered
            }
            return answered
        } catch {
            // As long as something may still be applied, its effects cannot be looked up.
            for applying in begun.dropFirst(answered) { _ = try? await applying.value() }
            mustRescan = true
            mustResume = true
            throw error
        }
    }

    private func take(_ applied: Applied, of event: LoggedEvent) throws {
        FaultPoint.hit(.applyAfterAnswer)
        appliedSeq = event.seq
        let key = Self.ticket(event.entry)
        if tickets[key] != nil { tickets[key] = Ticket(isApplied: true, answer: applied.answer) }
        for waiter in waiters.removeValue(forKey: event.seq) ?? [] { waiter.resume(returning: applied.answer) }
        for effect in applied.effects { try enqueue(effect) }
    }

    /// How many events the runner has at a time.
    private static let sentAhead = 4

    /// A stop waits only for what has been sent, not for the backlog.
    private var mustWait: Bool { isHeld || Task.isCancelled }

    /// Appends the due timer with the lowest sequence to the log.
    /// - Returns: its name, or nil when none is due.
    func fireTimer(asOf time: Int64) throws -> String? {
        let due = try reader.read { try $0.timers() }.first { !$0.isPaused && ($0.dueAt ?? .max) <= time }
        guard let due else { return nil }
        FaultPoint.hit(.timerBeforeAppend)
        let document: JSON = ["plugin": .string(due.plugin), "name": .string(due.name), "due_at": JSON(due.dueAt)]
        let entry = InboxEntry(
            source: "timer", delivery: "\(due.plugin)/\(due.name)#\(due.runs)", kind: EventKind.timer.rawValue, time: time,
            document: document.text)
        _ = try store.write { try $0.append(entry) }
        FaultPoint.hit(.timerAfterAppend)
        return due.name
    }

    func nextTimer() throws -> Int64? {
        try reader.read { try $0.timers() }.filter { !$0.isPaused }.compactMap(\.dueAt).min()
    }

    func noteTrouble(_ error: (any Error)?) {
        if let error, trouble == nil { logger.error("the log stands still", metadata: ["error": "\(error)"]) }
        if error == nil, trouble != nil { logger.notice("the log moves again") }
        trouble = error.map { "\($0)" }
    }
}

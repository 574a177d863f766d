/// A staging from its creation to its end: what statuses, time and people make of it.
///
/// pending → landing → success, ff_failed or inconsistent; pending → failure or cancelled. While it lands, ``LandingMachine`` decides.
/// Documented as a table in docs/design.md.
struct StagingMachine: Hashable, Sendable {
    enum State: String, Sendable {
        case pending, landing, success, failure, cancelled
        case ffFailed = "ff_failed"
        case inconsistent

        var isActive: Bool { self == .pending || self == .landing }
    }

    enum Event: Hashable, Sendable {
        /// What the statuses of its heads add up to now.
        case statuses(StagingVerdict)
        /// The landing timer fired.
        case tick
        /// An operator set the deadline; milliseconds since 1970.
        case deadline(Int64)
        case cancelled(reason: String)
        /// It has failed, with these batches in it.
        case failed(batches: [BatchID])
        /// It has failed with this one batch, and it is known why.
        case attributed(FailureAttribution, BatchID)
        case landingEnded(LandingMachine.End)
    }

    enum Action: Hashable, Sendable {
        /// CI has decided; what follows happens at the next tick.
        case recordVerdict(Verdict)
        case moveDeadline(Int64)
        /// Send `tick` at that time, or at once.
        case wake(at: Int64?)
        case startLanding
        /// The landing goes on by its own machine.
        case tickLanding
        /// It has failed: answer with `failed` and what is in it.
        case findBatches
        /// There is doubt: both halves are to be staged again, by themselves.
        case split(first: [BatchID], second: [BatchID])
        /// Its only batch is at fault: answer with `attributed`.
        case attribute(Failure, BatchID)
        case blame(FailureAttribution, BatchID)
        case end(State, reason: String?)
        /// Nothing: the event does not belong to this moment.
        case ignore(Unexpected)
    }

    enum Failure: Hashable, Sendable {
        case red
        case timedOut
    }

    /// Events that the machine does not expect.
    enum Unexpected: Hashable, Sendable {
        case ended
        /// A verdict stands; what CI says later does not change it.
        case decided
        /// It is landing: the point of no return.
        case landing
        /// A landing ended that had not begun.
        case notLanding
        /// CI has not failed and has time left, or it succeeded.
        case notFailed
    }

    private(set) var state: State
    private(set) var verdict: Verdict
    /// When it counts as failed without an answer of CI; milliseconds since 1970.
    private(set) var deadline: Int64
    /// How long CI may be silent; milliseconds.
    let timeout: Int64

    init(state: State = .pending, verdict: Verdict = .pending, deadline: Int64, timeout: Int64) {
        self.state = state
        self.verdict = verdict
        self.deadline = deadline
        self.timeout = timeout
    }

    /// - Parameter now: milliseconds since 1970.
    mutating func handle(_ event: Event, at now: Int64) -> [Action] {
        guard state.isActive else { return [.ignore(.ended)] }
        switch (state, event) {
        case (.landing, .tick): return [.tickLanding]
        case (.landing, .landingEnded(let end)): return ended(end)
        case (.landing, _): return [.ignore(.landing)]
        case (_, .landingEnded): return [.ignore(.notLanding)]
        case (_, .statuses(let new)): return statuses(new)
        case (_, .tick): return tick(at: now)
        case (_, .deadline(let time)):
            deadline = time
            return [.moveDeadline(time), .wake(at: time)]
        case (_, .cancelled(let reason)): return end(.cancelled, reason: reason)
        case (_, .failed(let batches)): return failed(batches, at: now)
        case (_, .attributed(let attribution, let batch)):
            guard failure(at: now) != nil else { return [.ignore(.notFailed)] }
            return end(.failure, reason: attribution.text) + [.blame(attribution, batch)]
        }
    }

    private mutating func statuses(_ new: StagingVerdict) -> [Action] {
        guard verdict == .pending else { return [.ignore(.decided)] }
        if new.verdict != .pending {
            verdict = new.verdict
            return [.recordVerdict(verdict), .wake(at: nil)]
        }
        let later = new.deadline(current: deadline, timeout: timeout)
        guard later != deadline else { return [.wake(at: deadline)] }
        deadline = later
        return [.moveDeadline(later), .wake(at: later)]
    }

    private mutating func tick(at now: Int64) -> [Action] {
        if failure(at: now) != nil { return [.findBatches] }
        guard verdict == .success else { return [.wake(at: deadline)] }
        state = .landing
        return [.startLanding]
    }

    private func failure(at now: Int64) -> Failure? {
        switch verdict {
        case .success: nil
        case .failure: .red
        case .pending: now >= deadline ? .timedOut : nil
        }
    }

    /// Several batches are halved, for any of them may be at fault; a single one is blamed.
    private mutating func failed(_ batches: [BatchID], at now: Int64) -> [Action] {
        guard let failure = failure(at: now) else { return [.ignore(.notFailed)] }
        guard let first = batches.first else { return end(.failure, reason: nil) }
        if batches.count == 1 { return [.attribute(failure, first)] }
        let halves = Splitter.halves(batches)
        return [.split(first: halves.first, second: halves.second)] + end(.failure, reason: failure == .timedOut ? Reason.timedOut : nil)
    }

    private mutating func ended(_ end: LandingMachine.End) -> [Action] {
        switch end {
        case .landed: self.end(.success, reason: nil)
        case .ffFailed(let reason): self.end(.ffFailed, reason: reason)
        case .inconsistent(let reason): self.end(.inconsistent, reason: reason)
        }
    }

    private mutating func end(_ state: State, reason: String?) -> [Action] {
        self.state = state
        return [.end(state, reason: reason)]
    }
}

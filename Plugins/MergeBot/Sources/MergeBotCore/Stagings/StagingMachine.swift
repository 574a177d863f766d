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
        case fail(Failure)
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
        switch verdict {
        case .success:
            state = .landing
            return [.startLanding]
        case .failure:
            return [.fail(.red)]
        case .pending:
            return now >= deadline ? [.fail(.timedOut)] : [.wake(at: deadline)]
        }
    }

    private mutating func ended(_ end: LandingMachine.End) -> [Action] {
        switch end {
        case .landed: self.end(.success, reason: nil)
        case .ffFailed(let reason): self.end(.ffFailed, reason: reason)
        case .inconsistent(let reason): self.end(.inconsistent, reason: reason)
        }
    }

    /// Ends a staging that has failed: whom it is blamed on was found out by ``StagingWorkflow``.
    mutating func fail(reason: String?) -> [Action] {
        guard state == .pending else { return [.ignore(state == .landing ? .landing : .ended)] }
        return end(.failure, reason: reason)
    }

    private mutating func end(_ state: State, reason: String?) -> [Action] {
        self.state = state
        return [.end(state, reason: reason)]
    }
}

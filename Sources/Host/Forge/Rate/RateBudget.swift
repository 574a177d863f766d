package import Contract

/// The budget of one credential: calls wait here for their turn.
package actor RateBudget {
    private var state: RateBudgetState
    private let clock: any ForgeClock

    /// Makes a budget of which nothing is known yet.
    package init(settings: RateBudgetState.Settings = RateBudgetState.Settings(), clock: any ForgeClock) {
        state = RateBudgetState(settings: settings)
        self.clock = clock
    }

    /// Waits until a call may be made; nil when it may, else the moment before which it is of no use to ask again.
    ///
    /// Throws `CancellationError`.
    package func acquire(_ priority: ForgePriority, isMutating: Bool, resource: String) async throws -> Timestamp? {
        let ticket = state.enter(priority, isMutating: isMutating, resource: resource)
        defer { state.leave(ticket) }
        while true {
            switch state.decide(ticket, now: clock.now) {
            case .go: return nil
            case .refuse(let moment): return moment
            case .wait(let moment): try await clock.sleep(until: moment)
            }
        }
    }

    /// Takes in what an answer says about the period.
    package func observe(_ reading: RateLimit, resource: String) { state.observe(reading, resource: resource) }

    /// Takes in an order to pause and returns the end of the pause.
    package func pause(milliseconds: Int64?) -> Timestamp { state.pause(milliseconds: milliseconds, now: clock.now) }

    /// Takes in that an answer was good.
    package func succeeded() { state.succeeded() }

    /// What is known of the period; nil before the first answer.
    package func period(of resource: String = "core") -> RateLimit? { state.period(of: resource) }
}

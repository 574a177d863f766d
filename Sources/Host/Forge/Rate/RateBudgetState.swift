package import Contract

/// How many calls a credential may make and when: a pure state machine, run by ``RateBudget``.
///
/// Three limits: what is left of the period (a part of it is kept for more urgent calls), a pause that the forge ordered, and
/// a distance between two calls that change something.
package struct RateBudgetState: Sendable {
    /// A call that wants to be made.
    package struct Ticket: Sendable, Hashable {
        let number: Int
        let priority: ForgePriority
        let isMutating: Bool
        let resource: String

        /// Whether this one goes first.
        func precedes(_ other: Ticket) -> Bool {
            (priority.rawValue, number) < (other.priority.rawValue, other.number)
        }
    }

    /// What a ticket may do.
    package enum Decision: Sendable, Equatable {
        /// Make the call now; the ticket is used up.
        case go
        /// Ask again at that moment.
        case wait(until: Timestamp)
        /// It takes longer than anybody should wait inside a call; the ticket is used up.
        case refuse(until: Timestamp)
    }

    /// The limits of a budget.
    package struct Settings: Sendable {
        /// Milliseconds between the starts of two calls that change something.
        package var mutationSpacing: Int64 = 1_000
        /// Milliseconds that a call waits inside; longer waits are refused with the moment to come again.
        package var longestWait: Int64 = 15_000
        /// Per cent of the period's calls that are kept for more urgent calls, by priority.
        package var reserves: [ForgePriority: Int] = [.landing: 0, .comments: 2, .reconciliation: 15]

        /// Makes settings with the defaults.
        package init() {}
    }

    private let settings: Settings
    private var periods: [String: RateLimit] = [:]
    private var pausedUntil = Timestamp(milliseconds: 0)
    private var nextMutation = Timestamp(milliseconds: 0)
    private var secondaryStrikes = 0
    private var waiting: Set<Ticket> = []
    private var tickets = 0

    /// Makes a budget of which nothing is known yet.
    package init(settings: Settings = Settings()) {
        self.settings = settings
    }

    /// What is known of a resource's period.
    package func period(of resource: String) -> RateLimit? { periods[resource] }

    /// Takes a place in the queue.
    package mutating func enter(_ priority: ForgePriority, isMutating: Bool, resource: String) -> Ticket {
        tickets += 1
        let ticket = Ticket(number: tickets, priority: priority, isMutating: isMutating, resource: resource)
        waiting.insert(ticket)
        return ticket
    }

    /// Gives the place up.
    package mutating func leave(_ ticket: Ticket) {
        waiting.remove(ticket)
    }

    /// Says what a ticket may do now.
    package mutating func decide(_ ticket: Ticket, now: Timestamp) -> Decision {
        let moment = max(pausedUntil, periodEnd(for: ticket, now: now), mutationSlot(for: ticket, now: now))
        if moment <= now {
            waiting.remove(ticket)
            spend(ticket, now: now)
            return .go
        }
        if moment - now <= settings.longestWait { return .wait(until: moment) }
        waiting.remove(ticket)
        return .refuse(until: moment)
    }

    /// Takes in what an answer says about the period.
    package mutating func observe(_ reading: RateLimit, resource: String) {
        if let known = periods[resource], known.resetsAt == reading.resetsAt {
            // Answers overtake each other: within a period the count only falls.
            periods[resource] = RateLimit(
                limit: reading.limit, remaining: min(known.remaining, reading.remaining), resetsAt: reading.resetsAt)
        } else if reading.resetsAt >= periods[resource]?.resetsAt ?? reading.resetsAt {
            periods[resource] = reading
        }
    }

    /// Takes in an order to pause; without a duration a minute, doubled each time until an answer is good again.
    ///
    /// Returns the end of the pause.
    package mutating func pause(milliseconds: Int64?, now: Timestamp) -> Timestamp {
        secondaryStrikes += 1
        let duration = milliseconds ?? min(60_000 << Int64(min(secondaryStrikes - 1, 5)), 1_800_000)
        pausedUntil = max(pausedUntil, now.adding(milliseconds: duration))
        return pausedUntil
    }

    /// Takes in that an answer was good.
    package mutating func succeeded() {
        secondaryStrikes = 0
    }

    private func periodEnd(for ticket: Ticket, now: Timestamp) -> Timestamp {
        guard let period = periods[ticket.resource], period.resetsAt > now else { return now }
        let reserve = period.limit * (settings.reserves[ticket.priority] ?? 0) / 100
        return period.remaining > reserve ? now : period.resetsAt
    }

    private func mutationSlot(for ticket: Ticket, now: Timestamp) -> Timestamp {
        guard ticket.isMutating else { return now }
        let ahead = waiting.count { $0.isMutating && $0.precedes(ticket) }
        return max(now, nextMutation).adding(milliseconds: Int64(ahead) * settings.mutationSpacing)
    }

    private mutating func spend(_ ticket: Ticket, now: Timestamp) {
        if ticket.isMutating { nextMutation = now.adding(milliseconds: settings.mutationSpacing) }
        guard let period = periods[ticket.resource], period.resetsAt > now else { return }
        periods[ticket.resource] = RateLimit(
            limit: period.limit, remaining: max(0, period.remaining - 1), resetsAt: period.resetsAt)
    }
}

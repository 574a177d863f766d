import Contract
import Forge
import Testing

/// The budget's rules, without any clock.
@Suite struct RateBudgetStateTests {
    private let start = Timestamp(seconds: 1_000)

    private func budget(_ change: (inout RateBudgetState.Settings) -> Void = { _ in }) -> RateBudgetState {
        var settings = RateBudgetState.Settings()
        change(&settings)
        return RateBudgetState(settings: settings)
    }

    private func decide(
        _ budget: inout RateBudgetState, _ priority: ForgePriority, mutating: Bool = false, at now: Timestamp
    ) -> RateBudgetState.Decision {
        let ticket = budget.enter(priority, isMutating: mutating, resource: "core")
        return budget.decide(ticket, now: now)
    }

    @Test func `an unknown budget lets everything go`() {
        var budget = budget()
        for _ in 0..<100 { #expect(decide(&budget, .reconciliation, at: start) == .go) }
    }

    @Test(arguments: [
        (ForgePriority.landing, 1, true), (.landing, 0, false), (.comments, 21, true), (.comments, 20, false),
        (.reconciliation, 151, true), (.reconciliation, 150, false),
    ])
    func `the rest of a period is kept for what is urgent`(priority: ForgePriority, remaining: Int, mayGo: Bool) {
        var budget = budget()
        let reset = start.adding(seconds: 3600)
        budget.observe(RateLimit(limit: 1000, remaining: remaining, resetsAt: reset), resource: "core")
        #expect(decide(&budget, priority, at: start) == (mayGo ? .go : .refuse(until: reset)))
        #expect(decide(&budget, priority, at: reset) == .go)
    }

    @Test func `calls under way count before their answers`() {
        var budget = budget()
        budget.observe(RateLimit(limit: 100, remaining: 2, resetsAt: start.adding(seconds: 5)), resource: "core")
        #expect(decide(&budget, .landing, at: start) == .go)
        #expect(decide(&budget, .landing, at: start) == .go)
        #expect(decide(&budget, .landing, at: start) == .wait(until: start.adding(seconds: 5)))
    }

    @Test func `an answer that was overtaken gives nothing back`() {
        var budget = budget()
        let reset = start.adding(seconds: 100)
        budget.observe(RateLimit(limit: 100, remaining: 40, resetsAt: reset), resource: "core")
        budget.observe(RateLimit(limit: 100, remaining: 60, resetsAt: reset), resource: "core")
        budget.observe(RateLimit(limit: 100, remaining: 90, resetsAt: start), resource: "core")
        #expect(budget.period(of: "core")?.remaining == 40)
        budget.observe(RateLimit(limit: 100, remaining: 99, resetsAt: reset.adding(seconds: 1)), resource: "core")
        #expect(budget.period(of: "core")?.remaining == 99)
    }

    @Test func `resources have their own periods`() {
        var budget = budget()
        budget.observe(RateLimit(limit: 100, remaining: 0, resetsAt: start.adding(seconds: 100)), resource: "graphql")
        #expect(decide(&budget, .landing, at: start) == .go)
    }

    @Test func `questions need no distance, changes do`() {
        var budget = budget()
        #expect(decide(&budget, .landing, mutating: true, at: start) == .go)
        #expect(decide(&budget, .landing, at: start) == .go)
        #expect(decide(&budget, .landing, mutating: true, at: start.adding(milliseconds: 999)) == .wait(until: start.adding(seconds: 1)))
    }

    @Test func `a landing goes before comments that wait already`() {
        var budget = budget()
        #expect(decide(&budget, .comments, mutating: true, at: start) == .go)
        let comment = budget.enter(.comments, isMutating: true, resource: "core")
        #expect(budget.decide(comment, now: start) == .wait(until: start.adding(seconds: 1)))
        let landing = budget.enter(.landing, isMutating: true, resource: "core")
        #expect(budget.decide(landing, now: start) == .wait(until: start.adding(seconds: 1)))
        let next = start.adding(seconds: 1)
        #expect(budget.decide(comment, now: next) == .wait(until: next.adding(seconds: 1)))
        #expect(budget.decide(landing, now: next) == .go)
        #expect(budget.decide(comment, now: next.adding(seconds: 1)) == .go)
    }

    @Test func `a queue longer than anybody's patience is refused`() {
        var budget = budget { $0.longestWait = 2_500 }
        var decisions: [RateBudgetState.Decision] = []
        for _ in 0..<5 { decisions.append(decide(&budget, .comments, mutating: true, at: start)) }
        #expect(
            decisions == [
                .go, .wait(until: start.adding(seconds: 1)), .wait(until: start.adding(seconds: 2)),
                .refuse(until: start.adding(seconds: 3)),
                .refuse(until: start.adding(seconds: 3)),
            ])
    }

    @Test func `a call that gave up makes room`() {
        var budget = budget()
        #expect(decide(&budget, .comments, mutating: true, at: start) == .go)
        let first = budget.enter(.comments, isMutating: true, resource: "core")
        let second = budget.enter(.comments, isMutating: true, resource: "core")
        #expect(budget.decide(second, now: start) == .wait(until: start.adding(seconds: 2)))
        budget.leave(first)
        #expect(budget.decide(second, now: start.adding(seconds: 1)) == .go)
    }

    @Test func `pauses without a duration double until an answer is good`() {
        var budget = budget()
        #expect(budget.pause(milliseconds: nil, now: start) == start.adding(seconds: 60))
        let second = start.adding(seconds: 60)
        #expect(budget.pause(milliseconds: nil, now: second) == second.adding(seconds: 120))
        budget.succeeded()
        let third = start.adding(seconds: 1000)
        #expect(budget.pause(milliseconds: nil, now: third) == third.adding(seconds: 60))
        #expect(decide(&budget, .landing, at: third) == .refuse(until: third.adding(seconds: 60)))
    }

    @Test func `a shorter pause does not end a longer one`() {
        var budget = budget()
        _ = budget.pause(milliseconds: 90_000, now: start)
        #expect(budget.pause(milliseconds: 1_000, now: start) == start.adding(seconds: 90))
    }
}

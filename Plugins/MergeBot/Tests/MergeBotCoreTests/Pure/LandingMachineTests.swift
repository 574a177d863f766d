import Testing

@testable import MergeBotCore

@Suite struct LandingMachineTests {
    private typealias Machine = LandingMachine

    /// A machine that has asked for all targets, in its first round.
    private func landing() -> Machine {
        var machine = Machine(
            steps: [
                Machine.Step(repository: "a", base: "a0", head: "a1"), Machine.Step(repository: "b", base: "b0", head: "b0"),
                Machine.Step(repository: "c", base: "c0", head: "c1"),
            ], startedAt: 1000)
        _ = machine.start()
        return machine
    }

    /// A machine that has read where all targets are, and pushes the first in its second round.
    private func pushing() -> Machine {
        var machine = landing()
        for (repository, base) in [("a", "a0"), ("b", "b0"), ("c", "c0")] {
            _ = machine.handle(.read(repository: repository, round: 1, .at(base)), at: 1000)
        }
        return machine
    }

    private func push(_ machine: Machine, _ position: Int, at time: Int64 = 1000) -> [Machine.Action] {
        var step = machine.steps[position]
        step.hasMoved = false
        return [.push(step, position: position, round: machine.round), .wake(at: time + Machine.timeLimit)]
    }

    @Test func targetsMoveOneByOneAfterAllWereRead() {
        var fresh = Machine(steps: landing().steps, startedAt: 1000)
        #expect(fresh.start() == [.readAll(round: 1), .wake(at: 1000 + Machine.timeLimit)])
        var machine = landing()
        #expect(machine.handle(.read(repository: "a", round: 1, .at("a0")), at: 1000) == [])
        #expect(machine.handle(.read(repository: "c", round: 1, .at("c0")), at: 1000) == [])
        #expect(machine.handle(.read(repository: "b", round: 1, .at("b0")), at: 1000) == push(machine, 0))
        #expect(machine.handle(.pushed(position: 0), at: 1000) == push(machine, 2))
        #expect(machine.handle(.pushed(position: 2), at: 1000) == [.finish(.landed)])
        #expect(machine.phase == .landed)
        #expect(machine.retryAt == nil, "nothing is asked for again once it has ended")
    }

    @Test func aMovedTargetStopsEverythingBeforeItBegins() {
        for observation in [Machine.Observation.at("b9"), .missing] {
            var machine = landing()
            _ = machine.handle(.read(repository: "a", round: 1, .at("a0")), at: 1000)
            _ = machine.handle(.read(repository: "c", round: 1, .at("c0")), at: 1000)
            let actions = machine.handle(.read(repository: "b", round: 1, observation), at: 1000)
            #expect(actions == [.finish(.ffFailed(reason: machine.reason ?? ""))])
            #expect(machine.phase == .ffFailed && machine.retryAt == nil)
        }
    }

    @Test func whatIsUnavailableIsAskedForAgainAfterGrowingPauses() {
        var machine = landing()
        #expect(machine.handle(.readFailed(repository: "b", round: 1, .unavailable), at: 1000) == [.wake(at: 61_000)])
        #expect(machine.handle(.tick, at: 60_999) == [.wake(at: 61_000)])
        #expect(machine.handle(.tick, at: 61_000) == [.readAll(round: 2), .wake(at: 61_000 + Machine.timeLimit)])
        machine = pushing()
        let failed = Machine.Event.pushFailed(position: 0, round: 2, .unavailable)
        #expect(machine.handle(failed, at: 601_000) == [.wake(at: 901_000)], "half of its age")
        #expect(machine.handle(failed, at: 100_001_000) == [.wake(at: 101_801_000)], "half an hour at most")
        #expect(machine.handle(.tick, at: 101_801_000) == push(machine, 0, at: 101_801_000))
        #expect(machine.handle(.pushed(position: 0), at: 101_801_000) == push(machine, 2, at: 101_801_000))
    }

    @Test func readingAnewForgetsWhatWasReadBefore() {
        var machine = landing()
        _ = machine.handle(.read(repository: "a", round: 1, .at("a0")), at: 1000)
        _ = machine.handle(.readFailed(repository: "b", round: 1, .unavailable), at: 1000)
        _ = machine.handle(.tick, at: 61_000)
        #expect(machine.steps.allSatisfy { $0.observed == .notRead })
    }

    @Test func aRefusalAfterTheFirstMoveIsFinal() {
        var machine = pushing()
        _ = machine.handle(.pushed(position: 0), at: 1000)
        let refused = Machine.Event.pushFailed(position: 2, round: 3, .refused("protected"))
        #expect(machine.handle(refused, at: 1000) == [.finish(.inconsistent(reason: "c: protected"))])
        #expect(machine.phase == .inconsistent && machine.retryAt == nil)
        #expect(machine.share(of: ["a"]) == .landed)
        #expect(machine.share(of: ["c"]) == .untouched)
        #expect(machine.share(of: ["a", "c"]) == .straddling(moved: ["a"], stuck: ["c"]))
    }

    @Test func aRefusalOfTheFirstMovesNothing() {
        var machine = pushing()
        let refused = Machine.Event.pushFailed(position: 0, round: 2, .refused("protected"))
        #expect(machine.handle(refused, at: 1000) == [.finish(.ffFailed(reason: "a: protected"))])
        #expect(machine.phase == .ffFailed)
    }

    @Test func aTargetThatCannotBeReadEndsTheLanding() {
        var machine = landing()
        let refused = Machine.Event.readFailed(repository: "b", round: 1, .refused("no access"))
        #expect(machine.handle(refused, at: 1000) == [.finish(.ffFailed(reason: "no access"))])
    }

    /// That the branch has moved stays true, whichever of several pushes says so; that one was refused does not.
    @Test func aPushOfAnEarlierRoundCountsIfItIsDone() {
        var machine = pushing()
        _ = machine.handle(.tick, at: 1000 + Machine.timeLimit)
        #expect(machine.round == 3)
        #expect(machine.handle(.pushFailed(position: 0, round: 2, .refused("no")), at: 2000) == [.ignore(.earlierRound)])
        #expect(machine.handle(.pushed(position: 0), at: 2000) == push(machine, 2, at: 2000))
    }

    /// Every event in every phase that does not expect it is named, and changes nothing.
    @Test func unexpectedEventsAreNamed() {
        var ended = pushing()
        _ = ended.handle(.pushFailed(position: 0, round: 2, .refused("no")), at: 1000)
        var again = landing()
        _ = again.handle(.tick, at: 1000 + Machine.timeLimit)
        var half = landing()
        _ = half.handle(.read(repository: "a", round: 1, .at("a0")), at: 1000)
        var second = pushing()
        _ = second.handle(.pushed(position: 0), at: 1000)
        let refused = Machine.Failure.refused("no")
        let table: [(Machine, Machine.Event, Machine.Unexpected)] = [
            (landing(), .pushed(position: 0), .anotherPush), (landing(), .read(repository: "x", round: 1, .missing), .notReading),
            (landing(), .readFailed(repository: "x", round: 1, refused), .notReading),
            (landing(), .pushFailed(position: 0, round: 1, refused), .anotherPush),
            (half, .read(repository: "a", round: 1, .missing), .notReading),
            (half, .readFailed(repository: "a", round: 1, refused), .notReading),
            (again, .read(repository: "a", round: 1, .missing), .earlierRound),
            (again, .readFailed(repository: "a", round: 1, refused), .earlierRound),
            (again, .readFailed(repository: "a", round: 1, .unavailable), .earlierRound),
            (pushing(), .read(repository: "a", round: 1, .at("a0")), .notReading),
            (pushing(), .readFailed(repository: "a", round: 1, refused), .notReading),
            (pushing(), .readFailed(repository: "a", round: 2, .unavailable), .notReading),
            (pushing(), .pushed(position: 2), .anotherPush), (pushing(), .pushFailed(position: 2, round: 2, refused), .anotherPush),
            (second, .pushed(position: 0), .anotherPush), (second, .pushFailed(position: 0, round: 2, refused), .anotherPush),
            (second, .pushFailed(position: 2, round: 2, refused), .earlierRound),
            (second, .pushFailed(position: 0, round: 3, .unavailable), .anotherPush),
            (ended, .tick, .ended), (ended, .pushed(position: 0), .ended),
            (ended, .pushFailed(position: 0, round: 2, refused), .ended),
            (ended, .readFailed(repository: "a", round: 1, .unavailable), .ended),
        ]
        for (known, event, unexpected) in table {
            var machine = known
            #expect(machine.handle(event, at: 2000) == [.ignore(unexpected)], "\(event)")
            #expect(machine == known, "\(event)")
        }
    }

    /// Whatever comes in whatever order, late and foreign outcomes included: targets move in their order, each once, an end is final, and
    /// only what answers the present question ends or delays anything.
    @Test(arguments: 0..<300) func anyOrderOfEventsKeepsTheJournalTrue(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var machine = landing()
        var ends = 0
        for step in 0..<60 {
            let before = machine
            let event = Self.event(&random, machine)
            let actions = machine.handle(event, at: Int64(step) * Machine.timeLimit / 8)
            #expect(!machine.steps[1].hasMoved, "what does not change is not pushed")
            #expect(!machine.steps[2].hasMoved || machine.steps[0].hasMoved)
            #expect(zip(before.steps, machine.steps).allSatisfy { !$0.hasMoved || $1.hasMoved })
            #expect(machine.round == before.round + actions.count(where: \.asks), "each question has a round of its own")
            let isIgnored = actions.contains { if case .ignore = $0 { true } else { false } }
            #expect(isIgnored == !Self.answers(event, before), "\(event)")
            if isIgnored { #expect(machine == before && actions.count == 1) }
            ends += actions.count { if case .finish = $0 { true } else { false } }
        }
        #expect(ends == (machine.phase.isActive ? 0 : 1))
        #expect(machine.phase.isActive == (machine.retryAt != nil), "what is under way is asked for again some day")
        #expect(machine.phase != .landed || (machine.steps[0].hasMoved && machine.steps[2].hasMoved))
        #expect(machine.phase != .ffFailed || !machine.steps.contains(where: \.hasMoved))
        #expect(machine.phase != .inconsistent || machine.steps[0].hasMoved)
    }

    /// An outcome of this round or of an earlier one, of this landing's repositories or of others, or the timer; refusals are rare.
    private static func event(_ random: inout SeededRandom, _ machine: Machine) -> Machine.Event {
        let repository = ["a", "b", "c", "x"][random.next(below: 4)]
        let position = random.next(below: 3)
        let round = random.next(below: 3) == 0 ? random.next(below: machine.round + 1) : machine.round
        let failure = random.next(below: 6) == 0 ? Machine.Failure.refused("no") : .unavailable
        let observed = random.next(below: 20) == 0 ? Machine.Observation.missing : .at("\(repository)0")
        switch random.next(below: 6) {
        case 0, 1: return .read(repository: repository, round: round, observed)
        case 2: return .readFailed(repository: repository, round: round, failure)
        case 3: return .pushed(position: position)
        case 4: return .pushFailed(position: position, round: round, failure)
        default: return .tick
        }
    }

    /// Whether an event is about what the machine waits for.
    private static func answers(_ event: Machine.Event, _ machine: Machine) -> Bool {
        guard machine.phase.isActive else { return false }
        switch event {
        case .read(let repository, let round, _), .readFailed(let repository, let round, _):
            let isOpen = machine.steps.contains { $0.repository == repository && $0.observed == .notRead }
            return machine.phase == .reading && isOpen && round == machine.round
        case .pushed(let position): return machine.phase == .pushing && position == machine.position
        case .pushFailed(let position, let round, _):
            return machine.phase == .pushing && position == machine.position && round == machine.round
        case .tick: return true
        }
    }
}

extension LandingMachine.Action {
    /// Whether it is a question whose answer comes as an event.
    fileprivate var asks: Bool {
        switch self {
        case .readAll, .push: true
        case .wake, .finish, .ignore: false
        }
    }
}

import Testing

@testable import MergeBotCore

@Suite struct LandingMachineTests {
    private typealias Machine = LandingMachine

    private func landing() -> Machine {
        Machine(
            steps: [
                Machine.Step(repository: "a", base: "a0", head: "a1"), Machine.Step(repository: "b", base: "b0", head: "b0"),
                Machine.Step(repository: "c", base: "c0", head: "c1"),
            ], startedAt: 1000)
    }

    /// A machine that has read where all targets are.
    private func pushing() -> Machine {
        var machine = landing()
        for (repository, base) in [("a", "a0"), ("b", "b0"), ("c", "c0")] {
            _ = machine.handle(.read(repository: repository, .at(base)), at: 1000)
        }
        return machine
    }

    private func push(_ machine: Machine, _ position: Int, at time: Int64 = 1000) -> [Machine.Action] {
        var step = machine.steps[position]
        step.hasMoved = false
        return [.push(step, position: position), .wake(at: time + Machine.timeLimit)]
    }

    @Test func targetsMoveOneByOneAfterAllWereRead() {
        var machine = landing()
        #expect(machine.start() == [.readAll, .wake(at: 1000 + Machine.timeLimit)])
        #expect(machine.handle(.read(repository: "a", .at("a0")), at: 1000) == [])
        #expect(machine.handle(.read(repository: "c", .at("c0")), at: 1000) == [])
        #expect(machine.handle(.read(repository: "b", .at("b0")), at: 1000) == push(machine, 0))
        #expect(machine.handle(.pushed(position: 0), at: 1000) == push(machine, 2))
        #expect(machine.handle(.pushed(position: 2), at: 1000) == [.finish(.landed)])
        #expect(machine.phase == .landed)
        #expect(machine.retryAt == nil, "nothing is asked for again once it has ended")
    }

    @Test func aMovedTargetStopsEverythingBeforeItBegins() {
        for observation in [Machine.Observation.at("b9"), .missing] {
            var machine = landing()
            _ = machine.handle(.read(repository: "a", .at("a0")), at: 1000)
            _ = machine.handle(.read(repository: "c", .at("c0")), at: 1000)
            let actions = machine.handle(.read(repository: "b", observation), at: 1000)
            #expect(actions == [.finish(.ffFailed(reason: machine.reason ?? ""))])
            #expect(machine.phase == .ffFailed && machine.retryAt == nil)
        }
    }

    @Test func whatIsUnavailableIsAskedForAgainAfterGrowingPauses() {
        var machine = landing()
        #expect(machine.handle(.unavailable, at: 1000) == [.wake(at: 61_000)])
        #expect(machine.handle(.tick, at: 60_999) == [.wake(at: 61_000)])
        #expect(machine.handle(.tick, at: 61_000) == [.readAll, .wake(at: 61_000 + Machine.timeLimit)])
        machine = pushing()
        #expect(machine.handle(.unavailable, at: 601_000) == [.wake(at: 901_000)], "half of its age")
        #expect(machine.handle(.unavailable, at: 100_001_000) == [.wake(at: 101_801_000)], "half an hour at most")
        #expect(machine.handle(.tick, at: 101_801_000) == push(machine, 0, at: 101_801_000))
        #expect(machine.handle(.pushed(position: 0), at: 101_801_000) == push(machine, 2, at: 101_801_000))
    }

    @Test func readingAnewForgetsWhatWasReadBefore() {
        var machine = landing()
        _ = machine.handle(.read(repository: "a", .at("a0")), at: 1000)
        _ = machine.handle(.unavailable, at: 1000)
        _ = machine.handle(.tick, at: 61_000)
        #expect(machine.steps.allSatisfy { $0.observed == .notRead })
    }

    @Test func aRefusalAfterTheFirstMoveIsFinal() {
        var machine = pushing()
        _ = machine.handle(.pushed(position: 0), at: 1000)
        #expect(machine.handle(.refused("protected"), at: 1000) == [.finish(.inconsistent(reason: "c: protected"))])
        #expect(machine.phase == .inconsistent && machine.retryAt == nil)
        #expect(machine.share(of: ["a"]) == .landed)
        #expect(machine.share(of: ["c"]) == .untouched)
        #expect(machine.share(of: ["a", "c"]) == .straddling(moved: ["a"], stuck: ["c"]))
    }

    @Test func aRefusalOfTheFirstMovesNothing() {
        var machine = pushing()
        #expect(machine.handle(.refused("protected"), at: 1000) == [.finish(.ffFailed(reason: "a: protected"))])
        #expect(machine.phase == .ffFailed)
    }

    /// Every event in every phase that does not expect it is named, and changes nothing.
    @Test func unexpectedEventsAreNamed() {
        var ended = pushing()
        _ = ended.handle(.refused("no"), at: 1000)
        let table: [(Machine, Machine.Event, Machine.Unexpected)] = [
            (landing(), .pushed(position: 0), .anotherPush), (landing(), .read(repository: "x", .missing), .notReading),
            (pushing(), .read(repository: "a", .at("a0")), .notReading), (pushing(), .pushed(position: 2), .anotherPush),
            (ended, .tick, .ended), (ended, .pushed(position: 0), .ended), (ended, .refused("no"), .ended), (ended, .unavailable, .ended),
        ]
        for (known, event, unexpected) in table {
            var machine = known
            #expect(machine.handle(event, at: 2000) == [.ignore(unexpected)])
            #expect(machine == known, "\(event)")
        }
    }

    /// Whatever comes in whatever order: targets move in their order, each once, and an end is final.
    @Test(arguments: 0..<200) func anyOrderOfEventsKeepsTheJournalTrue(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var machine = landing()
        var ends = 0
        for round in 0..<60 {
            let events: [Machine.Event] = [
                .read(repository: ["a", "b", "c"][random.next(below: 3)], .at(["a0", "b0", "c0", "x"][random.next(below: 4)])),
                .read(repository: "a", .at("a0")), .read(repository: "b", .at("b0")), .read(repository: "c", .at("c0")),
                .pushed(position: random.next(below: 3)), .unavailable, .tick, .refused("no"),
            ]
            let before = machine
            let actions = machine.handle(events[random.next(below: events.count)], at: Int64(round) * 100_000)
            #expect(!machine.steps[1].hasMoved, "what does not change is not pushed")
            #expect(!machine.steps[2].hasMoved || machine.steps[0].hasMoved)
            #expect(zip(before.steps, machine.steps).allSatisfy { !$0.hasMoved || $1.hasMoved })
            if !before.phase.isActive { #expect(machine == before) }
            ends += actions.count { if case .finish = $0 { true } else { false } }
        }
        #expect(ends == (machine.phase.isActive ? 0 : 1))
        #expect(machine.phase != .landed || (machine.steps[0].hasMoved && machine.steps[2].hasMoved))
        #expect(machine.phase != .ffFailed || !machine.steps.contains(where: \.hasMoved))
    }
}

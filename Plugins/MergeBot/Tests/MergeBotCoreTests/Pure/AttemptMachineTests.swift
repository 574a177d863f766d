import Testing

@testable import MergeBotCore

@Suite struct AttemptMachineTests {
    private typealias Machine = AttemptMachine

    /// A machine that waits for so many outcomes of its first round.
    private func waiting(_ state: Machine.State = .inspecting, for count: Int = 1, stale: String? = nil) -> Machine {
        Machine(state: state, round: 1, waiting: count, staleReason: stale)
    }

    @Test func theStraightPath() {
        var attempt = Machine()
        #expect(attempt.handle(.asked(2)) == [])
        #expect(attempt.handle(.arrived(.inspecting, round: 1, nil)) == [])
        #expect(attempt.handle(.arrived(.inspecting, round: 1, nil)) == [.judgeInspections])
        #expect(attempt.handle(.inspected(new: 2, composed: 0, canTryMore: false)) == [.compose(round: 2)])
        #expect(attempt.handle(.asked(1)) == [])
        #expect(attempt.handle(.arrived(.composing, round: 2, nil)) == [.judgeComposition])
        #expect(attempt.handle(.composed(2, canTryMore: false)) == [.push(round: 3)])
        #expect(attempt.handle(.asked(1)) == [])
        #expect(attempt.handle(.arrived(.pushing, round: 3, nil)) == [.createStaging])
        #expect(attempt.state == .staged)
        #expect(attempt.handle(.arrived(.pushing, round: 3, nil)) == [.ignore(.ended)])
    }

    @Test func placesThatStayFreeAreFilledByTheNextSlice() {
        var attempt = Machine(state: .composing, round: 2)
        #expect(attempt.handle(.composed(1, canTryMore: true)) == [.inspect(round: 3)])
        #expect(attempt.handle(.inspected(new: 0, composed: 1, canTryMore: false)) == [.push(round: 3)])
    }

    @Test func nothingToStageGivesTheBatchesBack() {
        var attempt = Machine(round: 1)
        #expect(
            attempt.handle(.inspected(new: 0, composed: 0, canTryMore: false))
                == [.release(keepSplit: false, .nothingToStage), .stageAgain(after: 0)])
        #expect(attempt.state == .dropped)
    }

    @Test func aStaleAttemptIsDroppedByTheLastOutcomeWhateverItIs() {
        let expected: [Machine.Action] = [.release(keepSplit: true, .stale("updated by bob")), .stageAgain(after: 0)]
        for state in [Machine.State.inspecting, .composing, .pushing] {
            for trouble in [nil, .unavailable("down"), .refused("no")] as [Machine.Trouble?] {
                var attempt = waiting(state, for: 2, stale: "updated by bob")
                #expect(attempt.handle(.arrived(state, round: 1, trouble)) == [])
                #expect(attempt.handle(.arrived(state, round: 1, nil)) == expected)
            }
        }
        var judged = Machine(state: .composing, round: 2, staleReason: "updated by bob")
        #expect(judged.handle(.composed(1, canTryMore: true)) == expected)
    }

    @Test func troubleIsJudgedWhenAllOutcomesAreIn() {
        var attempt = waiting(.inspecting, for: 2)
        #expect(attempt.handle(.arrived(.inspecting, round: 1, .unavailable("down"))) == [])
        #expect(
            attempt.handle(.arrived(.inspecting, round: 1, nil))
                == [.release(keepSplit: true, .unavailable("down")), .stageAgain(after: Machine.pauseAfterTrouble)])
    }

    @Test func aRefusedPushSuspendsTheBranch() {
        var attempt = waiting(.pushing)
        #expect(
            attempt.handle(.arrived(.pushing, round: 1, .refused("protected")))
                == [.suspendBranch("protected"), .release(keepSplit: true, .refused("protected"))])
    }

    @Test func aTargetThatMovedIsTriedAgainSoonerThanOneThatIsMissing() {
        var moved = Machine(round: 1)
        #expect(
            moved.handle(.targetUnusable(.targetMoved(repository: "a")))
                == [.release(keepSplit: true, .targetMoved(repository: "a")), .stageAgain(after: Machine.pauseAfterMove)])
        var missing = Machine(round: 1)
        #expect(
            missing.handle(.targetUnusable(.targetMissing(repository: "a")))
                == [.release(keepSplit: true, .targetMissing(repository: "a")), .stageAgain(after: Machine.pauseAfterTrouble)])
    }

    @Test func aBranchWithoutRepositoriesAndAnAttemptThatTakesTooLongAreDropped() {
        var empty = Machine()
        #expect(
            empty.handle(.asked(0)) == [.release(keepSplit: true, .noRepository), .stageAgain(after: Machine.pauseAfterTrouble)])
        var late = waiting(.composing)
        #expect(late.handle(.overdue) == [.release(keepSplit: true, .overdue), .stageAgain(after: Machine.pauseAfterTrouble)])
    }

    /// Every event in every state that does not expect it is named, and changes nothing.
    @Test func unexpectedEventsAreNamed() {
        let table: [(Machine, Machine.Event, Machine.Unexpected)] = [
            (waiting(.composing), .arrived(.inspecting, round: 1, nil), .earlierRound),
            (waiting(.composing), .arrived(.composing, round: 0, nil), .earlierRound),
            (Machine(state: .composing, round: 1), .arrived(.composing, round: 1, nil), .earlierRound),
            (waiting(.inspecting), .inspected(new: 1, composed: 0, canTryMore: false), .notAsked),
            (Machine(state: .composing, round: 1), .inspected(new: 1, composed: 0, canTryMore: false), .notAsked),
            (Machine(state: .pushing, round: 1), .composed(1, canTryMore: false), .notAsked),
            (Machine(state: .pushing, round: 1), .targetUnusable(.targetMoved(repository: "a")), .notAsked),
            (Machine(state: .staged), .asked(1), .ended), (Machine(state: .dropped), .overdue, .ended),
            (Machine(state: .dropped), .composed(1, canTryMore: false), .ended),
        ]
        for (machine, event, unexpected) in table {
            var attempt = machine
            #expect(attempt.handle(event) == [.ignore(unexpected)])
            #expect(attempt == machine, "\(event)")
        }
    }

    /// Whatever comes in whatever order: an attempt ends once, and never goes on after that.
    @Test(arguments: 0..<200) func anyOrderOfEventsEndsAtMostOnce(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var attempt = Machine(staleReason: random.next(below: 4) == 0 ? "stale" : nil)
        var ends = 0
        for _ in 0..<60 {
            let state = [Machine.State.inspecting, .composing, .pushing][random.next(below: 3)]
            let trouble = [nil, nil, nil, .unavailable("u"), .refused("r")][random.next(below: 5)] as Machine.Trouble?
            let events: [Machine.Event] = [
                .asked(random.next(below: 3)), .arrived(state, round: attempt.round, trouble),
                .arrived(attempt.state, round: attempt.round, nil), .inspected(new: random.next(below: 2), composed: 1, canTryMore: false),
                .composed(random.next(below: 2), canTryMore: random.next(below: 2) == 0), .overdue,
            ]
            let before = attempt
            let actions = attempt.handle(events[random.next(below: events.count)])
            #expect(attempt.waiting >= 0)
            if !before.state.isActive { #expect(actions == [.ignore(.ended)] && attempt == before) }
            ends += actions.count { if case .release = $0 { true } else { $0 == .createStaging } }
        }
        #expect(ends == (attempt.state.isActive ? 0 : 1))
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ (bits >> 31)) % UInt64(limit))
    }
}

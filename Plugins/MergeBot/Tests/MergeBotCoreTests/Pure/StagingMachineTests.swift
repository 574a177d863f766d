import Testing

@testable import MergeBotCore

@Suite struct StagingMachineTests {
    private typealias Machine = StagingMachine

    private func machine(_ state: Machine.State = .pending, _ verdict: Verdict = .pending) -> Machine {
        Machine(state: state, verdict: verdict, deadline: 5000, timeout: 4000)
    }

    private func statuses(_ verdict: Verdict, pendingAt time: Int64? = nil) -> Machine.Event {
        .statuses(StagingVerdict(verdict: verdict, lastPendingAt: time))
    }

    @Test(arguments: [Verdict.success, .failure])
    func aVerdictIsRecordedOnceAndStands(verdict: Verdict) {
        var staging = machine()
        #expect(staging.handle(statuses(verdict), at: 1000) == [.recordVerdict(verdict), .wake(at: nil)])
        #expect(staging.handle(statuses(.pending), at: 1000) == [.ignore(.decided)])
        #expect(staging.verdict == verdict)
    }

    @Test func aSignOfLifeMovesTheDeadlineAndNeverBack() {
        var staging = machine()
        #expect(staging.handle(statuses(.pending, pendingAt: 2000), at: 2000) == [.moveDeadline(6000), .wake(at: 6000)])
        #expect(staging.handle(statuses(.pending, pendingAt: 1000), at: 2000) == [.wake(at: 6000)])
        #expect(staging.handle(statuses(.pending), at: 2000) == [.wake(at: 6000)])
    }

    @Test func theTimerActsOnTheVerdict() {
        let table: [(Verdict, Int64, [Machine.Action])] = [
            (.success, 1000, [.startLanding]), (.failure, 1000, [.findBatches]), (.pending, 4999, [.wake(at: 5000)]),
            (.pending, 5000, [.findBatches]), (.success, 9000, [.startLanding]),
        ]
        for (verdict, time, actions) in table {
            var staging = machine(.pending, verdict)
            #expect(staging.handle(.tick, at: time) == actions)
        }
    }

    @Test func aLandingEndsAsItsMachineSays() {
        let table: [(LandingMachine.End, Machine.State, String?)] = [
            (.landed, .success, nil), (.ffFailed(reason: "moved"), .ffFailed, "moved"),
            (.inconsistent(reason: "half"), .inconsistent, "half"),
        ]
        for (end, state, reason) in table {
            var staging = machine(.landing, .success)
            #expect(staging.handle(.landingEnded(end), at: 1000) == [.end(state, reason: reason)])
            #expect(staging.state == state)
        }
    }

    @Test func whatIsPendingCanBeCancelledAndItsDeadlineSet() {
        var staging = machine()
        #expect(staging.handle(.deadline(7000), at: 1000) == [.moveDeadline(7000), .wake(at: 7000)])
        #expect(staging.handle(.cancelled(reason: "why"), at: 1000) == [.end(.cancelled, reason: "why")])
    }

    /// Every event in every state that does not expect it is named, and changes nothing.
    @Test func unexpectedEventsAreNamed() {
        let events: [Machine.Event] = [
            statuses(.failure), .tick, .deadline(1), .cancelled(reason: "x"), .failed(batches: [BatchID(1)]),
            .attributed(.timeout(minutes: 1), BatchID(1)), .landingEnded(.landed),
        ]
        for state in [Machine.State.success, .failure, .cancelled, .ffFailed, .inconsistent] {
            for event in events {
                var staging = machine(state)
                #expect(staging.handle(event, at: 1000) == [.ignore(.ended)])
                #expect(staging == machine(state))
            }
        }
        for event in events where event != .tick && event != .landingEnded(.landed) {
            var staging = machine(.landing, .success)
            #expect(staging.handle(event, at: 1000) == [.ignore(.landing)])
        }
        var pending = machine()
        #expect(pending.handle(.landingEnded(.landed), at: 1000) == [.ignore(.notLanding)])
        #expect(pending.handle(.failed(batches: [BatchID(1)]), at: 4999) == [.ignore(.notFailed)])
        #expect(pending.handle(.attributed(.timeout(minutes: 1), BatchID(1)), at: 4999) == [.ignore(.notFailed)])
        #expect(pending == machine())
        var green = machine(.pending, .success)
        #expect(green.handle(.failed(batches: [BatchID(1)]), at: 9000) == [.ignore(.notFailed)])
        var landing = machine(.landing, .success)
        #expect(landing.handle(.tick, at: 1000) == [.tickLanding])
    }

    /// Whether a failure is bisected or blamed on somebody: by verdict, time and batches.
    @Test func aFailureIsHalvedWhileThereIsDoubt() {
        let (one, two, three) = (BatchID(1), BatchID(2), BatchID(3))
        let table: [(Verdict, Int64, [BatchID], [Machine.Action], Machine.State)] = [
            (.failure, 1000, [one], [.attribute(.red, one)], .pending),
            (.pending, 5000, [one], [.attribute(.timedOut, one)], .pending),
            (.failure, 1000, [one, two], [.split(first: [one], second: [two]), .end(.failure, reason: nil)], .failure),
            (.failure, 9000, [one, two], [.split(first: [one], second: [two]), .end(.failure, reason: nil)], .failure),
            (
                .pending, 5000, [one, two, three],
                [.split(first: [one], second: [two, three]), .end(.failure, reason: "timed out")], .failure
            ),
            (.failure, 1000, [], [.end(.failure, reason: nil)], .failure),
        ]
        for (verdict, time, batches, actions, state) in table {
            var staging = machine(.pending, verdict)
            #expect(staging.handle(.failed(batches: batches), at: time) == actions)
            #expect(staging.state == state)
        }
    }

    @Test func theOnlyBatchIsBlamedWhenTheStagingHasEnded() {
        let attribution = FailureAttribution.timeout(minutes: 60)
        var staging = machine()
        #expect(
            staging.handle(.attributed(attribution, BatchID(1)), at: 5000)
                == [.end(.failure, reason: "timed out (>60 minutes)"), .blame(attribution, BatchID(1))])
        #expect(staging.handle(.attributed(attribution, BatchID(1)), at: 5000) == [.ignore(.ended)])
    }

    /// Whatever comes in whatever order: one end at most, no way back from a verdict or from landing, and nobody is judged without cause.
    @Test(arguments: 0..<300) func anyOrderOfEventsEndsAtMostOnce(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var staging = machine()
        var ends = 0
        var judgements = 0
        for step in 0..<40 {
            let before = staging
            let event = event(&random)
            let now = Int64(step) * 250
            let actions = staging.handle(event, at: now)
            if !before.state.isActive { #expect(actions == [.ignore(.ended)]) }
            let isIgnored = actions.contains { if case .ignore = $0 { true } else { false } }
            if isIgnored { #expect(staging == before && actions.count == 1) }
            #expect(before.verdict == .pending || staging.verdict == before.verdict, "a verdict stands")
            if case .deadline = event {} else { #expect(staging.deadline >= before.deadline, "only an operator moves it back") }
            if staging.deadline != before.deadline { #expect(actions.first == .moveDeadline(staging.deadline)) }
            if staging.state == .landing { #expect(staging.verdict == .success) }
            if before.state == .landing {
                #expect([Machine.State.landing, .success, .ffFailed, .inconsistent].contains(staging.state), "the point of no return")
            }
            if before.state == .pending { #expect([Machine.State.pending, .landing, .failure, .cancelled].contains(staging.state)) }
            for action in actions {
                switch action {
                case .end(let state, _):
                    ends += 1
                    #expect(state == staging.state && !state.isActive)
                case .split, .blame:
                    judgements += 1
                    #expect(staging.state == .failure)
                    #expect(before.verdict == .failure || (before.verdict == .pending && before.deadline <= now))
                case .findBatches, .attribute:
                    #expect(staging == before)
                    #expect(before.verdict == .failure || (before.verdict == .pending && before.deadline <= now))
                case .startLanding: #expect(before.state == .pending && staging.state == .landing)
                case .tickLanding: #expect(before.state == .landing)
                case .wake(let time): #expect(time == nil || time == staging.deadline, "it is looked at again")
                case .recordVerdict, .moveDeadline, .ignore: break
                }
            }
        }
        #expect(ends == (staging.state.isActive ? 0 : 1))
        #expect(judgements <= ends)
    }

    private func event(_ random: inout SeededRandom) -> Machine.Event {
        let batches = (0..<random.next(below: 4)).map { BatchID(Int64($0)) }
        let ends: [LandingMachine.End] = [.landed, .ffFailed(reason: "moved"), .inconsistent(reason: "half")]
        switch random.next(below: 16) {
        case 0, 1, 2: return statuses(.pending, pendingAt: Int64(random.next(below: 6000)))
        case 3: return statuses(.success)
        case 4: return statuses(.failure)
        case 5, 6, 7, 8: return .tick
        case 9: return .deadline(Int64(random.next(below: 9000)))
        case 10: return random.next(below: 4) == 0 ? .cancelled(reason: "why") : statuses(.pending)
        case 11, 12: return .failed(batches: batches)
        case 13: return .attributed(.timeout(minutes: 1), BatchID(1))
        default: return .landingEnded(ends[random.next(below: ends.count)])
        }
    }
}

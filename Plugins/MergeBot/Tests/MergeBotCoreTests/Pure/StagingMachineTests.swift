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
            (.success, 1000, [.startLanding]), (.failure, 1000, [.fail(.red)]), (.pending, 4999, [.wake(at: 5000)]),
            (.pending, 5000, [.fail(.timedOut)]), (.success, 9000, [.startLanding]),
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
            statuses(.failure), .tick, .deadline(1), .cancelled(reason: "x"), .landingEnded(.landed),
        ]
        for state in [Machine.State.success, .failure, .cancelled, .ffFailed, .inconsistent] {
            for event in events {
                var staging = machine(state)
                #expect(staging.handle(event, at: 1000) == [.ignore(.ended)])
                #expect(staging == machine(state))
            }
        }
        for event in [statuses(.failure), .deadline(1), .cancelled(reason: "x")] {
            var staging = machine(.landing, .success)
            #expect(staging.handle(event, at: 1000) == [.ignore(.landing)])
        }
        var pending = machine()
        #expect(pending.handle(.landingEnded(.landed), at: 1000) == [.ignore(.notLanding)])
        var landing = machine(.landing, .success)
        #expect(landing.fail(reason: "x") == [.ignore(.landing)])
        #expect(landing.handle(.tick, at: 1000) == [.tickLanding])
    }
}

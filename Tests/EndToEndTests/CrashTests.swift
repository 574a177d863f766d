import Foundation
import Store
import StoryKit
import Testing

/// The demo's story with host and runner killed at every fault point, several in each run: both restart by
/// themselves, and the final result is the same as without any crash.
@Suite("The story survives being killed")
struct CrashTests {
    /// The fault points in the order in which they are reached, grouped by subject.
    static let plans: [String: [FaultPlan.Step]] = [
        "starts": [
            .init(.hostAfterDatabases), .init(.hostBeforeRunner), .init(.configurationBeforeCommit), .init(.configurationAfterCommit),
            .init(.runnerAfterConfinement), .init(.runnerAfterPlugins), .init(.hostAfterRunner), .init(.startBeforeCommit),
            .init(.startAfterCommit), .init(.runnerBeforeReady), .init(.hostBeforeResume), .init(.hostAfterResume),
            .init(.identityBeforeCommit), .init(.identityAfterCommit), .init(.applyReceived, 9), .init(.crashBeforeCommit),
            .init(.applyReceived, 20), .init(.crashAfterCommit),
        ],
        "events": [
            .init(.applyBeforeSend, 12), .init(.applyAfterHook, 7), .init(.applyBeforeCommit, 9), .init(.applyAfterAnswer, 5),
            .init(.applyAfterCommit, 3), .init(.applyBeforeAnswer, 6), .init(.hookAfterEffect), .init(.runnerBeforeRestart),
            .init(.queryReceived, 3), .init(.queryBeforeAnswer, 2),
        ],
        "arrivals": [
            .init(.intakeBeforeCommit, 6), .init(.intakeAfterCommit, 4), .init(.timerBeforeAppend, 2), .init(.timerAfterAppend, 2),
            .init(.reactionStarted), .init(.reactionCalled), .init(.reactionStored),
            .init(.commentStarted), .init(.commentCalled), .init(.commentStored), .init(.fetchStarted), .init(.fetchCalled),
            .init(.fetchStored),
        ],
        // The story pauses the queue once, and stages again after that. The second repository's push follows each kill between the two.
        "staging": [
            .init(.operationApplied), .init(.inspectStarted), .init(.inspectCalled), .init(.inspectStored), .init(.composeStarted),
            .init(.composeCalled),
            .init(.composeStored), .init(.forcedPushStarted), .init(.forcedPushCalled), .init(.forcedPushStored),
            .init(.forcedPushStored),
        ],
        "landing": [
            .init(.readRefsStarted), .init(.readRefsCalled), .init(.readRefsStored), .init(.pushStarted), .init(.pushCalled),
            .init(.pushStored), .init(.pushStarted), .init(.pushCalled), .init(.pushStored), .init(.deploymentStarted),
            .init(.deploymentCalled), .init(.deploymentStored), .init(.closeStarted), .init(.closeCalled), .init(.closeStored),
        ],
    ]

    /// Plays the story, and then a pull request that the host did not hear of.
    private static func tell(dyingAt steps: [FaultPlan.Step]) async throws -> (state: FinalState, deaths: [String], log: String) {
        let missing = Theatre.installation.missing
        try #require(missing.isEmpty, "\(missing.joined(separator: "; "))")
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-crash-\(UUID().uuidString)").path
        let stage = try await Stage.open(
            installation: Theatre.installation, folder: folder, narrator: Narrator(isQuiet: true), faults: steps.map(\.text), ciDelay: 0,
            timeout: 90)
        do {
            try await MainStory(stage).play()
            try await MainStory(stage).lostOpening()
            let state = try await FinalState(of: stage)
            let deaths = stage.host.deaths
            let log = (try? String(contentsOfFile: stage.files.log, encoding: .utf8)) ?? ""
            await stage.close()
            try? FileManager.default.removeItem(atPath: folder)
            return (state, deaths, log)
        } catch {
            let log = (try? String(contentsOfFile: stage.files.log, encoding: .utf8)) ?? ""
            await stage.close()
            throw StoryError("\(error)\ndied at \(stage.host.deaths)\n\(log.suffix(6000))")
        }
    }

    /// The final state without any crash; computed once.
    private static let undisturbed = Task { try await tell(dyingAt: []) }

    @Test("wherever host and runner are killed, nothing is lost and nothing is done twice", arguments: plans.keys.sorted())
    func kill(plan: String) async throws {
        let steps = try #require(Self.plans[plan])
        let told = try await Self.tell(dyingAt: steps)
        #expect(told.deaths == steps.map(\.point.rawValue), "every place must be reached")
        let expected = try await Self.undisturbed.value
        // Both are long, so only the differences are shown, and how they came about.
        let difference = told.state.difference(from: expected.state)
        #expect(difference.isEmpty, "killed:\n\(told.log)\nundisturbed:\n\(expected.log)")
    }

    @Test("every place is rehearsed")
    func complete() {
        #expect(Set(Self.plans.values.joined().map(\.point)) == Set(FaultPoint.allCases))
        #expect(FaultPoint.allCases.count >= 40)
    }
}

import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

@Suite struct LandingStories {
    private func staged(_ repositories: [String] = ["acme/a", "acme/b"]) throws -> Story {
        let story = try Story(repositories: repositories)
        story.paused = ["inspect"]
        try story.ready(1, label: "dev:x")
        try story.ready(2, in: "acme/b", label: "dev:x")
        story.paused = []
        try story.settle()
        return story
    }

    @Test func aTargetThatMovedMeansNothingMovesAndItIsStagedAnew() throws {
        let story = try staged()
        let before = story.refs["acme/a refs/heads/main"]
        story.refs["acme/b refs/heads/main"] = story.sha()
        try story.decide("success")
        #expect(try story.stagings.map { $0["state"] } == ["ff_failed", "pending"])
        #expect(story.refs["acme/a refs/heads/main"] == before)
        #expect(try story.state(1) == "ready")
        try story.decide("success")
        #expect(try story.state(1) == "merged")
    }

    /// The answer to a question that has been asked again since, such as one of an effect that an operator had tried again.
    @Test func aLateRefusalOfAnEarlierRoundEndsNothing() throws {
        let story = try staged()
        story.paused = ["read_refs"]
        try story.decide("success")
        let first = story.take("read_refs")
        try story.host.fail(first[0], code: "unavailable", message: "down")
        try story.host.advance(seconds: 61)
        try story.settle()
        try story.host.fail(first[1], code: "refused", message: "no access then")
        #expect(try story.active()?["state"] == "landing")
        story.paused = []
        try story.settle()
        #expect(try story.state(1) == "merged")
    }

    /// Which page a commit has is the forge's affair.
    @Test func deploymentsNameCommitsAndNoAddresses() throws {
        let story = try staged()
        try story.decide("success")
        let deployments = story.effects("deployment")
        #expect(deployments.count == 2)
        for deployment in deployments {
            #expect(deployment.payload["sha"].string == story.refs["\(deployment.effect.repository) refs/heads/main"])
            #expect(deployment.payload["url"].isNull)
        }
    }

    @Test func aRefusalAfterTheFirstMoveIsInconsistentAndSuspendsTheBranch() throws {
        let story = try staged()
        story.refusals = ["acme/b refs/heads/main": "refused"]
        try story.decide("success")
        #expect(try story.stagings.map { $0["state"] } == ["inconsistent"])
        #expect(try story.state(1) == "error")
        #expect(try story.state(2, in: "acme/b") == "error")
        #expect(story.heard(1) == ["partly_landed"])
        #expect(try story.document(1)["error_reason"] == "landed only in acme/a: acme/b: said the forge")
    }

    @Test func batchesThatLandedWhollyAreMergedEvenThen() throws {
        let story = try Story(repositories: ["acme/a", "acme/b"])
        story.paused = ["inspect"]
        try story.ready(1)
        try story.ready(2, in: "acme/b")
        story.paused = []
        try story.settle()
        story.refusals = ["acme/b refs/heads/main": "not_fast_forward"]
        try story.decide("success")
        #expect(try story.state(1) == "merged")
        #expect(try story.state(2, in: "acme/b") == "ready")
        #expect(story.heard(2, in: "acme/b") == [])
    }

    @Test func aPushOfWhichNothingIsKnownIsAskedForAgain() throws {
        let story = try staged()
        // The push arrives, but the answer is lost for good.
        story.beforeEffect = { effect in
            guard effect.kind == "push", effect.effect.repository == "acme/a", effect.payload["updates"][0]["force"] == false else {
                return
            }
            story.refs["acme/a refs/heads/main"] = effect.payload["updates"][0]["sha"].string
            story.refusals = ["acme/a refs/heads/main": "unavailable"]
        }
        try story.decide("success")
        #expect(try story.active()?["state"] == "landing")
        story.beforeEffect = { _ in }
        story.refusals = [:]
        try story.host.advance(seconds: 61)
        try story.settle()
        #expect(try story.state(1) == "merged")
        #expect(try story.state(2, in: "acme/b") == "merged")
    }

    @Test func whatHappensToMembersWhileLandingTakesEffectAfterwards() throws {
        let story = try staged()
        story.paused = ["read_refs"]
        try story.decide("success")
        #expect(try story.active()?["state"] == "landing")
        try story.push(1)
        try story.close(2, in: "acme/b")
        #expect(try story.comment("unapprove", on: 1, by: "dev") == .done)
        try story.settle()
        #expect(story.heard(1) == ["held_while_landing"])
        #expect(try story.document(1)["reviewed_by"] == "rev")
        story.refs["acme/b refs/heads/main"] = story.sha()
        story.paused = []
        try story.settle()
        // It did not land, so all of it happens now.
        #expect(try story.stagings.map { $0["state"] } == ["ff_failed"])
        #expect(try story.state(1) == "opened")
        #expect(try story.state(2, in: "acme/b") == "closed")
    }

    @Test func closingWhatLandsChangesNothing() throws {
        let story = try staged()
        story.paused = ["read_refs"]
        try story.decide("success")
        try story.close(1)
        story.paused = []
        try story.settle()
        #expect(try story.state(1) == "merged")
        // The bot's own close comes back as an event.
        try story.close(2, in: "acme/b")
        #expect(try story.state(2, in: "acme/b") == "merged")
        try story.reopen(2, in: "acme/b")
        try story.settle()
        #expect(story.heard(2, in: "acme/b") == ["cannot_reopen_merged"])
        #expect(try story.state(2, in: "acme/b") == "merged")
    }

    @Test func aNewcomerToALandingBatchStaysOutsideUnlessItFails() throws {
        for fails in [true, false] {
            let story = try staged(["acme/a", "acme/b", "acme/c"])
            story.paused = ["read_refs"]
            try story.decide("success")
            try story.open(3, in: "acme/c", label: "dev:x")
            if fails { story.refs["acme/b refs/heads/main"] = story.sha() }
            story.paused = []
            try story.settle()
            let joined = try story.document(3, in: "acme/c")["batch"] == story.document(1)["batch"]
            #expect(joined == fails)
            #expect(try story.state(1) == (fails ? "ready" : "merged"))
        }
    }

    @Test func anUnreadableTargetIsTriedAgain() throws {
        let story = try staged()
        story.paused = ["read_refs"]
        try story.decide("success")
        for effect in story.take("read_refs") { try story.host.fail(effect, code: "unavailable") }
        story.paused = []
        try story.settle()
        #expect(try story.active()?["state"] == "landing")
        try story.host.advance(seconds: 61)
        try story.settle()
        #expect(try story.state(1) == "merged")
    }

    @Test func anOutcomeThatIsNeverHeardOfHoldsNothingUpForEver() throws {
        let story = try staged()
        story.paused = ["push"]
        try story.decide("success")
        #expect(story.take("push").count == 1)
        story.paused = []
        try story.host.advance(seconds: 6 * 3600)
        try story.settle()
        #expect(try story.state(1) == "merged")
        #expect(try story.state(2, in: "acme/b") == "merged")
    }

    @Test func aPushThatIsNotAllowedIsTriedEverMoreRarely() throws {
        let story = try staged()
        story.refusals = ["acme/a refs/heads/main": "forbidden"]
        try story.decide("success")
        for _ in 0..<(24 * 60) {
            try story.host.advance(seconds: 60)
            try story.settle()
        }
        let pushes = story.effects("push").count { $0.payload["updates"][0]["force"] == false }
        #expect((40...70).contains(pushes), "\(pushes) pushes in a day")
        #expect(try story.active()?["state"] == "landing", "nobody knows whether the branch has moved")
        story.refusals = [:]
        try story.host.advance(seconds: 30 * 60)
        try story.settle()
        #expect(try story.state(1) == "merged")
    }

    @Test func anAttemptWhoseOutcomeIsNeverHeardOfIsDroppedAndMadeAgain() throws {
        let story = try Story()
        story.paused = ["compose"]
        try story.ready(1)
        #expect(story.take("compose").count == 1)
        story.paused = []
        try story.host.advance(seconds: 5 * 3600)
        try story.settle()
        #expect(try story.active() == nil, "it may still be heard of")
        try story.host.advance(seconds: 3600 + 5 * 60)
        try story.settle()
        #expect(try story.active() != nil, "it was asked for once more")
        try story.decide("success")
        #expect(try story.state(1) == "merged")
    }
}

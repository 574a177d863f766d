import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

@Suite struct FailureStories {
    @Test func aFailedBatchIsInErrorAndRetryBringsItBack() throws {
        let story = try Story()
        try story.ready(1)
        try story.decide("failure")
        #expect(try story.state(1) == "error")
        #expect(story.texts == ["@dev @rev staging failed: ci/build (view more at https://ci.test/acme/a)"])
        #expect(story.heard(1) == ["staging_failed"])
        #expect(
            try story.document(1)["why"] == "It failed and needs a retry or a new commit: ci/build (view more at https://ci.test/acme/a).")
        #expect(try story.comment("retry", on: 1, by: "dev") == .done)
        try story.settle()
        #expect(try story.active() != nil)
        try story.decide("success")
        #expect(try story.state(1) == "merged")
    }

    @Test func aRetryWithinTheSameSecondIsTestedAnew() throws {
        let story = try Story()
        try story.ready(1)
        try story.decide("failure")
        try story.comment("retry", on: 1, by: "dev")
        try story.settle()
        // The first staging's red statuses are on its commits, not on these.
        #expect(try story.active()?["state"] == "pending")
        let heads = try story.stagings.map { $0["heads"]["acme/a"].string }
        #expect(Set(heads).count == 2)
        try story.decide("failure")
        try story.comment("retry", on: 1, by: "dev")
        try story.settle()
        #expect(try story.active()?["state"] == "pending")
        // What lands is what was tested: it says nothing of attempts.
        let picks = story.effects("compose").map { $0.payload["groups"] }
        #expect(Set(picks.map(\.text)).count == 1)
    }

    @Test func bisectionFindsTheCulprit() throws {
        let story = try Story()
        story.paused = ["inspect"]
        for number in 1...3 { try story.ready(number) }
        story.paused = []
        try story.settle()
        #expect(try story.active()?["batches"].array?.count == 3)
        try story.decide("failure")
        // The first half, one batch, is staged; the other waits as a split.
        #expect(try story.active()?["pull_requests"].array?.map { $0["number"] } == [1])
        #expect(try story.splits.map { $0["batches"].array?.count } == [2])
        #expect(try story.stagings[0]["likely_false_positive"] == true)
        #expect(try story.document(3)["why"] == "It waits for the staging of main that is under test to end.")
        try story.decide("success")
        #expect(try story.state(1) == "merged")
        #expect(try story.active()?["pull_requests"].array?.map { $0["number"] } == [2, 3])
        try story.decide("failure")
        #expect(try story.active()?["pull_requests"].array?.map { $0["number"] } == [2])
        try story.decide("failure")
        #expect(try story.state(2) == "error")
        try story.decide("success")
        #expect(try story.state(3) == "merged")
        #expect(try story.splits.isEmpty)
        #expect(story.heard(2) == ["staging_failed"])
        #expect(story.heard(1) + story.heard(3) == [])
    }

    @Test func aStagingTimesOutAndRunningStatusesPutThatOff() throws {
        let story = try Story(settings: ["ci_timeout_minutes": 10])
        try story.ready(1)
        try story.host.advance(seconds: 540)
        try story.decide("pending")
        try story.host.advance(seconds: 300)
        try story.settle()
        #expect(try story.active()?["state"] == "pending")
        try story.host.advance(seconds: 301)
        try story.settle()
        #expect(try story.state(1) == "error")
        #expect(story.texts == ["@dev @rev staging failed: timed out (>10 minutes)"])
    }

    @Test func aConflictWithTheTargetIsAnErrorAndWithAnEarlierBatchIsNot() throws {
        let story = try Story()
        story.paused = ["inspect"]
        for number in 1...3 { try story.ready(number) }
        story.conflicts = ["acme/a#1": .conflict, "acme/a#3": .conflict]
        story.paused = []
        try story.settle()
        #expect(try story.state(1) == "error")
        #expect(story.heard(1) == ["unable_to_stage"])
        #expect(try story.active()?["pull_requests"].array?.map { $0["number"] } == [2])
        #expect(try story.state(3) == "ready")
        #expect(story.heard(3) == [])
    }

    @Test func severalCommitsNeedAMethodAndAreToldOnce() throws {
        let story = try Story()
        let head = try story.open(1, commits: 3)
        try story.status(head, "success")
        try story.comment("approve", on: 1)
        try story.settle()
        #expect(story.heard(1) == ["method_needed"])
        #expect(try story.active() == nil)
        #expect(story.effects("inspect").count == 1, "git counts, and it is looked at once")
        #expect(try story.document(1)["blocked"]["code"] == "merge_method")
        #expect(try story.document(1)["blocked"]["text"] == "needs a merge method")
        #expect(try story.document(1)["why"] == "Somebody has to choose a merge method, since it has several commits.")
        #expect(try story.comment("rebase-merge", on: 1) == .done)
        try story.settle()
        #expect(story.heard(1) == ["method_set"])
        let pick = try #require(story.effects("compose").first?.payload["groups"][0]["picks"][0])
        #expect(pick["message"] == "Change 1\n\ncloses acme/a#1\n\nSigned-off-by: rev <rev@example.test>\n")
        #expect(pick["commits"].array?.count == 3)
        try story.decide("success")
        #expect(try story.state(1) == "merged")
    }

    @Test func aWrongCountOfCommitsIsFoundByTheInspection() throws {
        let story = try Story()
        let head = try story.open(1)
        story.commits["acme/a#1"] = 2
        try story.status(head, "success")
        try story.comment("approve", on: 1)
        try story.settle()
        #expect(try story.active() == nil)
        #expect(story.heard(1) == ["method_needed"])
        #expect(story.effects("inspect").count == 1)
    }

    @Test func aCountOfCommitsThatWasTooHighIsFoundByTheInspection() throws {
        let story = try Story()
        let head = try story.open(1, commits: 3)
        story.commits["acme/a#1"] = 1
        try story.status(head, "success")
        try story.comment("approve", on: 1)
        try story.settle()
        #expect(try story.active() != nil)
        try story.decide("success")
        #expect(try story.state(1) == "merged")
    }

    @Test func aStatusThatIsOnlyRepeatedPutsTheTimeoutOff() throws {
        let story = try Story(settings: ["ci_timeout_minutes": 10])
        try story.ready(1)
        let head = try #require(try story.active()?["heads"]["acme/a"].string)
        try story.decide("pending")
        try story.host.advance(seconds: 540)
        // The mirror notes the time, and no event says so.
        try story.host.setStatus(head, "ci/build", "pending", targetURL: "https://ci.test/acme/a")
        try story.host.advance(seconds: 540)
        try story.settle()
        #expect(try story.active()?["state"] == "pending")
        try story.host.advance(seconds: 61)
        try story.settle()
        #expect(try story.state(1) == "error")
    }

    @Test func aSplitWhoseBatchesWaitForAMomentIsKept() throws {
        let story = try Story()
        story.paused = ["inspect"]
        var heads: [String] = []
        for number in 1...4 { heads.append(try story.ready(number)) }
        story.paused = []
        try story.settle()
        try story.decide("failure")
        #expect(try story.splits.map { $0["batches"].array?.count } == [2])
        // CI runs again on both of the half that waits.
        for head in heads[2...] { try story.status(head, "pending") }
        try story.decide("success")
        #expect(try story.splits.map { $0["batches"].array?.count } == [2])
        try story.ready(5)
        #expect(try story.active()?["pull_requests"].array?.map { $0["number"] } == [5])
        for head in heads[2...] { try story.status(head, "success") }
        try story.decide("success")
        #expect(try story.active()?["pull_requests"].array?.map { $0["number"] } == [3, 4])
    }

    @Test func aTargetThatMovesDuringAnAttemptIsToldFromOneThatIsMissing() throws {
        let story = try Story(settings: ["batch_limit": 1])
        story.paused = ["inspect"]
        for number in 1...2 { try story.ready(number) }
        story.conflicts = ["acme/a#1": .conflict]
        var inspections = 0
        story.beforeEffect = { effect in
            guard effect.kind == "inspect" else { return }
            inspections += 1
            // Somebody pushes between the first round and the second.
            if inspections == 2 { story.refs["acme/a refs/heads/main"] = story.sha() }
        }
        story.paused = []
        try story.settle()
        let reasons = try story.host.sql("SELECT reason FROM mergebot_attempts ORDER BY id").map { $0.optionalString("reason") }
        #expect(reasons == ["acme/a: the target branch moved while the staging was composed"])
        #expect(try story.active() == nil)
        try story.host.advance(seconds: 10)
        try story.settle()
        #expect(try story.active() != nil, "it is tried again soon")
    }

    @Test func aMissingTargetIsTriedAgainAfterAPause() throws {
        let story = try Story()
        story.forge.refs = FakeForge.Refs()
        try story.ready(1)
        let reasons = try story.host.sql("SELECT reason FROM mergebot_attempts ORDER BY id").map { $0.optionalString("reason") }
        #expect(reasons == ["acme/a: the target branch does not exist"])
        #expect(story.heard(1) == [], "nobody is told: it is not the pull request's doing")
    }

    @Test func aMissedUpdateClearsTheApproval() throws {
        let story = try Story()
        story.inspected = ["acme/a#1": { $0.title = "Another title" }]
        try story.ready(1)
        #expect(try story.state(1) == "validated")
        #expect(story.texts.first?.contains("- Change 1\n+ Another title") == true)
        #expect(story.heard(1) == ["missed_update"])
        #expect(story.effects("fetch").count == 1)
        #expect(try story.active() == nil)
    }

    @Test func aDescriptionTypedInABrowserIsNoMissedUpdate() throws {
        let story = try Story()
        let head = try story.open(1, body: "First line\n\nSecond line")
        // The mirror has line feeds; the forge's API has what the browser sent.
        story.inspected = ["acme/a#1": { $0.body = "First line\r\n\r\nSecond line  \r\n" }]
        try story.status(head, "success")
        try story.comment("approve", on: 1)
        try story.settle()
        #expect(try story.state(1) == "ready")
        #expect(try story.active() != nil)
        #expect(story.heard(1) == [])
    }

    @Test func aRefusedStagingPushSuspendsTheBranch() throws {
        let story = try Story()
        story.refusals = ["acme/a refs/heads/staging.main": "refused"]
        try story.ready(1)
        #expect(try story.state(1) == "ready")
        #expect(
            try story.document(1)["why"]
                == "Staging of main is suspended until an operator has looked: failed pushing: push acme/a: said the forge.")
        story.refusals = [:]
        _ = try story.host.operation("resume_branch", ["name": "acme", "branch": "main"])
        try story.settle()
        #expect(try story.active() != nil)
    }

    @Test func aForgeThatDoesNotAnswerIsTriedLater() throws {
        let story = try Story()
        story.refusals = ["acme/a refs/heads/staging.main": "unavailable"]
        try story.ready(1)
        #expect(try story.active() == nil)
        story.refusals = [:]
        try story.host.advance(seconds: 301)
        try story.settle()
        #expect(try story.active() != nil)
    }
}

import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

@Suite struct StraightPathStories {
    @Test func approvedAndGreenIsStagedAndLands() throws {
        let story = try Story()
        let head = try story.open(1)
        #expect(try story.state(1) == "opened")
        try story.status(head, "success")
        try story.settle()
        #expect(try story.state(1) == "validated")
        #expect(try story.comment("approve", on: 1) == .done)
        try story.settle()
        #expect(try story.state(1) == "ready")
        let staging = try #require(try story.active())
        #expect(staging["state"] == "pending")
        let staged = try #require(staging["heads"]["acme/a"].string)
        #expect(story.refs["acme/a refs/heads/staging.main"] == staged)
        try story.decide("success")
        #expect(try story.state(1) == "merged")
        #expect(story.refs["acme/a refs/heads/main"] == staged)
        #expect(try story.stagings.map { $0["state"] } == ["success"])
        #expect(story.effects("close").count == 1)
        #expect(story.effects("deployment").first?.payload["sha"].string == staged)
        let lines = Set(["close", "deployment"].map { story.effects($0).first?.effect.orderKey })
        #expect(lines.count == 2, "a deployment that waits holds nothing up")
        #expect(story.host.emitted.map(\.kind) == ["mergebot.batch_merged"])
        #expect(try story.document(1)["commits_map"][""].string == staged)
        #expect(try story.stagings[0]["certificate"]["repositories"][0]["head"].string == staged)
        #expect(story.heard(1) == [])
    }

    @Test func theFinishedMessageIsComposed() throws {
        let story = try Story()
        try story.ready(1)
        let pick = try #require(story.effects("compose").first?.payload["groups"][0]["picks"][0])
        #expect(pick["method"] == "rebase-ff")
        #expect(pick["commits"][0]["message"] == "commit 0\n\ncloses acme/a#1\n\nSigned-off-by: rev <rev@example.test>\n")
    }

    @Test func batchesOfSeveralRepositoriesLandTogether() throws {
        let story = try Story(repositories: ["acme/a", "acme/b", "acme/c"])
        try story.ready(1, label: "dev:x")
        // While the first was alone it was staged; the second joins and cancels that.
        let second = try story.open(2, in: "acme/b", label: "dev:x")
        try story.settle()
        #expect(try story.stagings.map { $0["state"] } == ["cancelled"])
        #expect(try story.document(1)["blocked"]["text"] == "linked PR acme/b#2 is not ready")
        #expect(try story.document(1)["missing"] == ["Linked pull request acme/b#2 is not ready."])
        try story.status(second, "success")
        try story.comment("approve", on: 2, in: "acme/b")
        try story.settle()
        let staging = try #require(try story.active())
        #expect(staging["batches"].array?.count == 1)
        #expect(staging["heads"].object?.keys.sorted() == ["acme/a", "acme/b", "acme/c"])
        // The repository that is not changed is tested too, but nothing of it lands.
        #expect(story.refs["acme/c refs/heads/staging.main"] == story.refs["acme/c refs/heads/main"])
        #expect(staging["commits"].object?.keys.sorted() == ["acme/a", "acme/b"])
        try story.decide("success")
        #expect(try story.state(1) == "merged")
        #expect(try story.state(2, in: "acme/b") == "merged")
        let related = story.effects("compose").last?.payload["groups"][0]["picks"][0]["commits"][0]["message"].string
        #expect(related?.contains("Related: acme/b#2\n") == true)
    }

    @Test func anUnmanagedTargetIsNotTracked() throws {
        let story = try Story()
        try story.host.addPullRequest(.init(repository: "acme/a", number: 9, target: "wip", tracked: false))
        try story.happen("opened", 9)
        try story.settle()
        #expect(try story.comment("approve", on: 9) == .rejected("this pull request is not within my remit"))
    }

    @Test func theLimitOfBatchesHoldsTheRestBack() throws {
        let story = try Story(settings: ["batch_limit": 2])
        story.paused = ["inspect"]
        for number in 1...3 { try story.ready(number) }
        story.paused = []
        try story.settle()
        // The first was alone when the attempt began; free places were filled by the next slice.
        #expect(try story.active()?["batches"].array?.count == 2)
        #expect(try story.document(3)["why"] == "It waits for the staging of main that is under test to end.")
        try story.decide("success")
        #expect(try story.active()?["batches"].array?.count == 1)
        try story.decide("success")
        #expect(try story.state(3) == "merged")
    }

    @Test func prioritiesAndAloneDecideTheOrder() throws {
        let story = try Story(settings: ["batch_limit": 1])
        try story.ready(1)
        try story.ready(2)
        try story.ready(3)
        try story.comment("priority", on: 3)
        try story.settle()
        try story.decide("success")
        #expect(try story.active()?["pull_requests"][0]["number"] == 3)
        try story.ready(4)
        try story.comment("alone", on: 4)
        try story.decide("success")
        #expect(try story.active()?["pull_requests"][0]["number"] == 4)
    }

    @Test func disabledStagingCreatesNothingButLetsTheRunningOneLand() throws {
        let story = try Story()
        try story.ready(1)
        try story.host.setBranch("main", of: story.project, settings: ["staging_enabled": false])
        try story.ready(2)
        try story.decide("success")
        #expect(try story.state(1) == "merged")
        #expect(try story.active() == nil)
        #expect(try story.document(2)["why"] == "Staging is disabled for the branch main.")
        try story.host.setBranch("main", of: story.project, settings: [:])
        try story.host.deliver("configuration.changed")
        try story.settle()
        #expect(try story.active() != nil)
    }
}

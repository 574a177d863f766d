import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

@Suite struct UnstageStories {
    @Test(arguments: ["push", "close", "draft", "unapprove", "retarget", "failure", "edit"])
    func whatChangesAMemberCancelsItsStaging(_ change: String) throws {
        let story = try Story(branches: ["main", "17.0"])
        let head = try story.ready(1)
        try story.comment("merge", on: 1)
        try story.settle()
        _ = story.heard(1)
        #expect(try story.active() != nil)
        switch change {
        case "push": try story.push(1)
        case "close": try story.close(1)
        case "draft": try story.draft(1, true)
        case "unapprove": try story.comment("unapprove", on: 1, by: "dev")
        case "retarget": try story.retarget(1, to: "17.0")
        case "failure": try story.status(head, "failure")
        default: try story.happen("edited", 1)
        }
        try story.settle()
        let reasons = [
            "push": "acme/a#1: updated by dev", "close": "acme/a#1: closed by dev", "draft": "acme/a#1 was converted to draft by dev",
            "unapprove": "acme/a#1 unreviewed (r-) by dev", "retarget": "acme/a#1: target changed from main to 17.0",
            "failure": "acme/a#1 had CI failure after staging", "edit": "acme/a#1: merge message updated by dev",
        ]
        #expect(try story.stagings[0]["state"] == "cancelled")
        #expect(try story.stagings[0]["reason"].string == reasons[change])
        let states = ["close": "closed", "push": "opened", "unapprove": "validated", "failure": "approved"]
        #expect(try story.state(1) == states[change] ?? "ready")
    }

    @Test(arguments: ["inspect", "compose", "push"])
    func aChangeDuringAnAttemptDropsIt(_ stage: String) throws {
        let story = try Story()
        story.paused = [stage]
        try story.ready(1)
        try story.ready(2)
        let head = try story.push(1)
        story.paused = []
        try story.settle()
        // Only the other one is staged, and never the old head.
        #expect(try story.stagings.map { $0["pull_requests"].array?.map { $0["number"] } } == [[2]])
        try story.host.advance(seconds: 10)
        try story.status(head, "success")
        try story.comment("approve", on: 1)
        try story.settle()
        try story.decide("success")
        try story.decide("success")
        #expect(try story.state(1) == "merged")
    }

    @Test func aChangedMemberLeavesItsSplit() throws {
        let story = try Story()
        story.paused = ["inspect"]
        for number in 1...4 { try story.ready(number) }
        story.paused = []
        try story.settle()
        try story.decide("failure")
        #expect(try story.splits.map { $0["batches"].array?.count } == [2])
        try story.push(3)
        try story.close(4)
        try story.settle()
        #expect(try story.splits.isEmpty)
    }

    @Test func reopenedOnesComeBackWithoutApproval() throws {
        let story = try Story()
        try story.ready(1)
        try story.close(1)
        try story.reopen(1)
        try story.settle()
        #expect(try story.state(1) == "validated")
        try story.comment("approve", on: 1)
        try story.settle()
        #expect(try story.active() != nil)
    }

    @Test func aFailureOfAnApprovedOneIsToldOnce() throws {
        let story = try Story()
        let head = try story.ready(1)
        try story.status(head, "failure", url: "https://ci.test/1")
        try story.settle()
        #expect(story.heard(1) == ["status_failed"])
        try story.status(head, "failure", url: "https://ci.test/1")
        try story.settle()
        #expect(story.heard(1) == [])
        try story.status(head, "error", url: "https://ci.test/2")
        try story.settle()
        #expect(story.heard(1) == ["status_failed"])
    }

    @Test func branchesThatAreDisabledCancelAndTell() throws {
        let story = try Story()
        try story.ready(1)
        try story.host.sql("UPDATE branches SET active = 0")
        try story.host.deliver("configuration.changed", actor: "alice")
        try story.host.deliver("configuration.changed", actor: "alice")
        try story.settle()
        #expect(try story.stagings[0]["reason"] == "main was disabled by alice")
        #expect(story.heard(1) == ["branch_was_disabled"])
        #expect(try story.active() == nil)
    }

    @Test(arguments: [
        (#"UPDATE branches SET settings = '{"staging_enabled":false}'"#, "staging of main was switched off by alice"),
        ("UPDATE branches SET active = 0", "main was disabled by alice"),
        ("UPDATE projects SET active = 0", "staging of acme was switched off by alice"),
        (#"UPDATE projects SET settings = '{"staging_enabled":false}'"#, "staging of acme was switched off by alice"),
    ]) func whatIsSwitchedOffStopsTheAttemptUnderWay(change: String, reason: String) throws {
        for stage in ["inspect", "compose", "push"] {
            let story = try Story()
            story.paused = [stage]
            try story.ready(1)
            try story.host.sql(change)
            try story.host.deliver("configuration.changed", actor: "alice")
            story.paused = []
            try story.settle()
            #expect(try story.stagings.isEmpty)
            #expect(try story.host.sql("SELECT reason FROM mergebot_attempts").map { try $0.string("reason") } == [reason])
        }
    }

    @Test func oneFirstSeenClosedJoinsItsBatchWhenItIsReopened() throws {
        let story = try Story(repositories: ["acme/a", "acme/b"])
        try story.host.addPullRequest(.init(repository: "acme/b", number: 2, label: "dev:x", author: "dev", closed: true))
        try story.happen("opened", 2, in: "acme/b")
        try story.open(1, label: "dev:x")
        #expect(try story.document(1)["batch"] != story.document(2, in: "acme/b")["batch"])
        try story.reopen(2, in: "acme/b")
        #expect(try story.document(1)["batch"] == story.document(2, in: "acme/b")["batch"])
    }

    @Test func oneWhosePlaceIsTakenWhenItIsReopenedOrRetargetedIsTold() throws {
        let story = try Story(repositories: ["acme/a", "acme/b"], branches: ["main", "17.0"])
        try story.open(1, label: "dev:x")
        try story.open(2, in: "acme/b", label: "dev:x")
        try story.close(1)
        try story.open(3, label: "dev:x")
        #expect(try story.document(3)["batch"] == story.document(2, in: "acme/b")["batch"])
        try story.reopen(1)
        try story.settle()
        #expect(story.heard(1) == ["duplicate_label"])
        #expect(try story.document(1)["batch"] != story.document(3)["batch"])
        try story.open(4, label: "dev:x", target: "17.0")
        try story.retarget(4, to: "main")
        try story.settle()
        #expect(story.heard(4) == ["duplicate_label"])
    }

    @Test func oneThatIsRetargetedToABatchThatLandsJoinsItIfThatFails() throws {
        let story = try Story(repositories: ["acme/a", "acme/b"], branches: ["main", "17.0"])
        try story.ready(1, label: "dev:x")
        try story.open(2, in: "acme/b", label: "dev:x", target: "17.0")
        story.paused = ["read_refs"]
        try story.decide("success")
        #expect(try story.active()?["state"] == "landing")
        try story.retarget(2, to: "main", in: "acme/b")
        #expect(try story.document(1)["batch"] != story.document(2, in: "acme/b")["batch"])
        story.refs["acme/a refs/heads/main"] = story.sha()
        story.paused = []
        try story.settle()
        #expect(try story.document(1)["batch"] == story.document(2, in: "acme/b")["batch"])
    }

    @Test func aSecondPullRequestOfTheSameLabelIsNotLinked() throws {
        let story = try Story()
        try story.open(1, label: "dev:x")
        try story.open(2, label: "dev:x")
        try story.settle()
        #expect(story.heard(2) == ["duplicate_label"])
        #expect(try story.document(1)["batch"] != story.document(2)["batch"])
    }

    @Test func severalTargetsBlockUntilTheyAgreeAgain() throws {
        let story = try Story(repositories: ["acme/a", "acme/b"], branches: ["main", "17.0"])
        try story.open(1, label: "dev:x")
        try story.open(2, in: "acme/b", label: "dev:x")
        try story.retarget(2, to: "17.0", in: "acme/b")
        try story.settle()
        let batch = try story.document(1)["batch"]
        #expect(try story.host.query("batch", ["id": batch])["blocked"]["code"] == "several_targets")
        #expect(try story.host.query("batch", ["id": batch])["target"] == .null)
        try story.retarget(1, to: "17.0")
        try story.settle()
        #expect(try story.host.query("batch", ["id": batch])["target"] == "17.0")
        #expect(try story.document(2, in: "acme/b")["batch"] == batch)
    }
}

import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

@Suite struct OperatorStories {
    private let first: JSON = ["owner": "acme", "name": "a", "number": 1]

    private func with(_ changes: JSON) -> JSON {
        .object((first.object ?? [:]).merging(changes.object ?? [:]) { _, new in new })
    }

    @Test func correctionsHaveTheEffectsTheyWouldHaveFromAnybody() throws {
        let story = try Story()
        try story.ready(1)
        let document = try story.host.operation("update_pull_request", with(["reviewed_by": .null, "merge_method": "merge"]), actor: "ops")
        #expect(document["state"] == "validated")
        #expect(document["merge_method"] == "merge")
        #expect(try story.stagings[0]["reason"] == "acme/a#1 unreviewed (r-) by ops")
        #expect(throws: PluginError.self) { try story.host.operation("update_pull_request", with(["merge_method": "magic"])) }
    }

    @Test func aMergeMethodThatIsSetLetsItBeStaged() throws {
        let story = try Story()
        let head = try story.open(1, commits: 2)
        try story.status(head, "success")
        try story.comment("approve", on: 1)
        try story.settle()
        #expect(try story.active() == nil)
        _ = try story.host.operation("update_pull_request", with(["merge_method": "squash"]), actor: "ops")
        try story.settle()
        #expect(try story.active() != nil)
    }

    @Test func readinessThatIsForcedSurvivesStatuses() throws {
        let story = try Story()
        let head = try story.open(1)
        _ = try story.host.operation("act_on_pull_request", with(["action": "mark-ready"]), actor: "ops")
        try story.status(head, "failure")
        try story.settle()
        #expect(try story.state(1) == "ready")
        #expect(try story.document(1)["reviewed_by"] == "ops")
        #expect(try story.active() != nil)
    }

    @Test func splittingOffMakesTwoBatches() throws {
        let story = try Story(repositories: ["acme/a", "acme/b"], branches: ["main", "17.0"])
        try story.open(1, label: "dev:x")
        try story.open(2, in: "acme/b", label: "dev:x")
        try story.retarget(2, to: "17.0", in: "acme/b")
        _ = try story.host.operation("act_on_pull_request", with(["action": "split-off"]))
        #expect(try story.document(1)["batch"] != story.document(2, in: "acme/b")["batch"])
    }

    @Test func oneThatIsSplitOffHasTheLabelThatItIsGiven() throws {
        let story = try Story(repositories: ["acme/a", "acme/b"], branches: ["main", "17.0"])
        try story.open(1, label: "dev:x")
        try story.open(2, in: "acme/b", label: "dev:x")
        try story.open(3, label: "dev:taken")
        let act = { (label: JSON) in try story.host.operation("act_on_pull_request", with(["action": "split-off", "label": label])) }
        #expect(throws: PluginError.self) { try act("dev:taken") }
        #expect(throws: PluginError.self) { try act("dev:x") }
        #expect(throws: PluginError.self) { try act("") }
        #expect(try act("dev:y")["label"] == "dev:y")
        // It does not belong to the others any more, and those that are opened with its label belong to it.
        try story.retarget(1, to: "17.0")
        try story.retarget(1, to: "main")
        #expect(try story.document(1)["batch"] != story.document(2, in: "acme/b")["batch"])
        try story.open(4, in: "acme/b", label: "dev:y")
        #expect(try story.document(4, in: "acme/b")["batch"] == story.document(1)["batch"])
        try story.open(5, label: "dev:x")
        #expect(try story.document(5)["batch"] == story.document(2, in: "acme/b")["batch"])
    }

    @Test func stagingsCanBeCancelledAndDecidedByPostedStatuses() throws {
        let story = try Story(settings: ["staging_statuses": "api"])
        try story.ready(1)
        try story.decide("success")
        #expect(try story.active()?["state"] == "pending")
        let staging = try #require(try story.active())
        let post: JSON = ["id": staging["id"], "sha": staging["heads"]["acme/a"], "context": "ci/build", "state": "success"]
        _ = try story.host.operation("post_staging_status", post)
        try story.settle()
        #expect(try story.state(1) == "merged")
        try story.ready(2)
        let second = try #require(try story.active())
        let cancelled = try story.host.operation("cancel_staging", ["id": second["id"], "reason": "not today"], actor: "ops")
        #expect(cancelled["state"] == "cancelled")
        #expect(cancelled["reason"] == "not today (ops)")
    }

    @Test func pagesHaveWhatTheyShow() throws {
        let story = try Story()
        try story.ready(1)
        let dashboard = try story.host.query("dashboard")
        #expect(dashboard["projects"][0]["branches"][0]["stagings"][0]["class"] == "ongoing")
        let page = try story.host.query("pull_request_page", first)
        #expect(page["panel"]["class"] == "alert-primary")
        #expect(page["checklist"].array?.map { $0["class"] } == ["ok", "ok", "ok"])
        try story.host.sql("UPDATE repositories SET visibility = 'members'")
        #expect(throws: PluginError(.notFound, "")) { try story.host.query("pull_request_page", first) }
        #expect(try story.host.query("pull_request_page", first, viewer: "dev", role: "viewer")["number"] == 1)
    }

    @Test func pagesTellStrangersNothingOfPrivateRepositories() throws {
        let story = try Story(repositories: ["acme/a", "acme/b"])
        try story.host.sql("UPDATE repositories SET visibility = 'members' WHERE name = 'acme/b'")
        story.conflicts = ["acme/b#9": .conflict]
        try story.ready(9, in: "acme/b")
        try story.ready(1, label: "dev:x")
        try story.open(2, in: "acme/b", label: "dev:x")
        try story.settle()

        let dashboard = try story.host.query("dashboard")
        #expect(!dashboard.text.contains("acme/b"))
        let shown = dashboard["projects"][0]["branches"][0]
        #expect(shown["blocked"][0]["name"] == "acme/a#1")
        #expect(shown["blocked"][0]["why"] == "A linked pull request is not ready.")
        #expect(shown["stagings"][0]["title"] == "" && shown["has_failed"] == false)
        let page = try story.host.query("pull_request_page", first)
        #expect(!page.text.contains("acme/b"))
        #expect(page["missing"] == ["A linked pull request is not ready."])
        #expect(page["panel"]["text"] == "A linked pull request is not ready.")

        let all = try story.host.query("dashboard", viewer: "dev", role: "viewer")["projects"][0]["branches"][0]
        #expect(all["failed"][0]["name"] == "acme/b#9")
        #expect(all["blocked"][0]["why"] == "Linked pull request acme/b#2 is not ready.")
        #expect(all["stagings"][0]["title"].string?.contains("acme/b#2 joined the batch") == true)
        let whole = try story.host.query("pull_request_page", first, viewer: "dev", role: "viewer")
        #expect(whole["history"][0]["reason"] == "acme/b#2 joined the batch")
        #expect(whole["linked"][0]["name"] == "acme/b#2")
    }

    @Test func resyncFindsWhatWasMissed() throws {
        let story = try Story()
        try story.ready(1)
        try story.host.addPullRequest(TestPullRequest(repository: "acme/a", number: 7))
        try story.host.updatePullRequest(1, in: "acme/a", ["closed": true])
        try story.host.resync()
        try story.settle()
        #expect(try story.state(1) == "closed")
        #expect(try story.state(7) == "opened")
        #expect(try story.active() == nil)
    }
}

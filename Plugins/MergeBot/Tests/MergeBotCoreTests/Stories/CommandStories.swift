import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

@Suite struct CommandStories {
    private func story() throws -> Story {
        let story = try Story()
        try story.host.addPerson(
            Person(
                login: "ann", name: "Ann", email: nil, operator: false,
                reviews: [Person.ReviewRight(repository: "acme/a", review: true, selfReview: false)]))
        try story.host.addPerson(
            Person(
                login: "ops", name: "Ops", email: "ops@example.test", operator: true,
                overrides: [Person.OverrideRight(context: "ci/build"), Person.OverrideRight(context: "ci/other", repository: "acme/z")]))
        return story
    }

    @Test func rolesFollowFromRights() throws {
        let story = try story()
        try story.open(1)
        try story.host.addPullRequest(TestPullRequest(repository: "acme/a", number: 2, author: "Rev"))
        try story.happen("opened", 2)
        #expect(try story.host.roles(of: "stranger", on: 1, in: "acme/a") == [])
        #expect(try story.host.roles(of: "DEV", on: 1, in: "acme/a") == ["author", "mergebot.participant"])
        #expect(
            try story.host.roles(of: "rev", on: 1, in: "acme/a") == [
                "mergebot.admin", "mergebot.can_skip_checks", "mergebot.reviewer", "mergebot.participant",
            ])
        // The right of self-review is for the own pull request, and only that.
        #expect(
            try story.host.roles(of: "rev", on: 2, in: "acme/a")
                == ["author", "mergebot.admin", "mergebot.can_skip_checks", "mergebot.reviewer", "mergebot.participant"])
        #expect(try story.host.roles(of: "ops", on: 1, in: "acme/a") == ["operator", "mergebot.can_override"])
        try story.comment("delegate", on: 1, ["logins": ["@Stranger"]])
        #expect(try story.host.roles(of: "stranger", on: 1, in: "acme/a") == ["mergebot.reviewer", "mergebot.participant"])
    }

    /// The host shows in its help what these roles allow.
    @Test(arguments: [(false, "rev", true), (true, "rev", false), (true, "boss", true)])
    func skippingChecksIsForOperatorsWhereTheSettingSaysSo(needsOperator: Bool, login: String, mayUse: Bool) throws {
        let host = try TestHost(
            MergeBotPlugin.self, configuration: ["mergebot": ["skipchecks_requires_operator": .bool(needsOperator)]])
        try host.addPullRequest(TestPullRequest(repository: "acme/a", number: 1))
        let rights = [Person.ReviewRight(repository: "acme/a", review: true, selfReview: false)]
        for (login, isOperator) in [("rev", false), ("boss", true)] {
            try host.addPerson(
                Person(login: login, name: login, email: "\(login)@example.test", operator: isOperator, reviews: rights))
        }
        try host.deliver("pull_request.opened", repository: "acme/a", number: 1)
        for command in ["skipchecks", "NOW", "NOW!"] {
            let result = try host.comment("@bot \(command)", by: login, on: 1, in: "acme/a")
            #expect((result == .done) == mayUse)
        }
    }

    @Test func approvalsThatMakeNoSenseAreRejected() throws {
        let story = try story()
        try story.open(1, draft: true)
        #expect(try story.comment("approve", on: 1) == .rejected("draft pull requests can not be approved"))
        try story.draft(1, false)
        #expect(
            try story.comment("approve", on: 1, by: "ann")
                == .rejected("no e-mail address is known for ann, so the approval can not be recorded; ask an administrator to add one"))
        #expect(
            try story.comment("approve-numbers", on: 1, ["numbers": [7]])
                == .rejected("none of #7 is this pull request or one that it was ported from"))
        // One wrong number is enough: the person may have meant another one.
        #expect(
            try story.comment("approve-numbers", on: 1, ["numbers": [1, 999]])
                == .rejected("none of #999 is this pull request or one that it was ported from"))
        #expect(try story.document(1)["reviewed_by"] == .null)
        #expect(try story.comment("approve-numbers", on: 1, ["numbers": [1]]) == .done)
        #expect(try story.comment("approve", on: 1) == .done)
        try story.settle()
        #expect(story.heard(1) == ["already_reviewed"])
        try story.close(1)
        #expect(try story.comment("approve", on: 1) == .rejected("this pull request is closed"))
    }

    @Test func anApprovalIsForTheHeadThatWasSeen() throws {
        let story = try story()
        try story.open(1)
        let head = try story.push(1)
        guard case .rejected(let reason) = try story.comment("approve", on: 1) else { Issue.record("it was approved"); return }
        #expect(reason.hasPrefix("the head changed to \(head) at "))
        try story.host.advance(seconds: 5)
        #expect(try story.comment("approve", on: 1) == .done)
    }

    @Test func approvingWhatFailedSaysSo() throws {
        let story = try story()
        let head = try story.open(1)
        try story.status(head, "failure")
        try story.settle()
        try story.comment("approve", on: 1)
        try story.settle()
        #expect(story.heard(1) == ["approved_with_failed_ci"])
        // Another failure is news.
        try story.status(head, "error", url: "https://ci.test/2")
        try story.settle()
        #expect(story.heard(1) == ["status_failed"])
    }

    @Test func unapprovingAndRetryingNeedSomethingToUndo() throws {
        let story = try story()
        try story.open(1)
        #expect(try story.comment("unapprove", on: 1, by: "dev") == .rejected("r- makes no sense here: the pull request is not approved"))
        #expect(try story.comment("retry", on: 1, by: "dev") == .rejected("retry makes no sense here: the pull request is not in error"))
    }

    @Test func skipchecksMakesTheBatchReadyAndUnapprovingEndsIt() throws {
        let story = try story()
        try story.open(1)
        #expect(try story.comment("skipchecks", on: 1) == .done)
        try story.settle()
        #expect(try story.state(1) == "ready")
        #expect(try story.document(1)["reviewed_by"] == "rev")
        #expect(try story.active() != nil)
        #expect(try story.comment("unapprove", on: 1, by: "dev") == .done)
        try story.settle()
        #expect(try story.state(1) == "opened")
        #expect(story.heard(1) == ["skipchecks_removed"])
        #expect(try story.active() == nil)
    }

    @Test func whoSkippedTheChecksIsNoReviewerAfterwards() throws {
        let story = try Story(repositories: ["acme/a", "acme/b", "acme/c"])
        let heads = try [(1, "acme/a"), (2, "acme/b"), (3, "acme/c")].map { try story.open($0.0, in: $0.1, label: "dev:x") }
        for head in heads { try story.status(head, "success") }
        try story.comment("approve", on: 3, in: "acme/c")
        try story.comment("skipchecks", on: 1)
        #expect(try story.document(2, in: "acme/b")["reviewed_by"] == "rev")
        try story.comment("unapprove", on: 1)
        try story.comment("approve", on: 1)
        try story.settle()
        #expect(try story.document(2, in: "acme/b")["reviewed_by"] == .null)
        #expect(try story.document(3, in: "acme/c")["reviewed_by"] == "rev", "that one was reviewed")
        #expect(try story.active() == nil)
        // A review while the checks are skipped is one, and stays.
        try story.comment("skipchecks", on: 1)
        try story.comment("approve", on: 2, in: "acme/b")
        try story.comment("unapprove", on: 1)
        #expect(try story.document(2, in: "acme/b")["reviewed_by"] == "rev")
    }

    @Test func anApprovalOfNothingIsRejected() throws {
        let story = try story()
        try story.open(1)
        try story.open(2)
        let id = try story.row(1).int64("id")
        try story.host.sql("UPDATE mergebot_pull_requests SET source = ?, parent = ? WHERE pull_request <> ?", id, id, id)
        // Nobody's ancestor: on a port whose source a stranger may not review, nothing is covered.
        let nothing = CommandResult.rejected("there is nothing here that you can approve")
        try story.host.addPerson(Person(login: "dev", name: "Dev", email: "dev@example.test", operator: false))
        #expect(try story.comment("approve", on: 2, by: "dev") == nothing)
        #expect(try story.document(2)["reviewed_by"] == .null)
    }

    @Test func cancellingMakesRoomAtOnceIfReadyAndLaterIfNot() throws {
        let story = try story()
        try story.ready(1)
        let head = try story.open(2)
        try story.comment("priority", on: 2)
        try story.comment("cancel", on: 2)
        try story.settle()
        #expect(try story.active()?["pull_requests"][0]["number"] == 1)
        try story.status(head, "success")
        try story.comment("approve", on: 2)
        try story.settle()
        #expect(try story.stagings[0]["reason"] == "acme/a#2 became ready and cancels stagings")
        #expect(try story.active()?["pull_requests"].array?.map { $0["number"] } == [2, 1])
    }

    @Test func nowIsPriorityAndSkipchecksAndCancel() throws {
        let story = try story()
        try story.ready(1)
        try story.open(2)
        #expect(try story.comment("now-alone", on: 2) == .done)
        try story.settle()
        #expect(try story.active()?["pull_requests"].array?.map { $0["number"] } == [2])
        #expect(try story.document(2)["priority"] == "alone")
    }

    @Test func overridesCountAsSuccessWhereTheRightIsGiven() throws {
        let story = try story()
        try story.open(1)
        #expect(
            try story.comment("override", on: 1, by: "ops", ["contexts": ["ci/other"]])
                == .rejected("you are not allowed to override the status ci/other"))
        #expect(try story.comment("override", on: 1, by: "ops", ["contexts": ["ci/build"]]) == .done)
        #expect(try story.state(1) == "validated")
        #expect(try story.document(1)["effective_statuses"]["ci/build"]["description"] == "overridden by @ops")
        // Overrides belong to the pull request: they survive pushes.
        try story.push(1)
        #expect(try story.state(1) == "validated")
    }

    @Test func linkedOnesThatAreNotReadyAreToldOnce() throws {
        let story = try Story(repositories: ["acme/a", "acme/b"])
        try story.open(2, in: "acme/b", label: "dev:x")
        try story.ready(1, label: "dev:x")
        try story.host.advance(seconds: 3601)
        try story.settle()
        #expect(story.heard(1) == ["linked_not_ready"])
        try story.host.advance(seconds: 3601)
        try story.settle()
        #expect(story.heard(1) == [])
    }
}

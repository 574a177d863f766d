import Testing

@testable import MergeBotCore

@Suite struct BatchBlockTests {
    private func member(
        _ number: Int, target: String = "master", open: Bool = true, draft: Bool = false, error: Bool = false, approved: Bool = true,
        status: Verdict = .success
    ) -> BatchBlock.Member {
        BatchBlock.Member(
            name: PullRequestName(repository: "acme/a", number: number), target: target, isOpen: open, isDraft: draft, hasError: error,
            isApproved: approved, status: status)
    }

    private func text(_ members: [BatchBlock.Member], merged: Bool = false, skipchecks: Bool = false) -> String? {
        BatchBlock.evaluate(isMerged: merged, skipchecks: skipchecks, members: members).map(WaitReason.text)
    }

    @Test func theFirstReasonOfTheTableDecides() {
        #expect(text([member(1)]) == nil)
        #expect(text([member(1, draft: true)], merged: true) == "already merged")
        #expect(text([member(1, open: false, error: true)]) == "all of its pull requests are closed")
        #expect(
            text([member(2, target: "17.0"), member(1, error: true)])
                == "its pull requests have several targets: acme/a#1 has master, acme/a#2 has 17.0")
        #expect(text([member(1, error: true, approved: false), member(2, draft: true)]) == "in error: acme/a#1; in draft: acme/a#2")
        #expect(
            text([member(1, approved: false), member(2, status: .pending), member(3, status: .failure)])
                == "waiting for review: acme/a#1; waiting for CI: acme/a#2; CI failed on: acme/a#3")
    }

    @Test func skipchecksLeavesErrorsAndDraftsInTheWay() {
        #expect(text([member(1, approved: false, status: .failure)], skipchecks: true) == nil)
        #expect(text([member(1, error: true)], skipchecks: true) == "in error: acme/a#1")
        #expect(text([member(1, draft: true)], skipchecks: true) == "in draft: acme/a#1")
    }

    @Test func closedMembersDoNotCount() {
        #expect(text([member(1), member(2, target: "17.0", open: false, draft: true)]) == nil)
    }
}

@Suite struct BatchLabelTests {
    @Test(arguments: [
        ("bob:fix", true), ("bob:patch-1", false), ("bob:patch-12", false), ("bob:patch-", true), ("bob:patch-1a", true),
        ("bob:my-patch-1", true),
    ])
    func webEditorBranchesAreNotShared(label: String, shared: Bool) {
        #expect(BatchLabel.canBeShared(label) == shared)
    }
}

@Suite struct MergeMethodTests {
    @Test func onlySingleCommitsNeedNoChoice() {
        #expect(MergeMethod.resolve(chosen: nil, commits: 1) == .rebaseFastForward)
        #expect(MergeMethod.resolve(chosen: nil, commits: 2) == nil)
        #expect(MergeMethod.resolve(chosen: nil, commits: 0) == .rebaseFastForward)
        #expect(MergeMethod.resolve(chosen: .merge, commits: 1) == .merge)
    }
}

@Suite struct QueuePositionTests {
    private let name = PullRequestName(repository: "acme/a", number: 7)

    private func facts(_ state: PullRequestState, _ change: (inout QueuePosition.Facts) -> Void = { _ in }) -> QueuePosition {
        var facts = QueuePosition.Facts(
            name: name, target: "master", state: state, isApproved: state == .ready || state == .approved,
            status: PullRequestStatus(verdict: .success, items: []))
        change(&facts)
        return QueuePosition(facts)
    }

    @Test func theSentenceIsTheFirstThingThatIsMissing() {
        let unseen = PullRequestStatus.Item(context: "build", status: nil, isOptional: false)
        let position = facts(.opened) { $0.status = PullRequestStatus(verdict: .pending, items: [unseen]) }
        #expect(position.missing == ["A reviewer has to approve it.", "The status build has not been seen yet."])
        #expect(position.sentence == "A reviewer has to approve it.")
    }

    @Test func readyOnesSayWhatTheyWaitFor() {
        #expect(facts(.ready).sentence == "It is ready and will be in one of the next stagings of master.")
        #expect(facts(.ready) { $0.isBranchBusy = true }.sentence == "It waits for the staging of master that is under test to end.")
        #expect(facts(.ready) { $0.isInStaging = true }.sentence == "It is being tested in a staging of master.")
        #expect(facts(.ready) { $0.isLanding = true }.sentence == "It is landing now.")
        #expect(facts(.ready) { $0.branchStopped = "Staging is disabled for master." }.sentence == "Staging is disabled for master.")
        #expect(facts(.ready).missing.isEmpty)
    }

    @Test func linkedOnesAreNamed() {
        let other = PullRequestName(repository: "acme/b", number: 1)
        let position = facts(.ready) { $0.block = .waiting(review: [other], ci: [other], failed: []) }
        #expect(position.missing == ["Linked pull request acme/b#1 is not ready."])
    }

    @Test func mergedAndClosedOnesMissNothing() {
        #expect(facts(.merged).sentence == nil)
        #expect(facts(.closed).missing.isEmpty)
    }
}

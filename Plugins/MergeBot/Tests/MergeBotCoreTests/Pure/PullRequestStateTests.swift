import PluginAPI
import Testing

@testable import MergeBotCore

@Suite struct PullRequestStateTests {
    /// The whole table of the state function: every combination of facts.
    @Test func everyCombinationOfFactsHasTheStateOfTheTable() {
        for bits in 0..<32 {
            for status in [Verdict.pending, .failure, .success] {
                let facts = PullRequestState.Facts(
                    isClosed: bits & 1 != 0, isBatchMerged: bits & 2 != 0, hasError: bits & 4 != 0, skipchecks: bits & 8 != 0,
                    isApproved: bits & 16 != 0, status: status)
                #expect(PullRequestState(facts) == Self.expected(facts), "\(facts)")
            }
        }
    }

    private static func expected(_ facts: PullRequestState.Facts) -> PullRequestState {
        let table: [(Bool?, Bool?, Bool?, Bool?, Bool?, Bool?, PullRequestState)] = [
            (true, nil, nil, nil, nil, nil, .closed),
            (false, true, nil, nil, nil, nil, .merged),
            (false, false, true, nil, nil, nil, .error),
            (false, false, false, true, nil, nil, .ready),
            (false, false, false, false, true, true, .ready),
            (false, false, false, false, true, false, .approved),
            (false, false, false, false, false, true, .validated),
            (false, false, false, false, false, false, .opened),
        ]
        func fits(_ wanted: Bool?, _ value: Bool) -> Bool { wanted == nil || wanted == value }
        let rows = table.filter {
            fits($0.0, facts.isClosed) && fits($0.1, facts.isBatchMerged) && fits($0.2, facts.hasError)
                && fits($0.3, facts.skipchecks) && fits($0.4, facts.isApproved) && fits($0.5, facts.status == .success)
        }
        precondition(rows.count == 1, "the rows of the table exclude each other")
        return rows[0].6
    }
}

@Suite struct PullRequestStatusTests {
    private let build = RequiredStatus(context: "build")
    private let lint = RequiredStatus(context: "lint", pullRequests: .optional)
    private let docs = RequiredStatus(context: "docs", pullRequests: .ignored)
    private let stable = RequiredStatus(context: "stable", branches: BranchFilter(only: ["1*"]))

    private func verdict(_ statuses: [String: CommitStatus.State], target: String = "master", skipchecks: Bool = false) -> Verdict {
        PullRequestStatus.evaluate(
            entries: [build, lint, docs, stable], target: target, effective: statuses.mapValues { CommitStatus(state: $0) },
            skipchecks: skipchecks
        ).verdict
    }

    @Test func missingRequiredStatusesArePendingAndOptionalOnesAreNot() {
        #expect(verdict([:]) == .pending)
        #expect(verdict(["build": .success]) == .success)
        #expect(verdict(["build": .success, "lint": .pending]) == .pending)
        #expect(verdict(["build": .success, "lint": .failure]) == .failure)
        #expect(verdict(["build": .success, "docs": .failure, "unknown": .error]) == .success)
    }

    @Test func failureBeatsPendingAndErrorCountsAsFailure() {
        #expect(verdict(["build": .pending, "lint": .error]) == .failure)
        #expect(verdict(["build": .error]) == .failure)
    }

    @Test func entriesApplyToTheirBranchesOnly() {
        #expect(verdict(["build": .success], target: "17.0") == .pending)
        #expect(verdict(["build": .success, "stable": .success], target: "17.0") == .success)
    }

    @Test func skipchecksSucceedsWhateverCISays() {
        #expect(verdict(["build": .failure], skipchecks: true) == .success)
    }

    @Test func noEntriesMeanSuccess() {
        #expect(PullRequestStatus.evaluate(entries: [], target: "a", effective: [:], skipchecks: false).verdict == .success)
    }

    @Test func nearerOverridesWin() {
        let effective = PullRequestStatus.effective(
            ["build": CommitStatus(state: .failure), "lint": CommitStatus(state: .pending)],
            overrides: [["build": CommitStatus(state: .error)], ["build": CommitStatus(state: .success)]])
        #expect(effective.mapValues(\.state) == ["build": .success, "lint": .pending])
    }
}

@Suite struct ApprovalFreshnessTests {
    private func answer(changed: Int64?, commented: Int64, settle: Int64 = 5, commit: String? = nil) -> ApprovalFreshness.Answer {
        ApprovalFreshness(head: "new", headChangedAt: changed, settleSeconds: settle).check(createdAt: commented, reviewedCommit: commit)
    }

    @Test func headsThatChangedInALaterSecondWereNotSeen() {
        #expect(answer(changed: 11_000, commented: 10_000) == .headChanged)
        #expect(answer(changed: 10_900, commented: 10_000, settle: 0) == .fresh)
        #expect(answer(changed: nil, commented: 10_000) == .fresh)
    }

    @Test func headsThatChangedShortlyBeforeMayNotHaveBeenSeen() {
        #expect(answer(changed: 10_000, commented: 14_000) == .headChanged)
        #expect(answer(changed: 10_000, commented: 15_000) == .fresh)
        #expect(answer(changed: 10_000, commented: 14_000, settle: 0) == .fresh)
    }

    @Test func aReviewMustBeOfTheHead() {
        #expect(answer(changed: nil, commented: 10_000, commit: "old") == .reviewedAnother("old"))
        #expect(answer(changed: 10_000, commented: 14_000, commit: "new") == .fresh)
    }
}

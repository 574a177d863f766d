import PluginAPI
import Testing

@testable import MergeBotCore

@Suite struct SelectionTests {
    private func batch(_ id: Int64, _ priority: Priority = .default, at time: Int64 = 0) -> Selection.Candidate {
        Selection.Candidate(id: BatchID(id), priority: priority, unblockedAt: time)
    }

    private func split(_ id: Int64, _ batches: [Int64]) -> Selection.Split {
        Selection.Split(id: SplitID(id), batches: batches.map { batch($0) })
    }

    private func choose(
        _ ready: [Selection.Candidate], _ splits: [Selection.Split] = [], _ preference: Selection.Preference = .default
    ) -> String? {
        Selection.choose(ready: ready, splits: splits, preference: preference).map { selection in
            let origin =
                switch selection.origin {
                case .alone: "alone"
                case .ready: "ready"
                case .split(let id): "split \(id.value)"
                }
            return "\(origin): \(selection.batches.map(\.value))"
        }
    }

    @Test func readyBatchesGoByPriorityThenByTimeThenByAge() {
        let ready = [batch(1, .nice), batch(2, at: 5), batch(3, at: 3), batch(4, .priority, at: 9), batch(6, at: 3)]
        #expect(choose(ready) == "ready: [4, 3, 6, 2, 1]")
        #expect(choose([]) == nil)
    }

    @Test func aloneBatchesGoBeforeSplitsAndByThemselves() {
        #expect(choose([batch(1), batch(2, .alone), batch(3, .alone)], [split(9, [7])], .ready) == "alone: [2, 3]")
    }

    @Test func preferenceDecidesBetweenSplitsAndReady() {
        let ready = [batch(1), batch(2)]
        let splits = [split(8, [5]), split(9, [6, 7])]
        #expect(choose(ready, splits) == "split 8: [5]")
        #expect(choose(ready, splits, .ready) == "ready: [1, 2]")
        #expect(choose([], splits, .ready) == "split 8: [5]")
        #expect(choose(ready, splits, .largest) == "split 9: [6, 7]")
        #expect(choose(ready + [batch(3)], splits, .largest) == "ready: [1, 2, 3]")
        #expect(choose(ready, [split(8, [5, 6]), split(9, [7, 10])], .largest) == "split 8: [5, 6]")
    }
}

@Suite struct SplitterTests {
    @Test(arguments: [(2, 1, 1), (3, 1, 2), (4, 2, 2), (5, 2, 3), (7, 3, 4), (8, 4, 4)])
    func theFirstHalfIsTheSmallerOne(count: Int, first: Int, second: Int) {
        let halves = Splitter.halves(Array(0..<count))
        #expect(halves.first == Array(0..<first))
        #expect(halves.second == Array(first..<count))
        #expect(halves.second.count == second)
    }
}

@Suite struct StagingVerdictTests {
    private let heads = [
        StagingVerdict.Head(repository: "acme/a", sha: "a", contexts: ["build", "lint"]),
        StagingVerdict.Head(repository: "acme/b", sha: "b", contexts: ["build"]),
        StagingVerdict.Head(repository: "acme/c", sha: "c", contexts: []),
    ]

    private func status(_ state: CommitStatus.State, at time: Int64 = 0) -> CommitStatus {
        CommitStatus(state: state, targetURL: "https://ci/\(time)", updatedAt: time)
    }

    @Test func everyRequiredStatusOfEveryHeadCounts() {
        #expect(StagingVerdict.evaluate(heads: heads, statuses: [:]).verdict == .pending)
        let green: [String: Statuses] = ["a": ["build": status(.success), "lint": status(.success)], "b": ["build": status(.success)]]
        #expect(StagingVerdict.evaluate(heads: heads, statuses: green).verdict == .success)
        #expect(StagingVerdict.evaluate(heads: [heads[2]], statuses: ["c": ["build": status(.failure)]]).verdict == .success)
        #expect(StagingVerdict.evaluate(heads: heads, statuses: ["b": ["build": status(.error)]]).verdict == .failure)
    }

    @Test func onlyPendingStatusesMoveTheDeadlineAndNeverBack() {
        let running = StagingVerdict.evaluate(
            heads: heads, statuses: ["a": ["build": status(.pending, at: 50)], "b": ["build": status(.success, at: 90)]])
        #expect(running.deadline(current: 100, timeout: 60) == 110)
        #expect(running.deadline(current: 200, timeout: 60) == 200)
        #expect(StagingVerdict.evaluate(heads: heads, statuses: [:]).deadline(current: 100, timeout: 60) == 100)
    }

    @Test func theFirstFailedRequiredStatusIsBlamed() {
        let statuses: [String: Statuses] = ["b": ["build": status(.failure, at: 1)], "a": ["other": status(.failure)]]
        let own = FailureAttribution.failure(heads: heads, statuses: statuses, repositories: ["acme/b"])
        #expect(own.blamed == .repository("acme/b"))
        #expect(own.text == "build (view more at https://ci/1)")
        let foreign = FailureAttribution.failure(heads: heads, statuses: statuses, repositories: ["acme/a"])
        #expect(foreign.blamed == .everyone)
        #expect(foreign.text == "build on b (view more at https://ci/1)")
        #expect(FailureAttribution.failure(heads: heads, statuses: [:], repositories: []).text == "unknown reason")
        #expect(FailureAttribution.timeout(minutes: 60).text == "timed out (>60 minutes)")
    }
}

import Contract
import Foundation
import Git

/// What it costs to pick one commit onto a target, by the size of the repository.
struct PickBench {
    /// The number of commits in the longer of the two plans whose difference is measured.
    private static let long = 21
    private static let who = CommitSignature(author: CommitAuthor(name: "Bob Example", email: "bob@example.org"), seconds: 1_700_000_000)

    let workbench: Workbench

    func measure() async throws -> Measurements {
        var measurements = Measurements()
        let folder = try workbench.subfolder("git")
        let cache = try RepositoryCache(settings: GitSettings(directory: folder, logger: workbench.logger))
        for (name, directories) in [("4k", 20), ("40k", 200), ("400k", 2000)] {
            let repository = try await cache.repository("bench/tree-\(name)")
            let base = try TreeMaker(directories: directories, files: 200).make(in: repository.directory, folder: folder)
            let plans = Plans(cache: cache, repository: repository, base: base)
            measurements.add("pick_ms_\(name)", try await plans.differences(heads: try await plans.ordinaryHeads(Self.long), runs: 30))
            if name == "40k" { try await measureOthers(plans, &measurements) }
            await cache.close(repository.name)
        }
        return measurements
    }

    private func measureOthers(_ plans: Plans, _ measurements: inout Measurements) async throws {
        let heads = try await plans.ordinaryHeads(1)
        let target = try await plans.target()
        measurements.add("compose_ms_40k", try await plans.times(heads: heads, runs: 21))
        let clashing = try await plans.clashingHeads(5)
        measurements.add("pick_fallback_ms_40k", try await plans.differences(heads: clashing, runs: 12))
        // As the host does when there are many packs, since git opens every one of them.
        try await plans.repository.repack()
        measurements.add("compose_fallback_ms_40k", try await plans.times(heads: Array(clashing.prefix(1)), runs: 21))
        let directory = plans.repository.directory
        for run in 0..<24 {
            let elapsed = try await Stopwatch.milliseconds {
                try Child.run(
                    ["/usr/bin/git", "--git-dir", directory, "merge-tree", "--write-tree", target.hex, heads[0].hex],
                    log: "\(workbench.folder)/git.log")
            }
            if run >= 3 { measurements.add("git_merge_tree_ms_40k", elapsed) }
        }
        let library = try WholeTreeMerge(directory: directory)
        for run in 0..<8 {
            let elapsed = try await Stopwatch.milliseconds { try library.merge(target.hex, heads[0].hex) }
            if run >= 1 { measurements.add("libgit2_ms_40k", elapsed) }
        }
    }

    /// Plans for one repository, composed as the host composes them.
    private struct Plans {
        let cache: RepositoryCache
        let repository: BareRepository
        let base: ObjectID

        /// The target: the base with changes in files that no ordinary pull request touches, and in some that the clashing ones do.
        func target() async throws -> ObjectID {
            let clashing = (0..<5).map { FileChange(TreeMaker.path(2, $0), text: TreeMaker.content($0, first: "changed in the target")) }
            return try await write(
                [FileChange(TreeMaker.path(1, 3), text: "changed\n"), FileChange("group0/dir1/new", text: "x\n")] + clashing)
        }

        /// Commits that change one file and add another.
        func ordinaryHeads(_ count: Int) async throws -> [ObjectID] {
            try await each(count) { number in
                let directory = number % 17 + 3
                return [
                    FileChange(TreeMaker.path(directory, number + 5), text: "changed by \(number)\n"),
                    FileChange("group0/dir\(directory)/new-\(number)", text: "new\n"),
                ]
            }
        }

        /// Commits that change a file that the target has also changed, in another place.
        func clashingHeads(_ count: Int) async throws -> [ObjectID] {
            try await each(count) { [FileChange(TreeMaker.path(2, $0), text: TreeMaker.content($0, last: "changed by a pull request"))] }
        }

        private func each(_ count: Int, _ changes: (Int) -> [FileChange]) async throws -> [ObjectID] {
            var heads: [ObjectID] = []
            for number in 0..<count { heads.append(try await write(changes(number))) }
            return heads
        }

        private func write(_ changes: [FileChange]) async throws -> ObjectID {
            try await repository.writeCommit(
                changing: changes, parents: [base], message: "a change\n", author: PickBench.who, committer: PickBench.who)
        }

        /// The cost of one more commit: a long plan minus a short one, so that the fixed cost of a plan does not count.
        func differences(heads: [ObjectID], runs: Int) async throws -> [Double] {
            let target = try await target()
            var differences: [Double] = []
            for run in 0..<(runs + 3) {
                let short = try await compose([heads[0]], on: target, time: run * 2)
                let long = try await compose(heads, on: target, time: run * 2 + 1)
                if run >= 3 { differences.append((long - short) / Double(heads.count - 1)) }
            }
            return differences
        }

        func times(heads: [ObjectID], runs: Int) async throws -> [Double] {
            let target = try await target()
            var times: [Double] = []
            for run in 0..<runs { times.append(try await compose(heads, on: target, time: 1000 + run)) }
            return times
        }

        private func compose(_ heads: [ObjectID], on target: ObjectID, time: Int) async throws -> Double {
            let name = repository.name
            let groups = heads.enumerated().map { index, head in
                let pick = Compose.Pick(repository: name, method: .rebaseFastForward, head: head, commits: [.init(id: head)])
                return Compose.Group(id: .number(Int64(index)), picks: [pick])
            }
            // Another time makes other commits, so none of them exists already.
            let plan = Compose(
                repositories: [.init(repository: name, base: target)], groups: groups, committer: PickBench.who.author,
                time: Timestamp(milliseconds: 1_700_000_000_000 + Int64(time) * 1000))
            var result: Compose.Result?
            let elapsed = try await Stopwatch.milliseconds { result = try await Composer(cache: cache).compose(plan) }
            guard let result, result.groups.allSatisfy({ $0.state == .staged }) else {
                throw BenchError("a commit of the benchmark could not be picked")
            }
            return elapsed
        }
    }
}

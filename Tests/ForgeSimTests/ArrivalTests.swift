import Testing

@testable import ForgeSim

@Suite("What new branches bring")
struct ArrivalTests {
    @Test("a new branch announces what no branch has, whatever was created, moved, forced and deleted before", arguments: 1...4)
    func sameAsGit(seed: UInt64) async throws {
        try await simulated { s in
            try await Sink.with { sink in
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink, events: ["push"])
                let tree = try await s.clone(repository, as: s.owner)
                var dice = Dice(seed: seed)
                var branches = ["main"]
                for step in 0..<16 {
                    if branches.count > 2, dice.below(3) == 0 {
                        let other = branches[1 + dice.below(branches.count - 1)]
                        try await (dice.below(2) == 0 ? delete(other, &branches, tree) : amend(other, tree))
                    }
                    try await start("b\(step)", branches, &dice, tree)
                    let expected = try await tree.git("rev-list", "--topo-order", "--reverse", "HEAD", "--not", "--remotes=origin").text
                    #expect(try await tree.git("push", "-q", "origin", "HEAD:refs/heads/b\(step)").status == 0)
                    branches.append("b\(step)")
                    let push = try #require(try await s.journal("push").last)["payload"]
                    #expect(push["ref"] == .string("refs/heads/b\(step)"))
                    let commits = (push["commits"].array ?? []).compactMap { $0["id"].string }
                    #expect(commits == expected.split(separator: "\n").map(String.init), "seed \(seed), step \(step)")
                }
            }
        }
    }

    private func delete(_ branch: String, _ branches: inout [String], _ tree: WorkTree) async throws {
        branches.removeAll { $0 == branch }
        #expect(try await tree.git("push", "-q", "origin", ":\(branch)").status == 0)
    }

    private func amend(_ branch: String, _ tree: WorkTree) async throws {
        _ = try await tree.git("checkout", "-q", "--detach", "origin/\(branch)")
        _ = try await tree.git("commit", "-q", "--amend", "--allow-empty", "-m", "amended")
        #expect(try await tree.git("push", "-q", "--force", "origin", "HEAD:\(branch)").status == 0)
    }

    /// A random position in the history, with or without merges and new commits.
    private func start(_ name: String, _ branches: [String], _ dice: inout Dice, _ tree: WorkTree) async throws {
        _ = try await tree.git("fetch", "-q", "--prune", "origin")
        _ = try await tree.git("checkout", "-q", "--detach", "origin/\(dice.pick(branches))")
        if dice.below(3) == 0 { _ = try await tree.git("checkout", "-q", "--detach", "HEAD~1") }
        for number in 0..<dice.below(4) { try await tree.commit("\(name)-\(number)", "x", "\(name) \(number)") }
        if dice.below(2) == 0 { _ = try await tree.git("merge", "-q", "--no-ff", "-m", "merged", "origin/\(dice.pick(branches))") }
    }
}

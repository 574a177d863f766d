import Contract
import Testing

@testable import Git

/// The tree walk against git itself, on random trees with fixed seeds.
@Suite struct RandomMergeTests {
    private struct Case: Sendable {
        let seed: UInt64
        let ours: ObjectID
        let theirs: ObjectID
        let walk: TreeWalkMerge.Answer
    }

    @Test("Ordinary changes are merged by the walk, as git merges them")
    func ordinaryChanges() async throws {
        let cases = try await check(seeds: 1...120, kinds: Mutation.ordinary, edits: 4, files: 30...60)
        let taken = cases.count { $0.walk.isMerged }
        #expect(Double(taken) >= 0.8 * Double(cases.count), "the walk answered \(taken) of \(cases.count)")
    }

    @Test(
        "Where the walk answers, git answers the same",
        arguments: [
            [.rename, .edit, .add], [.renameDirectory, .add, .edit], [.moveAndEdit, .delete, .add, .edit],
            [.link, .gitlink, .mode, .edit], [.clash, .add, .edit], [.sameDelete, .rename, .add],
            Mutation.allCases,
        ] as [[Mutation]])
    func everyKind(_ kinds: [Mutation]) async throws {
        let seed = UInt64(kinds.count) * 7_919 + 1_000_000
        let cases = try await check(seeds: seed...(seed + 120), kinds: kinds, edits: 5, files: 8...20)
        #expect(cases.contains { $0.walk.isMerged })
        #expect(cases.contains { !$0.walk.isMerged })
    }

    /// Makes a case for each seed, merges it with the tree walk, and compares with git if the walk had an answer.
    private func check(seeds: ClosedRange<UInt64>, kinds: [Mutation], edits: Int, files: ClosedRange<Int>) async throws -> [Case] {
        let workshop = try Workshop()
        let repository = try await workshop.repository()
        let cases = try await repository.exclusively { repository in
            let store = try repository.store()
            return try seeds.map { try Self.makeCase(seed: $0, kinds: kinds, edits: edits, files: files, store) }
        }
        let answers = try Oracle(repository: repository).merge(cases.map { ($0.ours, $0.theirs) })
        try #require(answers.count == cases.count)
        for (item, answer) in zip(cases, answers) {
            guard case .merged(let tree) = item.walk else { continue }
            #expect(answer.isClean && answer.tree == tree, "seed \(item.seed): git says \(answer)")
        }
        return cases
    }

    private static func makeCase(
        seed: UInt64, kinds: [Mutation], edits: Int, files: ClosedRange<Int>, _ store: ObjectStore
    ) throws -> Case {
        var trees = RandomTrees(seed: seed)
        let base = trees.base(files: files)
        // Both sides often begin with the same changes: this is what a port or a duplicate looks like.
        let shared = trees.random.once(in: 3) ? trees.change(base, with: trees.mutations(from: kinds, upTo: 2)) : base
        let ours = trees.change(shared, with: trees.mutations(from: kinds, upTo: edits))
        let theirs = trees.change(shared, with: trees.mutations(from: kinds, upTo: edits))
        let author = CommitSignature(author: ann, seconds: Int64(seed))
        func commit(_ tree: ObjectID, _ parents: [ObjectID]) throws -> ObjectID {
            try store.write(Commit(tree: tree, parents: parents, author: author, committer: author, message: "\(seed)\n"))
        }
        let baseTree = try base.write(to: store)
        let oursTree = try ours.write(to: store)
        let theirsTree = try theirs.write(to: store)
        let root = try commit(baseTree, [])
        return Case(
            seed: seed, ours: try commit(oursTree, [root]), theirs: try commit(theirsTree, [root]),
            walk: try TreeWalkMerge(store: store).merge(base: baseTree, ours: oursTree, theirs: theirsTree))
    }
}

extension TreeWalkMerge.Answer {
    var isMerged: Bool {
        if case .merged = self { true } else { false }
    }
}

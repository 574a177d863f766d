import Contract
import Testing

@testable import Git

@Suite struct TreeWalkTests {
    private typealias Files = [String: String]

    private static func walk(_ base: Files, _ ours: Files, _ theirs: Files) async throws -> (TreeWalkMerge.Answer, Files) {
        let workshop = try Workshop()
        return try await workshop.repository().exclusively { repository in
            let store = try repository.store()
            func tree(_ files: Files) throws -> ObjectID {
                try TreeEditor(store: store).apply(files.map { FileChange($0.key, text: $0.value) }, to: .emptyTree)
            }
            let answer = try TreeWalkMerge(store: store).merge(base: tree(base), ours: tree(ours), theirs: tree(theirs))
            guard case .merged(let id) = answer else { return (answer, [:]) }
            let names = Set(base.keys).union(ours.keys).union(theirs.keys)
            var result: Files = [:]
            for name in names {
                guard let entry = try TreeEditor(store: store).entry(name, in: id), !entry.isDirectory else { continue }
                result[name] = String(decoding: try store.read(entry.id, .blob), as: UTF8.self)
            }
            return (answer, result)
        }
    }

    @Test("Changes to different files come together")
    func differentFiles() async throws {
        let (_, files) = try await Self.walk(
            ["a": "1", "d/x": "1", "d/y": "1"], ["a": "1", "d/x": "2", "d/y": "1"],
            ["a": "1", "d/x": "1", "d/y": "2", "new": "n"])
        #expect(files == ["a": "1", "d/x": "2", "d/y": "2", "new": "n"])
    }

    @Test("The same change on both sides is taken once")
    func sameChange() async throws {
        let (_, files) = try await Self.walk(["a": "1", "b": "1"], ["a": "2", "b": "1"], ["a": "2", "b": "3"])
        #expect(files == ["a": "2", "b": "3"])
    }

    @Test("A directory that only one side changed is taken whole, deletions included")
    func oneSidedDeletion() async throws {
        let (_, files) = try await Self.walk(
            ["d/x": "1", "d/y": "1", "e/z": "1"], ["d/x": "1", "e/z": "1"], ["d/x": "1", "d/y": "1", "e/z": "2"])
        #expect(files == ["d/x": "1", "e/z": "2"])
    }

    @Test(
        "What needs an algorithm is left to git",
        arguments: [
            (["a": "1"], ["a": "2"], ["a": "3"], TreeWalkMerge.Obstacle.changedOnBothSides),
            (["a": "1"], ["a": "1", "n": "2"], ["a": "1", "n": "3"], .addedOnBothSides),
            (["a": "1", "b": "1"], ["b": "1"], ["a": "1", "b": "2"], .deleted),
            (["a": "1"], ["a": "1", "n": "2"], ["a": "1", "n/x": "3"], .nameCollision),
            (["a": "1", "d/x": "1", "d/y": "1"], ["a": "2", "d/x": "1"], ["a": "1", "b": "1", "d/x": "1"], .deleted),
        ] as [([String: String], [String: String], [String: String], TreeWalkMerge.Obstacle)])
    func obstacles(
        base: [String: String], ours: [String: String], theirs: [String: String], obstacle: TreeWalkMerge.Obstacle
    ) async throws {
        #expect(try await Self.walk(base, ours, theirs).0 == .unanswered(obstacle))
    }

    @Test("Names keep git's order where a directory sorts behind a file with a dot")
    func order() async throws {
        let (answer, files) = try await Self.walk(
            ["a/x": "1", "a.b": "1", "a-b": "1"], ["a/x": "2", "a.b": "1", "a-b": "1", "a0": "1"],
            ["a/x": "1", "a/y": "1", "a.b": "2", "a-b": "1", "a": ""].filter { $0.key != "a" })
        #expect(answer.isMerged)
        #expect(files == ["a/x": "2", "a/y": "1", "a.b": "2", "a-b": "1", "a0": "1"])
    }
}

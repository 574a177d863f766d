import Contract
import Foundation
import Testing

@testable import Git

@Suite struct InspectTests {
    @Test("Pull requests are fetched and their commits listed, parents first")
    func inspect() async throws {
        let workshop = try Workshop()
        let forge = try await workshop.repository("forge/site")
        let local = try await workshop.repository("acme/site")
        let root = try await forge.commit(["a": "1\n"], message: "Root\n")
        // The younger commit has the older date.
        let first = try await forge.commit(["b": "1\n"], on: root, message: "First\n", at: 1_700_000_500)
        let second = try await forge.commit(["c": "1\n"], on: first, message: "Second\n", at: 1_600_000_000)
        let main = try await forge.commit(["a": "2\n"], on: root, message: "Main\n")
        let other = try await forge.commit(["z": "1\n"], message: "Unrelated\n")
        try await forge.setReference("refs/heads/main", to: main)
        try await forge.setReference("refs/pull/3/head", to: second)
        let gone = try #require(ObjectID(String(repeating: "5a", count: 20)))
        let request = Inspect(
            target: "main",
            pullRequests: [.init(number: 3, head: gone), .init(number: 2, head: second), .init(number: 4, head: other)])
        let result = try await local.inspect(request, keep: "inspect", from: workshop.remote(forge))
        #expect(result.targetHead == main)
        #expect(result.pullRequests.map(\.found) == [false, true, true])
        #expect(result.pullRequests[0].head == second, "what the pull request has now")
        let found = result.pullRequests[1]
        #expect(found.mergeBase == root)
        #expect(found.behind == 1)
        #expect(found.commits.map(\.message) == ["First\n", "Second\n"])
        #expect(found.commits[0].author.seconds == 1_700_000_500)
        #expect(found.commits[1].parents == [first])
        #expect(!found.isTruncated)
        #expect(result.pullRequests[2].mergeBase == nil)
        #expect(result.pullRequests[2].commits.count == 1)
    }

    @Test("A target that does not exist is said so")
    func noTarget() async throws {
        let workshop = try Workshop()
        let forge = try await workshop.repository("forge/site")
        let local = try await workshop.repository("acme/site")
        let root = try await forge.commit(["a": "1\n"])
        let request = Inspect(target: "gone", pullRequests: [.init(number: 1, head: root)])
        let result = try await local.inspect(request, keep: "inspect", from: workshop.remote(forge))
        #expect(result.targetHead == nil)
        #expect(result.pullRequests[0].commits.count == 1)
    }

    @Test("The JSON form has dates in milliseconds")
    func json() throws {
        let commit = Commit(
            tree: .emptyTree, parents: [], author: CommitSignature(author: ann, seconds: 7),
            committer: CommitSignature(author: bob, seconds: 8),
            message: "m\n")
        let data = try JSONEncoder().encode(Inspect.Commit(id: .zero, commit: commit))
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        #expect(object?["sha"] as? String == ObjectID.zero.hex)
        #expect((object?["author"] as? [String: Any])?["date"] as? Int == 7000)
        #expect((object?["author"] as? [String: Any])?["email"] as? String == "ann@example.org")
    }
}

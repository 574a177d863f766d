import Contract
import Testing

@testable import Git

/// Each merge method on one repository.
@Suite struct ComposeMethodTests {
    private static let time: Int64 = 1_750_000_000_123

    /// A target that has moved on, and a pull request of two commits based on its former head.
    private struct Scene {
        let workshop: Workshop
        let repository: BareRepository
        let root: ObjectID
        let target: ObjectID
        let first: ObjectID
        let second: ObjectID

        init() async throws {
            workshop = try Workshop()
            repository = try await workshop.repository()
            root = try await repository.commit(["a": "1\n", "d/b": "1\n"], message: "Root\n")
            target = try await repository.commit(["d/c": "1\n"], on: root, message: "Target\n")
            first = try await repository.commit(["a": "2\n"], on: root, message: "First\n", at: 1_600_000_000)
            second = try await repository.commit(["d/b": "2\n"], on: first, message: "Second\n", at: 1_600_000_001)
        }

        func pick(_ method: PickMethod, commits: [Compose.Pick.Item]? = nil, message: String? = "Pull request\n") -> Compose.Pick {
            let items = commits ?? [.init(id: first, message: "First, finished\n"), .init(id: second, message: "Second, finished\n")]
            return Compose.Pick(
                repository: repository.name, number: 7, method: method, head: items[items.count - 1].id, commits: items,
                message: message)
        }

        func run(_ pick: Compose.Pick, on base: ObjectID? = nil) async throws -> Compose.GroupResult {
            let plan = Compose(
                repositories: [.init(repository: repository.name, base: base ?? target)],
                groups: [Compose.Group(id: .number(1), picks: [pick])], committer: bot, time: Timestamp(milliseconds: time))
            let result = try await workshop.compose(plan)
            #expect(try await workshop.compose(plan) == result, "a plan makes the same commits each time")
            return result.groups[0]
        }
    }

    private static func head(_ result: Compose.GroupResult) throws -> ObjectID {
        try #require(result.heads["acme/site"], "\(result.message ?? "no message")")
    }

    @Test("rebase-ff copies each commit and dates the copies with the plan")
    func rebaseFastForward() async throws {
        let scene = try await Scene()
        let result = try await scene.run(scene.pick(.rebaseFastForward))
        let head = try Self.head(result)
        let last = try await scene.repository.commit(head)
        #expect(last.message == "Second, finished\n")
        #expect(last.author == CommitSignature(author: ann, seconds: 1_600_000_001, zone: "+0200"))
        #expect(last.committer == CommitSignature(author: bob, seconds: 1_750_000_000, zone: "+0000"))
        let copy = try await scene.repository.commit(last.parents[0])
        #expect(copy.message == "First, finished\n")
        #expect(copy.parents == [scene.target])
        #expect(
            result.commits["acme/site"] == [
                scene.first.hex: last.parents[0], scene.second.hex: head, "": head,
            ])
        #expect(try await scene.repository.text("a", at: head) == "2\n")
        #expect(try await scene.repository.text("d/c", at: head) == "1\n")
    }

    @Test("rebase-merge joins the copies with a merge commit of the bot")
    func rebaseMerge() async throws {
        let scene = try await Scene()
        let result = try await scene.run(scene.pick(.rebaseMerge))
        let head = try Self.head(result)
        let merge = try await scene.repository.commit(head)
        #expect(merge.parents == [scene.target, result.commits["acme/site"]?[scene.second.hex]])
        #expect(merge.author == CommitSignature(author: bot, seconds: 1_750_000_000, zone: "+0000"))
        #expect(merge.author == merge.committer)
        #expect(merge.message == "Pull request\n")
        #expect(result.commits["acme/site"]?[""] == head)
    }

    @Test("merge leaves the commits as they are")
    func merge() async throws {
        let scene = try await Scene()
        let result = try await scene.run(scene.pick(.merge))
        let head = try Self.head(result)
        let merge = try await scene.repository.commit(head)
        #expect(merge.parents == [scene.target, scene.second])
        #expect(merge.author.author == bot)
        #expect(
            result.commits["acme/site"] == [
                scene.first.hex: scene.first, scene.second.hex: scene.second, "": head,
            ])
    }

    @Test("merge makes a head that merged the target anew")
    func replica() async throws {
        let scene = try await Scene()
        let merged = try await scene.repository.commit(
            ["a": "2\n", "d/b": "2\n", "d/c": "1\n"], on: scene.second, scene.target, message: "Merge main\n", at: 1_650_000_000)
        let target = try await scene.repository.commit(["e": "1\n"], on: scene.target)
        let pick = scene.pick(
            .merge,
            commits: [.init(id: scene.first), .init(id: scene.second), .init(id: merged, message: "Merge main, finished\n")])
        let result = try await scene.run(pick, on: target)
        let head = try Self.head(result)
        let replica = try await scene.repository.commit(head)
        #expect(replica.parents == [target, scene.second])
        #expect(replica.message == "Merge main, finished\n")
        #expect(replica.author.seconds == 1_650_000_000)
        #expect(replica.committer == CommitSignature(author: bob, seconds: 1_650_000_000, zone: "+0200"))
        #expect(result.commits["acme/site"]?[merged.hex] == head)
        #expect(result.commits["acme/site"]?[""] == head)
        #expect(try await scene.repository.text("e", at: head) == "1\n")
    }

    @Test("merge refuses a head with several parents outside of the pull request")
    func octopus() async throws {
        let scene = try await Scene()
        let other = try await scene.repository.commit(["z": "1\n"], on: scene.root)
        let head = try await scene.repository.commit(["y": "1\n"], on: scene.second, scene.target, other)
        let result = try await scene.run(scene.pick(.merge, commits: [.init(id: scene.first), .init(id: scene.second), .init(id: head)]))
        #expect(result.code == .mergeCommit)
        #expect(result.commit == head)
    }

    @Test("squash makes one commit of its only author")
    func squash() async throws {
        let scene = try await Scene()
        let result = try await scene.run(scene.pick(.squash))
        let head = try Self.head(result)
        let commit = try await scene.repository.commit(head)
        #expect(commit.parents == [scene.target])
        #expect(commit.author == CommitSignature(author: ann, seconds: 1_600_000_001, zone: "+0200"))
        #expect(commit.committer == CommitSignature(author: bob, seconds: 1_750_000_000, zone: "+0000"))
        #expect(result.commits["acme/site"] == [scene.first.hex: head, scene.second.hex: head, "": head])
    }

    @Test("squash of several authors is the bot's")
    func squashOfSeveral() async throws {
        let scene = try await Scene()
        let third = try await scene.repository.commit(["f": "1\n"], on: scene.second, author: bob, committer: ann)
        let pick = scene.pick(.squash, commits: [.init(id: scene.first), .init(id: scene.second), .init(id: third)])
        let commit = try await scene.repository.commit(try Self.head(try await scene.run(pick)))
        #expect(commit.author.author == bot)
        #expect(commit.committer.author == bot)
    }

    @Test("A conflict names its paths and its commit", arguments: PickMethod.allCases.filter { $0 != .conflict })
    func conflict(_ method: PickMethod) async throws {
        let scene = try await Scene()
        let target = try await scene.repository.commit(["d/b": "other\n"], on: scene.target)
        let result = try await scene.run(scene.pick(method), on: target)
        #expect(result.state == .failed)
        #expect(result.code == .conflict)
        #expect(result.paths == ["d/b"])
        #expect(result.output?.contains("CONFLICT (content): Merge conflict in d/b") == true)
        #expect(result.number == 7)
        #expect(result.heads.isEmpty)
        let isCopied = method != .merge && method != .squash
        #expect(result.commit == (isCopied ? scene.second : nil))
    }

    @Test("The method conflict keeps the markers")
    func conflictCommit() async throws {
        let scene = try await Scene()
        let target = try await scene.repository.commit(["d/b": "other\n"], on: scene.target)
        let head = try Self.head(try await scene.run(scene.pick(.conflict), on: target))
        #expect(try await scene.repository.commit(head).parents == [target])
        #expect(try await scene.repository.text("d/b", at: head) == "<<<<<<< TARGET\nother\n=======\n2\n>>>>>>> PULL_REQUEST\n")
        #expect(try await scene.repository.text("a", at: head) == "2\n")
    }

    @Test("Merge commits cannot be rebased, but a port takes them by their first parent")
    func mergeInside() async throws {
        let scene = try await Scene()
        let merge = try await scene.repository.commit(["d/c": "1\n"], on: scene.second, scene.target)
        let items: [Compose.Pick.Item] = [.init(id: scene.first), .init(id: scene.second), .init(id: merge)]
        #expect(try await scene.run(scene.pick(.rebaseFastForward, commits: items)).code == .mergeCommit)
        let port = try await scene.run(scene.pick(.port, commits: items), on: scene.root)
        #expect(try await scene.repository.commit(try Self.head(port)).parents.count == 1)
    }

    @Test("A commit that loses its changes is named; one without changes from the start is copied")
    func emptyCommits() async throws {
        let scene = try await Scene()
        let target = try await scene.repository.commit(["a": "2\n"], on: scene.target)
        let lost = try await scene.run(scene.pick(.rebaseFastForward), on: target)
        #expect(lost.code == .becameEmpty)
        #expect(lost.commit == scene.first)
        let empty = try await scene.repository.commit([:], on: scene.second, message: "Empty\n")
        let items: [Compose.Pick.Item] = [.init(id: scene.first), .init(id: scene.second), .init(id: empty)]
        #expect(try await scene.run(scene.pick(.rebaseFastForward, commits: items)).state == .staged)
        #expect(try await scene.run(scene.pick(.port, commits: items)).code == .becameEmpty)
    }

    @Test("A pull request that changes nothing here is refused", arguments: [PickMethod.merge, .squash])
    func noChange(_ method: PickMethod) async throws {
        let scene = try await Scene()
        let target = try await scene.repository.commit(["a": "2\n", "d/b": "2\n"], on: scene.target)
        #expect(try await scene.run(scene.pick(method), on: target).code == .noChange)
    }

    @Test("Commits are counted, and must be there and have addresses")
    func validation() async throws {
        let scene = try await Scene()
        let pick = Compose.Pick(repository: "acme/site", method: .merge, head: scene.first, commits: [], message: "x\n")
        #expect(try await scene.run(pick).code == .empty)
        let nameless = try await scene.repository.commit(["n": "1\n"], on: scene.root, author: CommitAuthor(name: "Nobody", email: ""))
        #expect(try await scene.run(scene.pick(.merge, commits: [.init(id: nameless)])).code == .noEmail)
        let unknown = try #require(ObjectID(String(repeating: "ab", count: 20)))
        let missing = try await scene.run(scene.pick(.squash, commits: [.init(id: unknown)]))
        #expect(missing.code == .missing)
        #expect(missing.commit == unknown)
        let many = Array(repeating: Compose.Pick.Item(id: scene.first), count: 51)
        #expect(try await scene.run(scene.pick(.rebaseMerge, commits: many)).code == .tooManyCommits)
    }

    @Test("Criss-cross histories are merged with all their bases, as git does")
    func crissCross() async throws {
        let scene = try await Scene()
        let repository = scene.repository
        let left = try await repository.commit(["a": "left\n"], on: scene.root)
        let right = try await repository.commit(["d/b": "right\n"], on: scene.root)
        let ours = try await repository.commit(["a": "left\n", "d/b": "right\n"], on: left, right, message: "Ours\n")
        let theirs = try await repository.commit(["a": "left\n", "d/b": "right\n", "n": "1\n"], on: right, left, message: "Theirs\n")
        #expect(try await repository.mergeBases(ours, theirs) == [left, right].sorted())
        let result = try await scene.run(scene.pick(.merge, commits: [.init(id: right), .init(id: left), .init(id: theirs)]), on: ours)
        // Both parents of the head are in the pull request, so it is merged unchanged.
        let head = try Self.head(result)
        #expect(try await repository.commit(head).parents == [ours, theirs])
        let answer = try Oracle(repository: repository).merge([(ours, theirs)])
        #expect(try await repository.commit(head).tree == answer[0].tree)
    }
}

import Contract
import Foundation
import Testing

@testable import Git

@Suite struct ObjectTests {
    @Test(
        "Ids are read and written as 40 digits",
        arguments: [
            "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "0000000000000000000000000000000000000001",
            "ffffffffffffffffffffffffffffffffffffffff",
        ])
    func ids(_ text: String) throws {
        let id = try #require(ObjectID(text))
        #expect(id.hex == text)
        #expect(ObjectID(id.oid) == id)
    }

    @Test("Other texts are no ids", arguments: ["", "4b82", String(repeating: "G", count: 40), String(repeating: "A", count: 40)])
    func badIDs(_ text: String) {
        #expect(ObjectID(text) == nil)
    }

    @Test("A commit is written as git writes it")
    func commit() async throws {
        let workshop = try Workshop()
        let repository = try await workshop.repository()
        let id = try await repository.commit(["a": "1\n"], message: "Title\n\nBody: ümläut\n")
        let commit = try await repository.commit(id)
        #expect(commit.message == "Title\n\nBody: ümläut\n")
        #expect(commit.author == CommitSignature(author: ann, seconds: 1_700_000_000, zone: "+0200"))
        let output = try await repository.process.run(["fsck", "--strict", "--full"], in: repository.directory, deadline: .seconds(20))
        #expect(output.status == 0, "\(output.standardError)")
    }

    @Test("A commit in Latin-1 and with extra headers can be read")
    func oldCommit() throws {
        var content = Array("tree \(ObjectID.emptyTree)\nauthor J".utf8)
        content += [0xfc]
        content += Array("rg <j@x> 5 -0330\ncommitter c <> 6 +0000\nencoding ISO-8859-1\ngpgsig x\n y\n\nm".utf8)
        let commit = try Commit(content: content)
        #expect(commit.author == CommitSignature(author: CommitAuthor(name: "Jürg", email: "j@x"), seconds: 5, zone: "-0330"))
        #expect(commit.committer.author.email == "")
        #expect(commit.message == "m")
        #expect(throws: GitError(.corruptObject, "")) { try Commit(content: Array("tree x\n\nm".utf8)) }
    }

    @Test("Headers that are there twice, or later than git looks for them, count for nothing")
    func doubledHeaders() throws {
        let other = String(repeating: "1", count: 40)
        let person = "A <a@x> 1 +0000"
        let text = """
            tree \(ObjectID.emptyTree)
            parent \(other)
            author \(person)
            committer C <c@x> 2 +0000
            tree \(other)
            parent \(String(repeating: "2", count: 40))
            author E <e@x> 3 +0000
            committer E <e@x> 3 +0000

            m
            """
        let commit = try Commit(content: Array(text.utf8))
        #expect(commit.tree == .emptyTree)
        #expect(commit.parents == [try #require(ObjectID(other))])
        #expect(commit.author.author.name == "A" && commit.committer.author.name == "C")
        let turned = "author \(person)\ntree \(ObjectID.emptyTree)\ncommitter \(person)\n\nm"
        #expect(throws: GitError(.corruptObject, "")) { try Commit(content: Array(turned.utf8)) }
    }

    @Test("A name cannot break out of its line")
    func injection() {
        let signature = CommitSignature(author: CommitAuthor(name: "A\nparent 0 <x>", email: "a>b\n"), seconds: 1)
        #expect(signature.header == "Aparent 0 x <ab> 1 +0000")
    }

    @Test("New objects are one pack, and nothing else")
    func onePack() async throws {
        let workshop = try Workshop()
        let repository = try await workshop.repository()
        _ = try await repository.commit(["a": "1\n", "d/b": "2\n"])
        let objects = repository.directory + "/objects"
        let packs = try FileManager.default.contentsOfDirectory(atPath: objects + "/pack").filter { $0.hasSuffix(".pack") }
        #expect(packs.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: objects).sorted() == ["info", "pack"])
    }

    @Test("After a failure nothing of it is left")
    func discarded() async throws {
        struct Interrupted: Error {}
        let workshop = try Workshop()
        let repository = try await workshop.repository()
        await #expect(throws: Interrupted.self) {
            try await repository.exclusively { repository in
                _ = try repository.store().write([1, 2, 3], .blob)
                throw Interrupted()
            }
        }
        let packs = try FileManager.default.contentsOfDirectory(atPath: repository.directory + "/objects/pack")
        #expect(packs.isEmpty)
    }

    @Test("Operations on a repository come one after another, also across waits")
    func exclusive() async throws {
        let workshop = try Workshop()
        let repository = try await workshop.repository()
        let first = try await repository.commit(["a": "1\n"])
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await repository.exclusively { repository in
                        let before = try repository.store().mark
                        _ = try repository.store().write(Array("\(UInt64.random(in: 0...UInt64.max))".utf8), .blob)
                        await Task.yield()
                        _ = try repository.store().commit(first)
                        try repository.store().rollBack(to: before)
                        return true
                    }
                }
            }
            for try await isDone in group { #expect(isDone) }
        }
        let packs = try FileManager.default.contentsOfDirectory(atPath: repository.directory + "/objects/pack")
        #expect(packs.count { $0.hasSuffix(".pack") } == 1)
    }

    @Test("Names of repositories cannot leave the folder", arguments: ["a", "a/b/c", "../x", "a/..", "a/.git", "a/b c", "/a", "-a/b"])
    func names(_ name: String) async throws {
        let workshop = try Workshop()
        await #expect(throws: GitError(.invalidRequest, "")) { try await workshop.cache.repository(name) }
    }
}

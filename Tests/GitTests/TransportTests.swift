import Contract
import Foundation
import Testing

@testable import Git

/// Fetch, push and reading references, between two caches on this machine.
@Suite struct TransportTests {
    private struct Scene {
        let workshop: Workshop
        /// Plays the forge.
        let forge: BareRepository
        let local: BareRepository
        let root: ObjectID
        let main: ObjectID

        var remote: Remote { workshop.remote(forge) }

        init() async throws {
            workshop = try Workshop()
            forge = try await workshop.repository("forge/site")
            local = try await workshop.repository("acme/site")
            root = try await forge.commit(["a": "1\n"])
            main = try await forge.commit(["a": "2\n"], on: root)
            try await forge.setReference("refs/heads/main", to: main)
        }

        func push(_ update: Push.Update) async throws -> PushOutcome {
            try await local.push([update], to: remote)
        }

        func fetchMain() async throws {
            let outcome = try await local.fetch([FetchItem(id: main)], keep: "test", from: remote)
            #expect(outcome == [FetchItem(id: main): .present])
        }
    }

    @Test("A commit is fetched by its id, kept, and not asked for twice")
    func fetch() async throws {
        let scene = try await Scene()
        try await scene.fetchMain()
        #expect(try await scene.local.descends(scene.main, from: scene.root))
        #expect(try await scene.local.keptReferences("test") == ["refs/switchyard/keep/test/\(scene.main)"])
        let nowhere = Remote(url: "file:///nonexistent", credential: nil)
        let again = try await scene.local.fetch([FetchItem(id: scene.main)], keep: "again", from: nowhere)
        #expect(again.values.first == .present)
    }

    @Test("A head that is gone does not stop the others")
    func fetchGone() async throws {
        let scene = try await Scene()
        let newer = try await scene.forge.commit(["p": "2\n"], on: scene.main)
        try await scene.forge.setReference("refs/pull/5/head", to: newer)
        let gone = FetchItem(id: try #require(ObjectID(String(repeating: "5a", count: 20))), pullRequest: 5)
        let lost = FetchItem(id: try #require(ObjectID(String(repeating: "6b", count: 20))), pullRequest: 6)
        let outcomes = try await scene.local.fetch([gone, FetchItem(id: scene.main), lost], keep: "test", from: scene.remote)
        #expect(outcomes[FetchItem(id: scene.main)] == .present)
        #expect(outcomes[gone] == .missing(head: newer))
        #expect(outcomes[lost] == .missing(head: nil))
    }

    @Test("References are read by their full names only")
    func readReferences() async throws {
        let scene = try await Scene()
        try await scene.forge.setReference("refs/heads/x/refs/heads/main", to: scene.root)
        let found = try await scene.local.readReferences(["refs/heads/main", "refs/heads/none"], from: scene.remote)
        #expect(found == ["refs/heads/main": scene.main])
    }

    @Test("A push moves the reference if it still names what was expected")
    func push() async throws {
        let scene = try await Scene()
        try await scene.fetchMain()
        let new = try await scene.local.commit(["b": "1\n"], on: scene.main)
        let update = Push.Update(reference: "refs/heads/main", id: new, expected: scene.main)
        #expect(try await scene.push(update) == .pushed)
        #expect(try await scene.forge.reference("refs/heads/main") == new)
        #expect(try await scene.push(update) == .pushed, "the second time it is there already")
        let other = try await scene.local.commit(["c": "1\n"], on: scene.main)
        guard case .stale(let reference, _) = try await scene.push(.init(reference: "refs/heads/main", id: other, expected: scene.main))
        else { return #expect(Bool(false), "the lease had to be stale") }
        #expect(reference == "refs/heads/main")
        #expect(try await scene.forge.reference("refs/heads/main") == new)
    }

    @Test("Without force the new commit must descend from the old one, lease or not")
    func fastForward() async throws {
        let scene = try await Scene()
        try await scene.fetchMain()
        let side = try await scene.local.commit(["b": "1\n"], on: scene.root)
        for expected in [scene.main, nil] {
            let outcome = try await scene.push(.init(reference: "refs/heads/main", id: side, expected: expected))
            guard case .notFastForward = outcome else { return #expect(Bool(false), "\(outcome)") }
        }
        #expect(try await scene.push(.init(reference: "refs/heads/main", id: side, expected: scene.main, force: true)) == .pushed)
        #expect(try await scene.push(.init(reference: "refs/heads/main", id: scene.main, force: true)) == .pushed)
    }

    @Test("Creating and deleting references")
    func createAndDelete() async throws {
        let scene = try await Scene()
        try await scene.fetchMain()
        let create = Push.Update(reference: "refs/heads/new", id: scene.root, expected: .zero)
        #expect(try await scene.push(create) == .pushed)
        let clash = try await scene.push(.init(reference: "refs/heads/new", id: scene.main, expected: .zero))
        guard case .stale = clash else { return #expect(Bool(false), "\(clash)") }
        #expect(try await scene.push(.init(reference: "refs/heads/new", id: nil, expected: scene.root)) == .pushed)
        #expect(try await scene.forge.reference("refs/heads/new") == nil)
    }

    @Test("Several references move together or not at all")
    func atomic() async throws {
        let scene = try await Scene()
        try await scene.fetchMain()
        let new = try await scene.local.commit(["b": "1\n"], on: scene.main)
        let outcome = try await scene.local.push(
            [
                .init(reference: "refs/heads/other", id: new, force: true),
                .init(reference: "refs/heads/main", id: new, expected: scene.root),
            ], to: scene.remote)
        guard case .stale(let reference, _) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(reference == "refs/heads/main")
        #expect(try await scene.forge.reference("refs/heads/other") == nil)
    }

    @Test("What a hook of the forge says is in the answer")
    func refused() async throws {
        let scene = try await Scene()
        try await scene.fetchMain()
        let hooks = scene.forge.directory + "/hooks"
        try FileManager.default.createDirectory(atPath: hooks, withIntermediateDirectories: true)
        try Data("#!/bin/sh\necho 'protected branch' >&2\nexit 1\n".utf8).write(to: URL(filePath: hooks + "/update"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hooks + "/update")
        let configuration = URL(filePath: scene.forge.directory + "/config")
        let text = try String(contentsOf: configuration, encoding: .utf8)
        // The client switches hooks off for everything that it starts, so the forge names its hooks folder itself.
        try Data(text.replacing("/dev/null", with: hooks).utf8).write(to: configuration)
        let new = try await scene.local.commit(["b": "1\n"], on: scene.main)
        let outcome = try await scene.push(.init(reference: "refs/heads/main", id: new))
        guard case .refused(_, let message) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(message.contains("protected branch"))
    }

    @Test("Objects that are not here cannot be pushed")
    func unknownObject() async throws {
        let scene = try await Scene()
        await #expect(throws: GitError(.missingObject, "")) {
            try await scene.push(.init(reference: "refs/heads/main", id: scene.main))
        }
    }

    @Test("Packs are joined without losing anything")
    func repack() async throws {
        let scene = try await Scene()
        let alone = try await scene.forge.commit(["b": "1\n"])
        let before = scene.forge.packCount
        #expect(before == 3)
        try await scene.forge.repack()
        #expect(scene.forge.packCount < before)
        #expect(try await scene.forge.text("a", at: scene.main) == "2\n")
        #expect(try await scene.forge.text("b", at: alone) == "1\n", "not even what nothing refers to")
    }

    @Test("What is kept can be listed and given up by its name")
    func keeps() async throws {
        let scene = try await Scene()
        try await scene.forge.keep([scene.root, scene.main], as: "staging-3-0")
        try await scene.forge.keep([scene.root], as: "deep/er-4-1")
        #expect(try await scene.forge.keeps() == ["deep/er-4-1", "staging-3-0"])
        try await scene.forge.release(keep: "staging-3-0")
        #expect(try await scene.forge.keeps() == ["deep/er-4-1"])
        #expect(try await scene.forge.keptReferences("staging-3-0").isEmpty)
        #expect(try await scene.local.keeps().isEmpty)
        #expect(scene.workshop.cache.names == ["acme/site", "forge/site"])
    }

    @Test(
        "Addresses of other kinds are refused before git is started",
        arguments: [
            "ssh://git@host/a/b", "http://example.org/a/b", "https://token@example.org/a/b", "-oProxyCommand=x", "ext::sh -c x",
            "git@host:a/b", "",
        ])
    func addresses(_ url: String) async throws {
        let scene = try await Scene()
        await #expect(throws: GitError(.invalidRequest, "")) {
            try await scene.local.readReferences(["refs/heads/main"], from: Remote(url: url, credential: nil))
        }
    }

    @Test(
        "Names of references are checked",
        arguments: ["main", "refs/heads", "refs/heads/-x y", "refs/heads/a..b", "--upload-pack=x", "refs/heads/a:b", "refs/heads/a.lock"])
    func names(_ name: String) async throws {
        let scene = try await Scene()
        await #expect(throws: GitError(.invalidRequest, "")) {
            try await scene.push(.init(reference: name, id: scene.main))
        }
    }
}

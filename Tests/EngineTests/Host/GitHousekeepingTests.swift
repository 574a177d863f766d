import Contract
import Foundation
import Git
import Logging
import Store
import Testing

@testable import Engine

/// Repositories and receipts in a folder of their own.
private struct House {
    let folder: String
    let store: HostStore
    let cache: RepositoryCache
    let housekeeping: GitHousekeeping

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-house-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        store = try HostStore(path: "\(folder)/host.db")
        cache = try RepositoryCache(settings: GitSettings(directory: "\(folder)/git", logger: logger))
        housekeeping = GitHousekeeping(cache: cache, store: store, logger: logger)
    }

    func commit(_ text: String, in repository: BareRepository) async throws -> ObjectID {
        let signature = CommitSignature(author: CommitAuthor(name: "Ann", email: "ann@example.org"), seconds: 1)
        return try await repository.writeCommit(
            changing: [FileChange("a", text: text)], parents: [], message: "Change\n", author: signature, committer: signature)
    }

    func end() { try? FileManager.default.removeItem(atPath: folder) }
}

@Suite("Housekeeping of the git cache")
struct GitHousekeepingTests {
    @Test("what an effect kept is given up a week after its end, and no other")
    func release() async throws {
        let house = try House()
        defer { house.end() }
        let repository = try await house.cache.repository("acme/server")
        let commit = try await house.commit("1\n", in: repository)
        for keep in ["effect-1-0", "staging-9-2-0", "effect-3-0", "effect-4-0", "effect-5-0", "by-hand"] {
            try await repository.keep([commit], as: keep)
        }
        let receipts: [(event: Int64, state: Receipt.State, end: Int64?)] = [
            (1, .done, 0), (2, .failed, 0), (3, .done, 1), (4, .waiting, nil),
        ]
        for receipt in receipts {
            try house.store.write { transaction in
                try transaction.save(
                    Receipt(
                        effect: "\(receipt.event).0", event: receipt.event, position: 0, state: receipt.state, attempts: 1,
                        finishedAt: receipt.end))
            }
        }
        await house.housekeeping.tidy(now: GitHousekeeping.retention + 1)
        #expect(try await repository.keeps() == ["by-hand", "effect-3-0", "effect-4-0", "effect-5-0"])
        #expect(try await repository.contains(commit))
    }

    @Test("many packs become few, and nothing is lost")
    func packs() async throws {
        let house = try House()
        defer { house.end() }
        let full = try await house.cache.repository("acme/server")
        let other = try await house.cache.repository("acme/client")
        var commits: [ObjectID] = []
        for number in 0...GitHousekeeping.manyPacks { commits.append(try await house.commit("\(number)\n", in: full)) }
        for number in 0..<2 { _ = try await house.commit("\(number)\n", in: other) }
        #expect(full.packCount == GitHousekeeping.manyPacks + 1)
        await house.housekeeping.tidy(now: 0)
        #expect(full.packCount < 10)
        #expect(other.packCount == 2)
        for commit in commits { #expect(try await full.contains(commit)) }
    }

    static let table: [(name: String, effect: String?)] = [
        ("effect-12-0", "12.0"), ("staging-7-12-3", "12.3"), ("staging-7", nil), ("effect", nil), ("by-hand-once", nil), ("", nil),
    ]

    @Test("a name tells the effect for which something is kept", arguments: table)
    func names(_ row: (name: String, effect: String?)) {
        #expect(KeepName.effect(of: row.name) == row.effect)
    }

    @Test("whatever a plugin calls what is to be kept, its effect is found")
    func wanted() {
        let effect = StoredEffect(
            event: 12, position: 3, plugin: "p", kind: "compose", identity: "merge", repository: "acme/server", number: nil,
            orderKey: "acme/server", payload: "{}", context: "null", createdAt: 0)
        for wanted in [nil, "staging-7", "a/b"] {
            #expect(KeepName.effect(of: KeepName.name(of: effect, wanted: wanted)) == effect.id)
        }
    }
}

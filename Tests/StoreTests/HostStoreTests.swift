import Foundation
import Store
import Testing

/// A folder that is removed when the test ends.
final class TemporaryFolder {
    let url: URL
    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "switchyard-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    func path(_ name: String) -> String { url.appending(path: name).path }
    deinit { try? FileManager.default.removeItem(at: url) }
}

func delivery(_ id: String, source: String = "forge:acme/server", kind: String = "forge.status") -> InboxEntry {
    InboxEntry(source: source, delivery: id, kind: kind, time: 1, document: "{}")
}

@Suite("host.db")
struct HostStoreTests {
    let folder: TemporaryFolder
    let store: HostStore

    init() throws {
        folder = try TemporaryFolder()
        store = try HostStore(path: folder.path("host.db"))
    }

    @Test("the file is durable, in WAL mode, and its owner's alone")
    func settings() throws {
        #expect(try store.pragma("synchronous") == "2")
        #expect(try store.pragma("journal_mode") == "wal")
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path("host.db"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("a second delivery with one id is dropped, but ids are a source's own")
    func doubles() throws {
        let seqs = try store.write { transaction in
            [
                try transaction.append(delivery("1")), try transaction.append(delivery("1")),
                try transaction.append(delivery("1", source: "forge:acme/client")),
            ]
        }
        #expect(seqs[0] == 1)
        #expect(seqs[1] == nil)
        #expect(seqs[2] != nil)
    }

    @Test("what is ignored is kept with its reason and not applied")
    func ignored() throws {
        var entry = delivery("1")
        entry.ignored = "no such event"
        let ignored = entry
        try store.write { transaction in
            _ = try transaction.append(ignored)
            _ = try transaction.append(delivery("2"))
        }
        #expect(try store.read { try $0.events(after: 0, limit: 10).map(\.entry.delivery) } == ["2"])
        #expect(try store.read { try $0.page(before: nil, limit: 10).map(\.entry.ignored) } == [nil, "no such event"])
    }

    @Test("concurrent deliveries are all stored, each once, and each caller learns its place")
    func groupCommit() async throws {
        let writer = IntakeWriter(store: store, onStored: {})
        let seqs = try await withThrowingTaskGroup(of: IntakeWriter.Stored.self) { group in
            for index in 0..<200 { group.addTask { try await writer.store(delivery("\(index % 100)")) } }
            return try await group.reduce(into: [IntakeWriter.Stored]()) { $0.append($1) }
        }
        #expect(seqs.count { $0 == .double } == 100)
        #expect(Set(seqs).count == 101)
        #expect(try store.read { try $0.lastSeq() } >= 100)
    }

    @Test("receipts survive reopening")
    func receipts() throws {
        let receipt = Receipt(effect: "3.0", event: 3, position: 0, state: .started, attempts: 1, startedAt: 5)
        try store.write { try $0.save(receipt) }
        let again = try HostStore(path: folder.path("host.db"))
        #expect(try again.read { try $0.receipt("3.0") } == receipt)
        #expect(try again.read { try $0.receipts(in: [.started], limit: 9) } == [receipt])
    }

    @Test("a file that cannot be opened is named together with the remedy")
    func cannotOpen() throws {
        let error = #expect(throws: StoreError.self) { try HostStore(path: folder.path("missing/host.db")) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.message.contains("missing/host.db") == true)
    }
}

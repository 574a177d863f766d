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

    @Test("when an operator had an effect tried again is kept until the next time")
    func retries() throws {
        var receipt = Receipt(effect: "3.0", event: 3, position: 0, state: .waiting, attempts: 12, retriedAt: 7, retriedAfter: 12)
        for attempts in [13, 14] {
            try store.write { try $0.save(receipt) }
            receipt = Receipt(effect: "3.0", event: 3, position: 0, state: .failed, attempts: attempts)
        }
        try store.write { try $0.save(receipt) }
        var stored = try #require(try store.read { try $0.receipt("3.0") })
        #expect(stored.attempts == 14)
        #expect(stored.retriedAt == 7)
        #expect(stored.retriedAfter == 12)
        stored.retriedAt = 9
        try store.write { try $0.save(stored) }
        #expect(try store.read { try $0.receipt("3.0")?.retriedAt } == 9)
    }

    @Test("what failed for good is listed, newest first")
    func failures() throws {
        let rows: [(event: Int64, state: Receipt.State)] = [(2, .failed), (3, .done), (4, .failed), (10, .failed)]
        try store.write { transaction in
            for row in rows {
                try transaction.save(Receipt(effect: "\(row.event).0", event: row.event, position: 0, state: row.state, attempts: 1))
            }
        }
        #expect(try store.read { try $0.failures(limit: 2).map(\.effect) } == ["10.0", "4.0"])
    }

    @Test("lists do not wait for writes, nor writes for lists, and a list has what was committed before it began")
    func reading() throws {
        func listed() throws -> [String] { try store.reader.read { try $0.page(before: nil, limit: 9).map(\.entry.delivery) } }
        let meanwhile = try store.write { transaction in
            _ = try transaction.append(delivery("1"))
            return try listed()
        }
        #expect(meanwhile.isEmpty)
        let (before, after) = try store.reader.read { transaction in
            let before = try transaction.lastSeq()
            _ = try store.write { try $0.append(delivery("2")) }
            return (before, try transaction.lastSeq())
        }
        #expect(before == 1 && after == 1, "a list is of one moment")
        #expect(try listed() == ["2", "1"])
    }

    @Test("who reads cannot write")
    func readOnly() throws {
        #expect(throws: (any Error).self) { try store.reader.read { try $0.append(delivery("1")) } }
        #expect(try store.read { try $0.lastSeq() } == 0)
    }

    @Test("a list has what is asked for, newest first, and finds it without reading the rest")
    func lists() throws {
        func about(_ id: String, _ kind: String, _ repository: String?, _ number: Int?) -> InboxEntry {
            var entry = delivery(id, kind: kind)
            entry.repository = repository
            entry.number = number
            return entry
        }
        let entries = [
            about("1", "forge.status", "acme/server", nil), about("2", "forge.pull_request", "acme/server", 7),
            about("3", "forge.pull_request", "acme/client", 7), about("4", "timer", nil, nil), about("5", "forge.status", "acme/server", 7),
        ]
        try store.write { transaction in
            for entry in entries { _ = try transaction.append(entry) }
        }
        func list(before: Int64? = nil, _ kind: String? = nil, _ repository: String? = nil, _ number: Int? = nil) throws -> [String] {
            try store.reader.read {
                try $0.page(before: before, limit: 9, kind: kind, repository: repository, number: number).map(\.entry.delivery)
            }
        }
        #expect(try list() == ["5", "4", "3", "2", "1"])
        #expect(try list(nil, "acme/server") == ["5", "2", "1"])
        #expect(try list(before: 5, nil, "acme/server") == ["2", "1"])
        #expect(try list(nil, "acme/server", 7) == ["5", "2"])
        #expect(try list("forge.status") == ["5", "1"])
        #expect(try list("forge.pull_request", "acme/client", 7) == ["3"])
        for index in ["inbox_about", "inbox_kind"] {
            #expect(try store.pragma("index_info(\(index))") == "0", "there is no \(index)")
        }
    }

    @Test("a file that cannot be opened is named together with the remedy")
    func cannotOpen() throws {
        let error = #expect(throws: StoreError.self) { try HostStore(path: folder.path("missing/host.db")) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.message.contains("missing/host.db") == true)
    }
}

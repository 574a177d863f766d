import Foundation
import Logging
import PluginAPI
import Store
import Testing

@testable import Engine

@Suite("A host that starts with a clock that was corrected")
struct CorrectedClockTests {
    private static let start: Int64 = 1_000_000_000
    private static let day: Int64 = 24 * 3_600_000

    private static var logger: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    private func withStore(_ body: (HostStore, String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-clock-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(try HostStore(path: "\(folder)/host.db"), folder)
    }

    private static func append(to store: HostStore, at time: Int64) throws {
        let entry = InboxEntry(source: "test", delivery: "\(time)", kind: "host.started", time: time, document: "{}")
        _ = try store.write { try $0.append(entry) }
    }

    private static func kinds(_ store: HostStore) throws -> [String] {
        try store.read { try $0.events(after: 0, limit: 10) }.map(\.entry.kind)
    }

    @Test(
        "it is noted when the last event is ahead of now, and once",
        arguments: [(day, true), (30_000, false), (-day, false)] as [(Int64, Bool)])
    func noted(_ lead: Int64, _ isNoted: Bool) throws {
        try withStore { store, _ in
            try HostRuntime.noteClock(in: store, now: Self.start, logger: Self.logger)
            #expect(try Self.kinds(store).isEmpty, "a new log has no time")
            try Self.append(to: store, at: Self.start + lead)
            for _ in 0..<2 { try HostRuntime.noteClock(in: store, now: Self.start, logger: Self.logger) }
            #expect(try Self.kinds(store) == (isNoted ? ["host.started", "clock.corrected"] : ["host.started"]))
        }
    }

    @Test("periodic timers do not wait for the time that was lost")
    func timers() throws {
        try withStore { store, folder in
            try Self.append(to: store, at: Self.start + Self.day)
            try HostRuntime.noteClock(in: store, now: Self.start, logger: Self.logger)
            let state = try StateStore(path: "\(folder)/state.db")
            let runner = try Runner(store: state, plugins: try PluginSet([], logger: Self.logger), logger: Self.logger)
            try state.apply {
                try $0.declareTimer(plugin: "p", name: "sweep", sequence: 1, periodMs: 60_000, firstDueAt: Self.start + Self.day)
            }
            for event in try store.read({ try $0.events(after: 0, limit: 10) }) { _ = try runner.apply(event) }
            #expect(try state.apply { try $0.timers() }.map(\.dueAt) == [Self.start + 60_000])
        }
    }
}

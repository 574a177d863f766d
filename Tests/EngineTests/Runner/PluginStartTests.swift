import Foundation
import Logging
import PluginAPI
import Store
import Testing

@testable import Engine

@Suite("When the plugins start")
struct PluginStartTests {
    @Test("timers that no plugin declares any more are stopped; those of a plugin in quarantine go on")
    func timers() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-start-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try StateStore(path: "\(folder)/state.db")
        try store.apply { transaction in
            for (plugin, name) in [("gone", "sweep"), ("held", "sweep"), ("held", "of-another-version")] {
                try transaction.declareTimer(plugin: plugin, name: name, sequence: 1, periodMs: 60_000, firstDueAt: 5)
            }
            _ = try transaction.setTimerPaused("sweep", true)
        }
        let held = Manifest(id: "held", version: "1.0.0", timers: [TimerDeclaration("sweep", sequence: 1, periodSeconds: 60)])
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        _ = try Runner(store: store, plugins: try PluginSet([], absent: [held], logger: logger), logger: logger)
        let timers = try store.apply { try $0.timers() }
        #expect(
            timers == [
                TimerRow(plugin: "gone", name: "sweep", sequence: 1, periodMs: nil, isPaused: true),
                TimerRow(plugin: "held", name: "of-another-version", sequence: 1, periodMs: nil),
                TimerRow(plugin: "held", name: "sweep", sequence: 1, periodMs: 60_000, isPaused: true, dueAt: 5),
            ])
    }
}

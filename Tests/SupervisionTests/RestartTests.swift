import Foundation
import PluginAPI
import Store
import StoryKit
import Testing

@testable import Engine

/// A runner has to be restarted, and something keeps it from becoming ready.
@Suite("A restart that does not succeed at once")
struct RestartTests {
    private static let refuses = Misbehaviour("refuses-a-restart")

    @Test("a plugin that says after a neighbour's crash that it cannot start is put into quarantine, and the others go on")
    func refuses() async throws {
        try await Yard.with([Self.refuses, Misbehaviour("traps")]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second")
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
            #expect(try await yard.notes("traps") == ["first", "second"])
            #expect(try yard.crashes().map(\.plugin) == ["traps", "refuses-a-restart", "refuses-a-restart", "traps"])
            #expect(try yard.crashes().map(\.hook) == ["event forge.status", "start", "start", "event forge.status"])
            let quarantine = try #require(await yard.held["refuses-a-restart"])
            #expect(quarantine.reason.contains("refuses-a-restart 1.0.0 cannot start: it has been here before"), "\(quarantine.reason)")
            let error = await #expect(throws: SupervisionError.self) {
                try await yard.supervisor.release(plugin: "refuses-a-restart", actor: "operator")
            }
            #expect(error?.message.contains("the former plugins are at work again") == true, "\(String(describing: error))")
            #expect(await yard.held["refuses-a-restart"] != nil)
            #expect(try yard.runtime.store.read { try $0.quarantines() }.map(\.plugin) == ["refuses-a-restart"])
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
        }
    }

    @Test("nothing is applied without it where it is essential")
    func essential() async throws {
        let plugin = Misbehaviour("refuses-a-restart", isEssential: true)
        try await Yard.with([plugin, Misbehaviour("traps")]) { (yard: Yard) async throws in
            await yard.statuses("sin")
            try await wait(until: "the reason is known", seconds: 30) {
                await yard.runtime.trouble()?.contains("plugin refuses-a-restart is in quarantine") == true
            }
            await yard.statuses("second")
            #expect(try await yard.operate("good", timeout: 1_000) == nil, "nothing is applied")
        }
    }

    @Test("whose library cannot be opened any more is put into quarantine, and the others go on")
    func library() async throws {
        try await Yard.with([Misbehaviour("fails"), Misbehaviour("traps")]) { (yard: Yard) async throws in
            await yard.statuses("first")
            _ = try await yard.notes("good")
            let member = try #require(await yard.supervisor.selection.members.first { $0.id == "fails" })
            // Another file of the same name: the one that is loaded stays as it is.
            try FileManager.default.removeItem(atPath: member.prepared.copy)
            try Data("rubbish".utf8).write(to: URL(filePath: member.prepared.copy))
            await yard.statuses("sin", "second")
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
            #expect(try yard.crashes().map(\.hook) == ["event forge.status", "load", "load", "event forge.status"])
            #expect(await yard.held["fails"]?.reason.contains("load") == true)
        }
    }

    @Test("at the host's own start, whoever cannot start ends the host with the reason")
    func first() async throws {
        let error = await #expect(throws: PluginRefusal.self) {
            try await Yard.with([Misbehaviour("refuses", source: "refuses-a-restart", define: "ALWAYS")]) { _ in }
        }
        #expect(error?.description == "plugin refuses 1.0.0 cannot start: not today")
    }

    @Test("a runner that is told to stop ends as programs do, and not by a fault of its own")
    func stop() async throws {
        let folder = NSTemporaryDirectory() + "switchyard-stop-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try StateStore(path: "\(folder)/state.db")
        let settings = RunnerSettings(
            statePath: "\(folder)/state.db", selection: PluginSelection(), held: [], log: LogSettings(format: "human", level: "critical"),
            isConfined: false, memoryLimit: 1 << 30, readable: [])
        // How deep the stack may grow depends on the environment.
        for environment in [[:], Isolation.runnerEnvironment(), ["LONG": String(repeating: "x", count: 100_000)]] {
            let (ends, ended) = AsyncStream<Blame.Ending>.makeStream()
            let connection = try await RunnerConnection.start(
                executable: PluginBench.executable, environment: environment, on: PermanentThread(name: "spawn"), at: 0)
            connection.whenEnded {
                ended.yield($1)
                ended.finish()
            }
            _ = try await connection.ask(.open(settings: try JSON(encoding: settings).text))
            connection.tellToStop()
            for await ending in ends { #expect(ending == .code(0)) }
        }
    }

    @Test("a release that cannot be recorded is none: the plugin stays held back, here and after a restart")
    func lockedRelease() async throws {
        try await Yard.with([Misbehaviour("traps")]) { (yard: Yard) async throws in
            await yard.statuses("sin/1", "sin/2")
            _ = try await yard.notes("good")
            let quarantine = try #require(await yard.held["traps"])
            let other = try HostStore(path: "\(yard.folder)/data/host.db")
            let supervisor = yard.supervisor
            let (locked, isLocked) = AsyncStream<Void>.makeStream()
            let ended = DispatchSemaphore(value: 0)
            let lock = Thread {
                _ = try? other.write { _ in
                    isLocked.finish()
                    ended.wait()
                }
            }
            lock.start()
            for await _ in locked {}
            let error = await #expect(throws: SupervisionError.self) { try await supervisor.release(plugin: "traps", actor: "operator") }
            ended.signal()
            #expect(error?.message.contains("its release cannot be recorded") == true, "\(String(describing: error))")
            #expect(await yard.held["traps"] == quarantine)
            await yard.statuses("sin/3")
            #expect(try await yard.notes("good") == ["sin/1", "sin/2", "sin/3"])
            #expect(try yard.crashes().count == 3, "it is not loaded")

            #expect(try await supervisor.release(plugin: "traps", actor: "operator"))
            #expect(try yard.runtime.store.read { try $0.quarantines() }.isEmpty)
            #expect(await yard.held.isEmpty)
        }
    }

    @Test("an operator who releases nobody meanwhile does not keep it from being tried again")
    func release() async throws {
        let link = NSTemporaryDirectory() + "switchyard-\(UUID().uuidString)"
        func point(to target: String) throws {
            try? FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        }
        defer { try? FileManager.default.removeItem(atPath: link) }
        try point(to: PluginBench.executable)
        try await Yard.with([], options: Yard.Options(executable: link)) { (yard: Yard) async throws in
            await yard.statuses("first")
            _ = try await yard.notes("good")
            try point(to: "/nowhere")
            kill(try #require(await yard.supervisor.pid), SIGKILL)
            try await wait(until: "it cannot be started", seconds: 30) {
                await yard.supervisor.unavailableReason?.contains("the runner cannot be started") == true
            }
            #expect(try await yard.supervisor.release(plugin: "good", actor: "operator") == false)
            try point(to: PluginBench.executable)
            try await wait(until: "it is at work again", seconds: 30) { await yard.supervisor.pid != nil }
            await yard.statuses("second")
            #expect(try await yard.notes("good") == ["first", "second"])
        }
    }
}

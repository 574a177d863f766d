import ForgeSim
import Foundation
import StoryKit
import Testing

@Suite("Plugins are replaced while the host runs", .serialized)
struct ReloadTests {
    private func play(_ body: (HelloStage) async throws -> Void) async throws {
        let stage = try await HelloStage()
        do { try await body(stage) } catch {
            let log = (try? String(contentsOfFile: stage.files.log, encoding: .utf8)) ?? ""
            Issue.record("\(error)\n\(stage.undelivered())\n\(log.suffix(3000))")
        }
        await stage.close()
    }

    @Test("a new version takes the place of the old one while webhooks arrive, and none is refused or lost")
    func replace() async throws {
        try await play { stage in
            try await stage.open(1...2)
            try await stage.barrier()
            #expect(try await stage.greeted() == ["acme/server#1", "acme/server#2"])
            try await stage.install(version: "1.1.0")
            #expect(try await stage.version() == "1.0.0", "installing changes nothing in a running host")
            async let opened: Void = stage.open(3...12)
            let (status, output) = try await stage.reload()
            #expect(status == 0, "\(output)")
            #expect(output.contains("c-hello 1.1.0"))
            try await opened
            try await stage.barrier()
            #expect(try await stage.greeted().count == 12)
            let refused = try stage.refused()
            #expect(refused == [])
            #expect(try await stage.version() == "1.1.0")
            #expect(stage.host.starts == 1, "the host itself went on")
        }
    }

    @Test("a version that crashes on start is rolled back by itself, and stays out after a restart of the host")
    func rollBack() async throws {
        try await play { stage in
            try await stage.install(version: "2.0.0", sin: "__builtin_trap();")
            let (status, output) = try await stage.reload()
            #expect(status == 1)
            #expect(output.contains("c-hello crashed in its start"), "\(output)")
            #expect(output.contains("signal 4"), "\(output)")
            #expect(output.contains("former plugins are at work again"), "\(output)")
            #expect(try await stage.version() == "1.0.0")
            try await stage.open(1...1)
            try await stage.barrier()
            #expect(try await stage.greeted() == ["acme/server#1"])
            // The lock file still names the bad library.
            await stage.host.stop()
            try await stage.host.start()
            #expect(try await stage.version() == "1.0.0")
            #expect(try await stage.greeted() == ["acme/server#1"])
            #expect(try String(contentsOfFile: stage.files.log, encoding: .utf8).contains("c-hello 2.0.0 was rejected"))
        }
    }

    @Test("a version that refuses to start, or is not the locked one, changes nothing")
    func refuse() async throws {
        try await play { stage in
            try await stage.install(
                version: "2.0.0", sin: "return ((const hello *)instance)->host->fail(call, SY_FAILED, TEXT(\"no disk\"));")
            let (status, output) = try await stage.reload()
            #expect(status == 1)
            #expect(output.contains("c-hello 2.0.0 cannot start: no disk"), "\(output)")
            #expect(try await stage.version() == "1.0.0")
            let library = "\(stage.files.data)/plugins/c-hello/libhello.so"
            try Data("rubbish".utf8).write(to: URL(filePath: library))
            let second = try await stage.reload()
            #expect(second.status == 1)
            #expect(second.output.contains("is not the library that was locked"), "\(second.output)")
            #expect(try await stage.greeted() == [])
        }
    }

    @Test("a new configuration is taken without a restart, and one that needs a restart is refused with the keys")
    func configuration() async throws {
        try await play { stage in
            let yaml = try String(contentsOfFile: stage.files.configuration, encoding: .utf8)
            try yaml.replacing("bot_name: bot", with: "bot_name: robot").write(
                toFile: stage.files.configuration, atomically: true, encoding: .utf8)
            #expect(try await stage.reload().status == 0)
            #expect(try await stage.ask("GET", "/api/v1/config").json["projects"].array?.first?["bot_name"].string == "robot")
            try yaml.replacing("level: info", with: "level: debug").write(
                toFile: stage.files.configuration, atomically: true, encoding: .utf8)
            let (status, output) = try await stage.reload()
            #expect(status == 1)
            #expect(output.contains("log: a change here needs a restart"), "\(output)")
            #expect(try await stage.ask("GET", "/api/v1/config").json["projects"].array?.first?["bot_name"].string == "robot")
        }
    }

    @Test("the host ends within its deadline, and says before that it is ready")
    func stop() async throws {
        try await play { stage in
            #expect(try await stage.ask("GET", "/readyz").status == 200)
            #expect(try await stage.ask("GET", "/livez").status == 200)
            let status = try await stage.ask("GET", "/api/v1/status").json
            #expect(status["runner"]["state"].string == "running")
            #expect(status["runner"]["isolation"]["files_confined"].bool == true)
            let pid = try #require(status["runner"]["pid"].int)
            let start = ContinuousClock.now
            await stage.host.stop()
            #expect(ContinuousClock.now - start < .seconds(15))
            #expect(kill(pid_t(pid), 0) != 0, "the runner has ended, too")
        }
    }

    /// A host whose runner hangs while its plugin starts.
    private func whileStarting(_ stage: HelloStage, _ body: (_ runner: Int32) async throws -> Void) async throws {
        try await stage.install(version: "1.2.0", sin: "extern int raise(int); if (raise(\(SIGSTOP)) != 0) __builtin_trap();")
        await stage.host.stop()
        let started = Task { try await stage.host.start() }
        let client = SimClient(baseURL: stage.host.url, token: nil)
        while (try? await client.sendRaw("GET", "/livez", [], headers: []).status) != 200 { await Task.yield() }
        let runner = try Squeeze.runner(of: try #require(stage.host.processID))
        while try String(contentsOfFile: "/proc/\(runner)/stat", encoding: .utf8).split(separator: " ")[2] != "T" { await Task.yield() }
        defer { started.cancel() }
        do { try await body(runner) } catch {
            kill(runner, SIGCONT)
            throw error
        }
        if stage.host.processID != nil { try await started.value }
    }

    @Test("while plugins start, webhooks are stored, and everything else is told to wait")
    func early() async throws {
        try await play { stage in
            try await whileStarting(stage) { runner in
                try await stage.open(1...1)
                try await stage.forge.idle(timeout: .seconds(60))
                #expect(try stage.refused() == [])
                let ready = try await SimClient(baseURL: stage.host.url, token: nil).sendRaw("GET", "/readyz", [], headers: [])
                #expect(ready.status == 503)
                #expect(ready.text.contains("the plugins are starting"))
                #expect(try await stage.ask("GET", "/api/v1/plugins").status == 503)
                #expect(!FileManager.default.fileExists(atPath: stage.files.portFile))
                kill(runner, SIGCONT)
            }
            #expect(try await stage.ask("GET", "/readyz").status == 200)
            try await stage.barrier()
            #expect(try await stage.greeted() == ["acme/server#1"])
        }
    }

    @Test("a host that is told to end while its plugins start does so, and its runner too")
    func stopEarly() async throws {
        try await play { stage in
            try await whileStarting(stage) { runner in
                await stage.host.stop()
                #expect(kill(runner, 0) != 0)
            }
            let log = try String(contentsOfFile: stage.files.log, encoding: .utf8)
            #expect(!log.contains("has crashed"))
        }
    }

    @Test("a log that is older than what was applied is refused before a webhook can get into it")
    func olderLog() async throws {
        try await play { stage in
            await stage.host.stop()
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: "\(stage.files.data)/host.db\(suffix)") }
            await #expect(throws: StoryError.self) { try await stage.host.start() }
            await stage.host.stop()
            let log = try String(contentsOfFile: stage.files.log, encoding: .utf8)
            #expect(log.contains("state.db is ahead of host.db"))
            #expect(log.components(separatedBy: "Server started").count == 2, "only the first start has come so far")
        }
    }
}

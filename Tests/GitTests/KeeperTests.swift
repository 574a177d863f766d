import CProbe
import Foundation
import Testing

@testable import Git

/// git ends with the host, however the host ends, and not before.
@Suite struct KeeperTests {
    private static func workshop() throws -> Workshop {
        let helper = try gitHelper()
        return try Workshop(askpass: AskpassHelper(path: helper), keeper: GitKeeper(path: helper))
    }

    @Test("When the host is killed, git and what git started end", .timeLimit(.minutes(1)))
    func hostIsKilled() async throws {
        let workshop = try Self.workshop()
        let server = try SilentServer()
        let folder = workshop.directory.appending(path: "host").path
        let host = Process()
        host.executableURL = URL(filePath: try gitHelper())
        host.arguments = ["host", folder, server.url]
        try host.run()
        await server.wait(for: .opened)
        let family = ProcessTree.descendants(of: host.processIdentifier)
        let programs = family.map(ProcessTree.arguments)
        #expect(programs.contains { $0.contains(" \(GitKeeper.word) ") })
        #expect(programs.contains { $0.contains("git") && $0.contains("remote-http") })
        #expect(family.count >= 3)
        #expect(!programs.contains { $0.contains("s3cret-token") })
        kill(host.processIdentifier, SIGKILL)
        await server.wait(for: .closed)
        for process in family { #expect(ProcessTree.ends(process)) }
        host.waitUntilExit()
        try await removesPipes(folder, workshop.cache.settings)
    }

    /// The killed host left behind the folder of its pipe, which only its user could enter; the next host removes it.
    private func removesPipes(_ folder: String, _ settings: GitSettings) async throws {
        func pipes() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(".askpass-") }
        }
        let left = try #require(try pipes().first)
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(left)")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
        var settings = settings
        settings.directory = folder
        _ = try RepositoryCache(settings: settings)
        #expect(try pipes().isEmpty)
    }

    @Test("A run that is cancelled ends with all that git started", .timeLimit(.minutes(1)))
    func cancelled() async throws {
        let workshop = try Self.workshop()
        let repository = try await workshop.repository()
        let server = try SilentServer()
        let remote = Remote(url: server.url, credential: nil)
        let asking = Task { try await repository.readReferences(["refs/heads/main"], from: remote) }
        await server.wait(for: .opened)
        let family = ProcessTree.descendants(of: getpid()).filter { ProcessTree.arguments(of: $0).contains(server.url) }
        #expect(family.count >= 3)
        asking.cancel()
        await #expect(throws: (any Error).self) { try await asking.value }
        for process in family { #expect(ProcessTree.ends(process)) }
    }

    @Test("One thread starts all runs of git, and it lives as long as the process", .timeLimit(.minutes(1)))
    func oneThread() async throws {
        let workshop = try Self.workshop()
        let repository = try await workshop.repository()
        var starters: Set<Int32> = []
        for _ in 0..<2 {
            let server = try SilentServer()
            let remote = Remote(url: server.url, credential: nil)
            let runs = (0..<4).map { _ in
                Task.detached { try await repository.transport.readReferences(["refs/heads/main"], in: repository.directory, from: remote) }
            }
            await server.wait(for: .opened, count: runs.count)
            for (thread, children) in ProcessTree.children(of: getpid())
            where children.contains(where: { ProcessTree.arguments(of: $0).contains(server.url) }) {
                starters.insert(thread)
            }
            runs.forEach { $0.cancel() }
            for run in runs { _ = await run.result }
        }
        #expect(starters.count == 1)
    }

    @Test("When only the thread ends that started a keeper, its program goes on", .timeLimit(.minutes(1)))
    func threadEnds() async throws {
        let keeper = GitKeeper(path: try gitHelper())
        let program = Process()
        program.executableURL = URL(filePath: keeper.path)
        program.arguments = keeper.arguments(for: ["/bin/cat"])
        let input = Pipe()
        let output = Pipe()
        program.standardInput = input
        program.standardOutput = output
        let thread: Int32 = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                try? program.run()
                continuation.resume(returning: probe_thread_id())
            }
        }
        // cat answers, so the keeper has asked for the signal; then the thread ends, and the signal comes.
        try input.fileHandleForWriting.write(contentsOf: Data("a\n".utf8))
        #expect(output.fileHandleForReading.availableData == Data("a\n".utf8))
        while FileManager.default.fileExists(atPath: "/proc/self/task/\(thread)") { await Task.yield() }
        try input.fileHandleForWriting.write(contentsOf: Data("b\n".utf8))
        #expect(output.fileHandleForReading.availableData == Data("b\n".utf8))
        try input.fileHandleForWriting.close()
        program.waitUntilExit()
        #expect(program.terminationStatus == 0)
        #expect(program.terminationReason == .exit)
    }

    @Test("A keeper that finds another parent than the host starts nothing")
    func otherParent() throws {
        let program = Process()
        program.executableURL = URL(filePath: try gitHelper())
        program.arguments = [GitKeeper.word, "1", "/bin/echo", "started"]
        let output = Pipe()
        program.standardOutput = output
        try program.run()
        #expect(output.fileHandleForReading.readDataToEndOfFile().isEmpty)
        program.waitUntilExit()
        #expect(program.terminationStatus == 126)
    }

    @Test("Output and exit status come through the keeper")
    func transparent() async throws {
        let workshop = try Self.workshop()
        let repository = try await workshop.repository()
        let process = GitProcess(settings: workshop.cache.settings)
        let good = try await process.run(["rev-parse", "--is-bare-repository"], in: repository.directory, deadline: .seconds(20))
        #expect(good.status == 0 && good.text == "true\n")
        let bad = try await process.run(["rev-parse", "--verify", "nothing"], in: repository.directory, deadline: .seconds(20))
        #expect(bad.status == 128 && bad.standardError.contains("fatal"))
        var settings = workshop.cache.settings
        settings.executable = "/nonexistent/git"
        let none = try await GitProcess(settings: settings).run(["version"], in: repository.directory, deadline: .seconds(20))
        #expect(none.status == 127)
    }

    @Test("Through the keeper, the executable's own helper hands the credential to git")
    func credential() async throws {
        let workshop = try Self.workshop()
        let repository = try await workshop.repository()
        let response =
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"git\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        let server = try ScriptedServer(responses: [response, response, response])
        let remote = Remote(url: "http://127.0.0.1:\(server.port)/acme/site.git", credential: .token("s3cret-token"))
        await #expect(throws: GitError(.authentication, "")) {
            try await repository.readReferences(["refs/heads/main"], from: remote)
        }
        let expected = Data("x-access-token:s3cret-token".utf8).base64EncodedString()
        #expect(server.requests.last?.contains("Authorization: Basic \(expected)") == true)
    }

    @Test("git gets none of the host's variables and none of its descriptors")
    func inheritance() async throws {
        let open = open("/dev/null", O_RDONLY)
        defer { close(open) }
        let workshop = try Self.workshop()
        var settings = workshop.cache.settings
        let script = workshop.directory.appending(path: "look.sh").path
        try Data("#!/bin/sh\nenv; ls -1 /proc/$$/fd\n".utf8).write(to: URL(filePath: script))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        settings.executable = script
        let output = try await GitProcess(settings: settings).run([], in: workshop.directory.path, deadline: .seconds(20)).text
        let lines = Set(output.split(separator: "\n").map(String.init))
        // The shell sets these itself, or git needs them.
        let own: Set = ["PATH", "LD_LIBRARY_PATH", "PWD", "OLDPWD", "SHLVL", "_", "LC_ALL"]
        let inherited = ProcessInfo.processInfo.environment.filter { !own.contains($0.key) && lines.contains("\($0.key)=\($0.value)") }
        #expect(inherited.isEmpty)
        #expect(lines.contains("GIT_TERMINAL_PROMPT=0") && lines.contains("HOME=/nonexistent"))
        let descriptors = output.split(separator: "\n").compactMap { Int($0) }
        #expect(!descriptors.isEmpty)
        // 10 and above are the shell's own.
        #expect(descriptors.allSatisfy { $0 <= 2 || $0 >= 10 })
    }
}

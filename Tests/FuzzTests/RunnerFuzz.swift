import CRunner
import Foundation
import PluginAPI
import Store
import StoryKit
import Testing

@testable import Engine

@Suite("Hosts and runners that have lost control of themselves")
struct RunnerFuzz {
    private static let program = Installation(
        root: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    ).switchyard
    private static let thread = PermanentThread(name: "fuzz")

    /// A folder that is removed afterwards.
    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "switchyard-fuzz-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test("whatever a runner writes, the host's question ends with an answer of that number or with an error")
    func hostileRunner() async throws {
        try await Self.withFolder { folder in
            let script = "\(folder)/runner"
            #expect(
                FileManager.default.createFile(
                    atPath: script, contents: Data("#!/bin/sh\nexec /bin/cat '\(folder)/stream' >&3\n".utf8),
                    attributes: [.posixPermissions: 0o700]))
            try await Fuzz.rounds(15, part: "link-runner", cost: 200) { dice in
                let stream = Self.stream(&dice)
                try Data(stream).write(to: URL(filePath: "\(folder)/stream"))
                let (ends, ended) = AsyncStream<Blame.Ending>.makeStream()
                let connection = try await RunnerConnection.start(executable: script, environment: [:], on: Self.thread, at: 0)
                connection.whenEnded {
                    ended.yield($1)
                    ended.finish()
                }
                do { _ = try await connection.ask(.open(settings: "{}")) } catch {
                    guard error is SupervisionError || error is StoreError || error is PluginError else {
                        throw Fuzz.Failure("the error is \(error)", bytes: stream)
                    }
                }
                for await _ in ends {}
            }
        }
    }

    /// Messages in random order: complete, corrupted, truncated, announced but not sent.
    private static func stream(_ dice: inout Dice) -> [UInt8] {
        var stream: [UInt8] = []
        for _ in 0...dice.below(4) {
            var message = LinkFuzz.message(&dice)
            if dice.once(in: 2) { message.number = Int64(dice.below(3)) }
            let bytes = dice.once(in: 4) ? dice.mutated(message.bytes) : message.bytes
            stream +=
                dice.once(in: 12) ? LinkFuzz.frame(bytes, announcing: dice.pick([0, 1, 1 << 20, 1 << 28, .max])) : LinkFuzz.frame(bytes)
        }
        return dice.once(in: 4) ? Array(stream.dropLast(1 + dice.below(12))) : stream
    }

    @Test("whatever a host writes, the runner answers or ends, and does not crash", .timeLimit(.minutes(10)))
    func hostileHost() async throws {
        try #require(FileManager.default.fileExists(atPath: Self.program), "\(Self.program) is missing: run `make build`")
        try await Self.withFolder { folder in
            let state = "\(folder)/state.db"
            _ = try StateStore(path: state)
            let settings = RunnerSettings(
                statePath: state, selection: PluginSelection(), held: [], log: LogSettings(format: "human", level: "critical"),
                isConfined: false,
                memoryLimit: 1 << 30, readable: [])
            let opening = LinkMessage(1, .open(settings: try JSON(encoding: settings).text))
            try await Fuzz.rounds(8, part: "link-host", cost: 500) { dice in
                var document = dice.mutated(try JSON(encoding: settings))
                // A runner creates the database that it is told to use: keep it away from the sources.
                if document["state_path"].string?.hasPrefix("\(folder)/") == false { document["state_path"] = .string(state) }
                let mutated = LinkMessage(1, .open(settings: document.text))
                let first = dice.once(in: 6) ? Self.stream(&dice) : LinkFuzz.frame((dice.once(in: 6) ? mutated : opening).bytes)
                let stream = first + Self.stream(&dice)
                let code = try await Self.run(stream)
                guard (0...2).contains(code) else { throw Fuzz.Failure("the runner ended with \(code)", bytes: stream) }
            }
        }
    }

    /// Starts a runner, sends it these bytes and no more, and waits for it to end.
    private static func run(_ stream: [UInt8]) async throws -> Int32 {
        let record = try HookRecord()
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        let (own, other) = (ends[0], ends[1])
        let pid = try await thread.run {
            let arguments = [strdup(program), strdup("runner"), nil]
            let variables: [UnsafeMutablePointer<CChar>?] = [strdup("SWIFT_BACKTRACE=enable=no"), nil]
            defer { for text in arguments + variables { free(text) } }
            return sy_spawn_runner(program, arguments, variables, other, record.descriptor)
        }
        close(other)
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                defer { close(own) }
                _ = stream.withUnsafeBytes { send(own, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                shutdown(own, Int32(SHUT_WR))
                // A runner that keeps running although the host is gone would block until the test times out.
                continuation.resume(returning: sy_wait(pid))
                withExtendedLifetime(record) {}
            }
        }
    }
}

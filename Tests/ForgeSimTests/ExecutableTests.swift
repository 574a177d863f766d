import ForgeSim
import Foundation
import Testing

@Suite("The executable", .enabled(if: forgesim != nil, "forgesim is not built"))
struct ExecutableTests {
    @Test("writes its port once it answers, keeps its folder, and ends on a signal")
    func life() async throws {
        let tree = try WorkTree()
        let users = tree.path + "/users.json"
        try Data(#"{"ann": {"type": "User", "token": ["secret"]}}"#.utf8).write(to: URL(fileURLWithPath: users))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(forgesim))
        process.arguments = [users, "--portfile", tree.path + "/port", "--data", tree.path + "/data"]
        let output = Pipe()
        process.standardOutput = output
        let ended = AsyncStream<Int32> { continuation in
            process.terminationHandler = {
                continuation.yield($0.terminationStatus)
                continuation.finish()
            }
        }
        try process.run()
        let line = try await firstLine(output.fileHandleForReading)
        let port = try String(contentsOfFile: tree.path + "/port", encoding: .utf8).trimmingCharacters(in: .newlines)
        #expect(line == "forgesim listens on http://127.0.0.1:\(port)")
        let ann = SimClient(baseURL: "http://127.0.0.1:\(port)", token: "secret")
        #expect(try await ann.get("/user")["login"].string == "ann")
        try await ann.post("/user/repos", ["name": "app", "auto_init": true])
        process.terminate()
        #expect(await ended.first { _ in true } == 0)
        #expect(FileManager.default.fileExists(atPath: tree.path + "/data/forgesim.db"))
    }

    @Test("says what is wrong with the users file")
    func wrongUsers() async throws {
        let tree = try WorkTree()
        let users = tree.path + "/users.json"
        try Data("[]".utf8).write(to: URL(fileURLWithPath: users))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(forgesim))
        process.arguments = [users]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = await whole(errors.fileHandleForReading)
        #expect(text.contains("the users file must be a JSON object"))
    }

    @Test("says what to do when the port is taken")
    func takenPort() async throws {
        let tree = try WorkTree()
        let users = tree.path + "/users.json"
        try Data(#"{"ann": {"token": "secret"}}"#.utf8).write(to: URL(fileURLWithPath: users))
        let first = try await Executable(users: users, data: tree.path + "/data")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(forgesim))
        process.arguments = [users, "-p", first.baseURL.split(separator: ":").last.map(String.init) ?? ""]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = await whole(errors.fileHandleForReading)
        #expect(text.contains("cannot start on 127.0.0.1:") && text.contains("-p 0 picks a free one"))
        first.kill()
    }

    private func whole(_ handle: FileHandle) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: String(decoding: handle.readDataToEndOfFile(), as: UTF8.self)) }
        }
    }

    private func firstLine(_ handle: FileHandle) async throws -> String {
        let text = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: String(decoding: handle.availableData, as: UTF8.self)) }
        }
        return String(text.split(separator: "\n").first ?? "")
    }
}

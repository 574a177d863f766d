import Foundation

/// A folder in which the git executable works.
///
/// A thread of its own waits for the processes: a blocked thread of the shared pool would starve the simulator that they talk to.
final class WorkTree: Sendable {
    struct Output: Sendable {
        let status: Int32
        let text: String
    }

    let path: String

    init() throws {
        path = "\(NSTemporaryDirectory())/forgesim-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Runs git; returns standard output and error combined.
    func git(_ arguments: String...) async throws -> Output {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": path, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0", "GIT_AUTHOR_NAME": "Wanda", "GIT_AUTHOR_EMAIL": "wanda@example.com", "GIT_COMMITTER_NAME": "Wanda",
            "GIT_COMMITTER_EMAIL": "wanda@example.com", "LC_ALL": "C",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let data = output.readDataToEndOfFile()
                process.waitUntilExit()
                let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
                continuation.resume(returning: Output(status: process.terminationStatus, text: text))
            }
        }
    }

    /// Writes a file and commits it on the current branch.
    @discardableResult
    func commit(_ file: String, _ content: String, _ message: String) async throws -> String {
        try Data(content.utf8).write(to: URL(fileURLWithPath: "\(path)/\(file)"))
        _ = try await git("add", "-A")
        _ = try await git("commit", "-q", "-m", message)
        return try await git("rev-parse", "HEAD").text
    }
}

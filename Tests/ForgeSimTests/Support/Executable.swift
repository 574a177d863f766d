import ForgeSim
import Foundation

/// The path of `forgesim`: the value of `FORGESIM`, or the one beside the test bundle.
let forgesim: String? = {
    if let named = ProcessInfo.processInfo.environment["FORGESIM"] { return named }
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let path = folder.appendingPathComponent("forgesim").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
}()

/// A running `forgesim` that keeps its state in a folder.
final class Executable: Sendable {
    let baseURL: String
    private let process: Process

    /// Starts it and waits until it accepts connections.
    init(users: String, data: String) async throws {
        guard let forgesim else { throw ForgeSimError("forgesim is not built") }
        process = Process()
        process.executableURL = URL(fileURLWithPath: forgesim)
        process.arguments = [users, "--data", data]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let line = await Self.firstLine(output.fileHandleForReading)
        baseURL = line.split(separator: " ").last.map(String.init) ?? ""
    }

    /// Runs `forgesim` with bad arguments, so that it ends at once.
    static func run(_ arguments: [String]) async throws -> (status: Int32, text: String) {
        guard let forgesim else { throw ForgeSimError("forgesim is not built") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: forgesim)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let handle = output.fileHandleForReading
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let text = String(decoding: handle.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                continuation.resume(returning: (process.terminationStatus, text))
            }
        }
    }

    /// A program's first output; blocks a thread of its own.
    static func firstLine(_ handle: FileHandle) async -> String {
        let text = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: String(decoding: handle.availableData, as: UTF8.self)) }
        }
        return String(text.split(separator: "\n").first ?? "")
    }

    func client(_ token: String?) -> SimClient { SimClient(baseURL: baseURL, token: token) }

    /// Kills it without a chance to clean up.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

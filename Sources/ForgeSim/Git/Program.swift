import Foundation

/// Runs programs of the machine, such as `git`, without its configuration or the user's.
///
/// Standard input and standard error are files, so that only one pipe has to be read and there is no deadlock.
enum Program {
    /// A program printed more than the limit.
    struct TooMuch: Error {}

    /// Runs a program and waits for it; the caller judges its status.
    ///
    /// - Parameters:
    ///   - name: Looked up in `PATH`.
    ///   - folder: Its working directory; `nil`: the simulator's.
    ///   - limit: The most bytes of output; a program that prints more is killed.
    /// - Throws: The system's error if it cannot be started, or ``TooMuch``.
    static func run(
        _ name: String, _ arguments: [String], in folder: String? = nil, input: [UInt8] = [], extra: [String: String] = [:],
        limit: Int = .max
    ) async throws -> GitOutput {
        try await withCheckedThrowingContinuation { continuation in
            // Waiting blocks a thread, and the cooperative pool has only a few.
            DispatchQueue.global().async {
                continuation.resume(with: Result { try wait(for: name, arguments, in: folder, input: input, extra: extra, limit) })
            }
        }
    }

    private static func wait(
        for name: String, _ arguments: [String], in folder: String?, input: [UInt8], extra: [String: String], _ limit: Int
    ) throws -> GitOutput {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.environment = GitCommand.environment.merging(extra) { $1 }
        let (output, errors) = (Pipe(), try unnamedFile([]))
        process.standardInput = input.isEmpty ? FileHandle.nullDevice : try unnamedFile(input)
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let reader = output.fileHandleForReading
        var bytes = Data()
        while bytes.count <= limit, let part = try reader.read(upToCount: 1 << 20), !part.isEmpty { bytes.append(part) }
        if bytes.count > limit { process.terminate() }
        process.waitUntilExit()
        if bytes.count > limit { throw TooMuch() }
        try errors.seek(toOffset: 0)
        let status = Int(process.terminationStatus)
        return GitOutput(
            status: process.terminationReason == .exit ? status : 128 + status, bytes: Array(bytes),
            errors: String(decoding: try errors.readToEnd() ?? Data(), as: UTF8.self))
    }

    /// A file that disappears when nobody has it open any more.
    private static func unnamedFile(_ content: [UInt8]) throws -> FileHandle {
        let path = FileManager.default.temporaryDirectory.appending(path: "forgesim-\(UUID().uuidString)").path
        guard FileManager.default.createFile(atPath: path, contents: Data(content), attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forUpdatingAtPath: path)
        else { throw ForgeSimError("\(path) cannot be written") }
        try FileManager.default.removeItem(atPath: path)
        return file
    }
}

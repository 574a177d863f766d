import Foundation
import StoryKit
import Testing

/// How the executable exits if it cannot start.
@Suite("Commands that cannot be done")
struct CommandTests {
    private struct Ending: Equatable {
        let status: Int32
        let isSignal: Bool
        let words: String
    }

    /// Runs `switchyard` to its end, without this process's environment.
    private static func end(_ arguments: [String], environment: [String: String] = [:]) async throws -> Ending {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try endAndWait(arguments, environment) }) }
        }
    }

    private static func endAndWait(_ arguments: [String], _ environment: [String: String]) throws -> Ending {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Theatre.installation.switchyard)
        process.arguments = arguments
        process.environment = environment
        let words = Pipe()
        process.standardError = words
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let said = words.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Ending(
            status: process.terminationStatus, isSignal: process.terminationReason == .uncaughtSignal,
            words: String(decoding: said, as: UTF8.self))
    }

    private static func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-command-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test("a start that fails at once says why and ends, whatever is loaded meanwhile")
    func failsAtOnce() async throws {
        try await Self.inFolder { folder in
            let file = "\(folder)/switchyard.yaml"
            try Data("bot:\n  name: 7\n  what: is this\n".utf8).write(to: URL(fileURLWithPath: file))
            let first = try await Self.end(["serve", "--config", file])
            #expect(first.status == 1 && !first.isSignal && first.words.contains("\(file):"), "\(first)")
            for round in 0..<60 {
                let next = try await Self.end(["serve", "--config", file])
                #expect(next == first, "round \(round)")
            }
        }
    }

    @Test("where libcurl cannot be loaded, what needs it says so, and what does not works")
    func noLibrary() async throws {
        try await Self.inFolder { folder in
            try Data("no library".utf8).write(to: URL(fileURLWithPath: "\(folder)/libcurl.so.4"))
            let token = "\(folder)/token"
            try Data("a token".utf8).write(to: URL(fileURLWithPath: token))
            let swift = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { ":\($0)" } ?? ""
            let hidden = ["LD_LIBRARY_PATH": "\(folder)\(swift)"]
            let asking = try await Self.end(["status", "--url", "http://127.0.0.1:1", "--token-file", token], environment: hidden)
            #expect(asking.status == 127 && !asking.isSignal, "\(asking)")
            #expect(asking.words.contains("libcurl.so.4") && asking.words.contains("Install libcurl4"), "\(asking)")
            #expect(try await Self.end(["--version"], environment: hidden).status == 0)
        }
    }
}

import Foundation
import PluginAPI
import Synchronization
import Testing

@testable import Engine

/// Compiles the plugins of this folder, each once per run.
enum PluginBench {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    static let built = "\(root)/.build/debug"
    static let executable = "\(built)/switchyard"
    private static let folder = "\(root)/Tests/SupervisionTests"
    private static let cache = FileManager.default.temporaryDirectory
        .appendingPathComponent("switchyard-sinners-\(ProcessInfo.processInfo.processIdentifier)").path
    private static let made = Mutex<[String: Task<Void, any Error>]>([:])

    /// The library of a plugin: the first caller has it compiled, and others wait for that.
    static func library(of plugin: Misbehaviour) async throws -> String {
        let manifest = try manifest(of: plugin)
        let path = "\(cache)/lib\(plugin.id)-\(plugin.define ?? "")-\(manifest.hashValue).so"
        let compilation = made.withLock { made in
            if let running = made[path] { return running }
            let task = Task.detached {
                try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
                if isSwift(plugin) {
                    try await compileSwift(plugin, to: path)
                } else {
                    try await compileC(plugin, to: path)
                }
            }
            made[path] = task
            return task
        }
        try await compilation.value
        return path
    }

    private static func compileC(_ plugin: Misbehaviour, to path: String) async throws {
        let isCPlusPlus = FileManager.default.fileExists(atPath: "\(folder)/Plugins/\(plugin.source).cpp")
        let text = try manifest(of: plugin).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let header = """
            #define ID "\(plugin.id)"
            #define PREFIX "\(plugin.manifest.prefix)"
            #define MANIFEST "\(text)"
            """
        try Data("\(header)\n".utf8).write(to: URL(fileURLWithPath: "\(path).h"))
        try await run(
            [
                isCPlusPlus ? "c++" : "cc", isCPlusPlus ? "-std=c++17" : "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-fPIC",
                "-shared", "-fvisibility=hidden", "-I\(root)/Sources/PluginABI/include", "-include", "\(path).h", "-o", path,
            ] + (plugin.define.map { ["-D\($0)"] } ?? []) + ["\(folder)/Plugins/\(plugin.source).\(isCPlusPlus ? "cpp" : "c")", "-pthread"])
    }

    /// One file against the built SDK: building a package of its own would take minutes.
    private static func compileSwift(_ plugin: Misbehaviour, to path: String) async throws {
        let objects = try ["Contract", "PluginAPI"].flatMap { module in
            try FileManager.default.contentsOfDirectory(atPath: "\(built)/\(module).build").filter { $0.hasSuffix(".swift.o") }
                .map { "\(built)/\(module).build/\($0)" }
        }
        try await run(
            [
                "swiftc", "-emit-library", "-parse-as-library", "-module-name", plugin.source, "-I", "\(built)/Modules", "-Xcc",
                "-fmodule-map-file=\(built)/PluginABI.build/module.modulemap", "\(folder)/Swift/\(plugin.source).swift", "-o", path,
            ] + objects)
    }

    /// The manifest as it is in the library.
    static func manifest(of plugin: Misbehaviour) throws -> String { try JSON(encoding: plugin.manifest).text }

    private static func run(_ arguments: [String]) async throws {
        // Not on one of the few threads that all tasks share: the hosts of other tests need them.
        let (status, output) = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try runAndWait(arguments) }) }
        }
        try #require(status == 0, "\(arguments[0]): \(output)")
    }

    /// The manifest of a built plugin: the SDK adds what it was built with.
    static func manifest(of plugin: Misbehaviour, in library: String) throws -> String {
        isSwift(plugin) ? try PluginLibrary.manifest(of: library) : try manifest(of: plugin)
    }

    private static func isSwift(_ plugin: Misbehaviour) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/Swift/\(plugin.source).swift")
    }

    private static func runAndWait(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

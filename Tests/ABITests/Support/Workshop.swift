import Foundation
import Testing

@testable import Engine

/// Where the project's files are, and the libraries that were built from them.
enum Project {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    static let headers = "\(root)/Sources/PluginABI/include"

    /// A library made by another build; if it is missing, a test that needs it fails and names the command.
    static func built(_ candidates: [String], by command: String) throws -> String {
        let found = candidates.map { "\(root)/\($0)" }.first { FileManager.default.fileExists(atPath: $0) }
        return try #require(found, "\(candidates[0]) is not built: run `\(command)` in \(root)")
    }

    static func helloSwift() throws -> String {
        let folder = "Plugins/Examples/Hello/.build"
        return try built(
            ["\(folder)/debug/libHello.so", "\(folder)/release/libHello.so"],
            by: "swift build --package-path Plugins/Examples/Hello")
    }

    static func helloC() throws -> String {
        try built(["Plugins/Examples/hello-c/.build/libhello-c.so"], by: "make -C Plugins/Examples/hello-c")
    }

    static func mergeBot() throws -> String {
        let folder = "Plugins/MergeBot/.build"
        return try built(
            ["\(folder)/debug/libMergeBot.so", "\(folder)/release/libMergeBot.so"],
            by: "swift build --package-path Plugins/MergeBot")
    }

    static func forwardPort() throws -> String {
        let folder = "Plugins/ForwardPort/.build"
        return try built(
            ["\(folder)/debug/libForwardPort.so", "\(folder)/release/libForwardPort.so"],
            by: "swift build --package-path Plugins/ForwardPort")
    }
}

/// Runs a program and returns its exit code and output.
func shell(_ arguments: String...) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}

/// A data folder of its own, with a drop-in folder for compiled C plugins.
final class Workshop {
    let root: String
    let loader: PluginLoader

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("switchyard-abi-\(UUID().uuidString)").path
        loader = PluginLoader(directory: "\(root)/plugins")
        try FileManager.default.createDirectory(atPath: loader.directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func library(_ id: String) -> String { "\(loader.directory)/\(id)/lib\(id).so" }
    func manifest(_ id: String) -> String { "\(loader.directory)/\(id)/manifest.json" }

    /// Compiles a plugin of BadPlugins into its drop-in folder, writes a valid manifest for it, and locks it.
    func compile(_ id: String) throws {
        try FileManager.default.createDirectory(atPath: "\(loader.directory)/\(id)", withIntermediateDirectories: true)
        let result = try shell(
            "cc", "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-fPIC", "-shared", "-fvisibility=hidden",
            "-I\(Project.headers)", "-o", library(id), "\(Project.root)/Tests/ABITests/BadPlugins/\(id).c")
        try #require(result.code == 0, "\(result.output)")
        try write(#"{"id":"\#(id)","version":"1.0.0","abi":"1.0","events":["test.*"]}"#, to: manifest(id))
        try PluginInstaller(loader) { _ in "" }.lock([id])
    }

    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    func open(_ id: String) throws -> LoadedPlugin { try loader.prepare(id).open() }

    /// Installs a built library as an operator would.
    func install(_ library: String, templates: String? = nil) throws -> LoadedPlugin {
        let installer = PluginInstaller(loader) { try PluginLibrary.manifest(of: $0) }
        return try open(installer.install(library: library, templates: templates).id)
    }
}

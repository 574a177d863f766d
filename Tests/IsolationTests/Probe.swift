import CSQLite
import Foundation
import Testing

@testable import Engine

/// The probe program, with a folder of files to try itself on.
final class Probe {
    struct Answer: Decodable {
        var report: IsolationReport?
        var tries: [String: String]
        var needs: [String: String]
    }

    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-isolation-\(UUID().uuidString)").path
        for name in ["data", "plugins"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        for name in ["data/host.db", "data/admin-token", "data/spare", "plugins/text"] {
            try Data("not for plugins\n".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        }
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/plugins/link-to-token", withDestinationPath: "\(folder)/data/admin-token")
        try makeState()
        try Data("int answer(void) { return 42; }\n".utf8).write(to: URL(filePath: "\(folder)/plugin.c"))
        let (status, output) = try Self.run(
            "/usr/bin/env", ["cc", "-shared", "-fPIC", "-o", "\(folder)/plugins/plugin.so", "\(folder)/plugin.c"])
        try #require(status == 0, "\(output)")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The three files of a database in WAL mode, as the host creates them before it starts a runner.
    private func makeState() throws {
        let path = "\(folder)/data/state.db"
        var connection: OpaquePointer?
        try #require(sqlite3_open(path, &connection) == SQLITE_OK)
        try #require(sqlite3_exec(connection, "PRAGMA journal_mode=WAL; CREATE TABLE made (id INTEGER)", nil, nil, nil) == SQLITE_OK)
        // Closing the last connection removes the other two files, unless it is told to leave them.
        var persists: Int32 = 1
        try #require(sqlite3_file_control(connection, nil, SQLITE_FCNTL_PERSIST_WAL, &persists) == SQLITE_OK)
        try #require(sqlite3_close(connection) == SQLITE_OK)
        try #require(["-wal", "-shm"].allSatisfy { FileManager.default.fileExists(atPath: path + $0) })
    }

    /// Runs the probe and decodes its output.
    func run(_ mode: String, port: UInt16 = 1) throws -> Answer {
        let (status, output) = try Self.run(try Self.program(), [mode, folder, String(port)])
        try #require(status == 0, "the probe ended with \(status): \(output)")
        return try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
    }

    /// The probe's executable, which the same build puts beside the tests.
    static func program() throws -> String {
        let beside = URL(filePath: Swift.CommandLine.arguments[0]).deletingLastPathComponent()
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let candidates = [beside, root.appending(path: ".build/debug")].map { $0.appending(path: "isolation-probe").path }
        return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0) }, "isolation-probe is not built")
    }

    /// Runs a program to its end.
    /// - Returns: its exit status, or the negative signal, and its standard output.
    static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let sign: Int32 = process.terminationReason == .exit ? 1 : -1
        return (sign * process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

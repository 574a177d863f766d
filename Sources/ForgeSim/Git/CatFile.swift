import Foundation
import Synchronization

/// One long-lived `git cat-file --batch-command` process, so that reading an object does not start one.
///
/// Reads block their thread for some ten microseconds; a mutex serialises calls.
final class CatFile: Sendable {
    private struct Running {
        let process: Process
        let input: FileHandle
        let output: FileHandle
        var buffer: [UInt8] = []
    }

    /// What git reports about an object before its content.
    struct Header: Sendable {
        let sha: String
        let kind: GitKind
        let size: Int
    }

    private let folder: String
    private let running = Mutex<Running?>(nil)

    init(folder: String) {
        self.folder = folder
    }

    /// Reads one object by any name that git understands; `nil` if it does not exist.
    func read(_ name: String) throws -> (sha: String, object: GitObject)? {
        try asking("contents", name) { header, current in
            let data = Self.take(header.size + 1, &current)
            return (header.sha, GitObject(kind: header.kind, data: Array(data.dropLast())))
        }
    }

    /// Reads the type and size of an object, without its content.
    func header(_ name: String) throws -> Header? {
        try asking("info", name) { header, _ in header }
    }

    /// Ends the process.
    func stop() {
        running.withLock { state in
            try? state?.input.close()
            state?.process.terminate()
            state = nil
        }
    }

    private func asking<T: Sendable>(_ command: String, _ name: String, _ answer: (Header, inout Running) -> T) throws -> T? {
        guard !name.utf8.contains(UInt8(ascii: "\n")), !name.isEmpty else { return nil }
        return try running.withLock { state in
            if state == nil { state = try start() }
            guard var current = state else { return nil }
            defer { state = current }
            try current.input.write(contentsOf: Data("\(command) \(name)\n".utf8))
            let parts = String(decoding: Self.line(&current), as: UTF8.self).split(separator: " ")
            guard parts.count == 3, let size = Int(parts[2]), let kind = GitKind(rawValue: String(parts[1])) else { return nil }
            return answer(Header(sha: String(parts[0]), kind: kind, size: size), &current)
        }
    }

    private func start() throws -> Running {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "cat-file", "--batch-command"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = GitCommand.environment
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return Running(process: process, input: input.fileHandleForWriting, output: output.fileHandleForReading)
    }

    private static func fill(_ state: inout Running) -> Bool {
        let data = state.output.availableData
        state.buffer.append(contentsOf: data)
        return !data.isEmpty
    }

    private static func line(_ state: inout Running) -> [UInt8] {
        while true {
            if let end = state.buffer.firstIndex(of: 0x0A) {
                let line = Array(state.buffer[..<end])
                state.buffer.removeSubrange(...end)
                return line
            }
            guard fill(&state) else { return [] }
        }
    }

    private static func take(_ count: Int, _ state: inout Running) -> [UInt8] {
        while state.buffer.count < count, fill(&state) {}
        let bytes = Array(state.buffer.prefix(count))
        state.buffer.removeFirst(min(count, state.buffer.count))
        return bytes
    }
}

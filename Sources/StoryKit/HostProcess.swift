import Foundation
import Synchronization

/// A host as a process of its own, which can be killed and restarts as under a service manager.
package final class HostProcess: Sendable {
    private struct State {
        var process: Process?
        var port: Int?
        var isWanted = false
        var starts = 0
        var faults: [String] = []
    }

    private let installation: Installation
    private let files: HostFiles
    private let variables: [String: String]
    private let state = Mutex(State())

    /// - Parameter variables: additions to our own environment for the host.
    package init(installation: Installation, files: HostFiles, variables: [String: String] = [:]) {
        self.installation = installation
        self.files = files
        self.variables = variables
    }

    /// The fault points at which host and runner have died, in order, as logged.
    package var deaths: [String] {
        let log = (try? String(contentsOfFile: files.log, encoding: .utf8)) ?? ""
        // Another line may be incomplete when a process dies.
        return log.split(separator: "\n").compactMap { line in
            line.range(of: "switchyard: killed at ").map { String(line[$0.upperBound...]) }
        }
    }

    /// The host's process, if it is running.
    package var processID: Int32? { state.withLock { $0.process.flatMap { $0.isRunning ? $0.processIdentifier : nil } } }

    /// How often it has been started.
    package var starts: Int { state.withLock { $0.starts } }

    /// The base address of pages and API.
    package var url: String { "http://127.0.0.1:\(state.withLock { $0.port ?? 0 })" }

    /// Puts the plugins into the drop-in folder.
    package func installPlugins() async throws {
        for plugin in installation.allPlugins {
            var arguments = ["plugin", "install", plugin.library, "--config", files.configuration]
            if let templates = plugin.templates { arguments += ["--templates", templates] }
            let (status, output) = try await run(arguments)
            guard status == 0 else { throw StoryError("plugin \(plugin.id) could not be installed: \(output)") }
        }
    }

    /// Runs a command of the executable to its end.
    /// - Returns: its exit code and its output.
    package func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let program = installation.switchyard
        return try await blocking {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
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

    /// Starts the host and returns once it accepts connections.
    /// - Parameter faults: the fault points at which to kill host and runner, one after the other, as in `SWITCHYARD_FAULT`.
    package func start(faults: [String] = []) async throws {
        state.withLock { state in
            state.isWanted = true
            state.faults = faults
        }
        try launch()
        try await waitForPort()
    }

    /// Tells the host to end and waits until it has.
    package func stop() async {
        let process = state.withLock { state -> Process? in
            state.isWanted = false
            // The report of its end may come after the next start, and must not be taken for the end of that one.
            defer { state.process = nil }
            return state.process
        }
        guard let process, process.isRunning else { return }
        try? await blocking {
            process.terminate()
            process.waitUntilExit()
        }
    }

    /// Kills the host without warning; it restarts by itself.
    package func kill() {
        guard let process = state.withLock({ $0.process }), process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
    }

    private func launch() throws {
        try? FileManager.default.removeItem(atPath: files.portFile)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: installation.switchyard)
        process.arguments = [
            "serve", "--config", files.configuration, "--data", files.data, "--port", String(state.withLock { $0.port } ?? 0),
            "--port-file", files.portFile,
        ]
        var environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        let faults = state.withLock { $0.faults }.dropFirst(deaths.count)
        environment["SWITCHYARD_FAULT"] = faults.isEmpty ? nil : faults.joined(separator: ",")
        process.environment = environment
        process.standardError = try logHandle()
        process.standardOutput = process.standardError
        process.terminationHandler = { [weak self] ended in self?.ended(ended) }
        try process.run()
        state.withLock { state in
            state.process = process
            state.starts += 1
        }
    }

    private func ended(_ process: Process) {
        let mustRestart = state.withLock { $0.isWanted && $0.process === process }
        if mustRestart { try? launch() }
    }

    private func logHandle() throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: files.log) {
            _ = FileManager.default.createFile(atPath: files.log, contents: nil)
        }
        guard let handle = FileHandle(forWritingAtPath: files.log) else { throw StoryError("cannot write \(files.log)") }
        try handle.seekToEnd()
        return handle
    }

    private func waitForPort() async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let text = try? String(contentsOfFile: files.portFile, encoding: .utf8),
                let port = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
            {
                state.withLock { $0.port = port }
                return
            }
            if state.withLock({ $0.starts > 3 + $0.faults.count }) { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        let log = (try? String(contentsOfFile: files.log, encoding: .utf8)) ?? ""
        throw StoryError("the host did not come up; its log says:\n\(log.suffix(2000))")
    }
}

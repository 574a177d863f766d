import Foundation

/// A host as a process of its own.
struct HostServer: Sendable {
    let process: Child
    let port: Int
    /// From the start of the process until it accepted connections; milliseconds.
    let startedWithin: Double

    /// Starts a host and waits until it accepts connections.
    static func start(_ folder: HostFolder, on workbench: Workbench, arguments: [String] = []) throws -> HostServer {
        try start(
            [workbench.switchyard, "serve", "--config", folder.configuration, "--port", "0", "--port-file", folder.portFile] + arguments,
            portFile: folder.portFile, log: folder.log)
    }

    /// Starts any server that writes its port into a file once it accepts connections.
    static func start(_ words: [String], portFile: String, log: String) throws -> HostServer {
        try? FileManager.default.removeItem(atPath: portFile)
        let start = ContinuousClock.now
        let process = try Child.start(words, output: log)
        while access(portFile, R_OK) != 0 {
            usleep(200)
            guard ContinuousClock.now - start < .seconds(30) else {
                process.kill(SIGKILL)
                let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                throw BenchError("\(words[0]) did not come up; its log says: \(text.suffix(1000))")
            }
        }
        let elapsed = Stopwatch.milliseconds(ContinuousClock.now - start)
        let text = try String(contentsOfFile: portFile, encoding: .utf8)
        guard let port = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw BenchError("\(portFile) holds no port: \(text)")
        }
        return HostServer(process: process, port: port, startedWithin: elapsed)
    }

    /// Tells it to end, and waits.
    func stop() {
        process.kill(SIGTERM)
        process.wait()
    }

    /// Kills it and its descendants.
    func kill() {
        process.kill(SIGKILL)
        process.wait()
    }
}

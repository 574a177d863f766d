import Foundation

/// How long a host takes to start in an empty folder, and how much memory it uses when idle.
struct StartBench {
    let workbench: Workbench

    func measure() async throws -> Measurements {
        var measurements = Measurements()
        let folder = try HostFolder("start", on: workbench)
        for run in 0..<17 {
            for path in [folder.data, folder.pluginCache] { try? FileManager.default.removeItem(atPath: path) }
            let server = try HostServer.start(folder, on: workbench)
            server.stop()
            // The first ones bring the libraries into the page cache.
            if run >= 2 { measurements.add("cold_start_ms", server.startedWithin) }
        }
        for _ in 0..<2 {
            let server = try HostServer.start(folder, on: workbench)
            defer { server.stop() }
            try await Task.sleep(for: .seconds(10))
            let processes = [server.process.pid] + server.process.children
            guard processes.count >= 2 else { throw BenchError("the host has no runner") }
            measurements.add("idle_pss_mb", try processes.reduce(0) { try $0 + Self.megabytes(of: $1) })
        }
        return measurements
    }

    /// A process's private memory, and its share of what it shares with others.
    private static func megabytes(of pid: pid_t) throws -> Double {
        let path = "/proc/\(pid)/smaps_rollup"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Pss:") }),
            let kilobytes = Double(line.dropFirst(4).drop { $0 == " " }.prefix { $0.isNumber })
        else { throw BenchError("\(path) cannot be read: the host hides itself from everybody but root, so measure as root") }
        return kilobytes / 1024
    }
}

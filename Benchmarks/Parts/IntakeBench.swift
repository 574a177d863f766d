import Foundation

/// How many deliveries a real host stores per second, and how long their senders wait.
struct IntakeBench {
    private static let size = 8 * 1024
    private static let runs = 5

    let workbench: Workbench

    func measure() async throws -> Measurements {
        var measurements = Measurements()
        let folder = try HostFolder("intake", on: workbench)
        let server = try HostServer.start(folder, on: workbench)
        do {
            defer { server.kill() }
            for run in 0..<Self.runs {
                let outcome = try await post(to: server, as: "plain-\(run)", secret: folder.secret)
                measurements.add("intake_per_s", outcome.rate)
                measurements.add("intake_p99_ms", Statistics.quantile(outcome.latencies, 0.99))
            }
        }
        try await measureHanging(&measurements)
        try await measureEcho(&measurements)
        return measurements
    }

    private func post(to server: HostServer, as run: String, secret: String, status: Int = 202) async throws -> Load.Outcome {
        let deliveries = Deliveries(run: run, size: Self.size, secret: secret)
        let outcome = try await Load(port: server.port, connections: 64, duration: .seconds(3)) { deliveries.request($0) }.run()
        try outcome.expect(status)
        return outcome
    }

    /// A plugin's hook does not return: nothing is applied, and everything is stored all the same. The watchdog's deadline, 30 s,
    /// is after the end of the measurement.
    private func measureHanging(_ measurements: inout Measurements) async throws {
        let library = "\(workbench.folder)/libhang.so"
        try Child.run(
            [
                "cc", "-std=c99", "-O2", "-fvisibility=hidden", "-fPIC", "-shared", "-I\(workbench.root)/Sources/PluginABI/include",
                "-o", library, "\(workbench.root)/Benchmarks/Support/hang.c",
            ], log: "\(workbench.folder)/cc.log")
        let folder = try HostFolder("hang", on: workbench, extra: [(id: "hang", library: library)])
        let server = try HostServer.start(folder, on: workbench)
        defer { server.kill() }
        for run in 0..<Self.runs {
            let outcome = try await post(to: server, as: "hang-\(run)", secret: folder.secret)
            measurements.add("intake_per_s_while_hook_hangs", outcome.rate)
            measurements.add("intake_p99_ms_while_hook_hangs", Statistics.quantile(outcome.latencies, 0.99))
        }
    }

    private func measureEcho(_ measurements: inout Measurements) async throws {
        let portFile = "\(workbench.folder)/echo-port"
        let server = try HostServer.start(
            [workbench.bench, "echo", "--port-file", portFile], portFile: portFile, log: "\(workbench.folder)/echo.log")
        defer { server.kill() }
        for run in 0..<Self.runs {
            measurements.add("echo_per_s", try await post(to: server, as: "echo-\(run)", secret: "none", status: 200).rate)
        }
    }
}

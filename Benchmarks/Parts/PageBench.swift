import Foundation
import NIOCore

/// Pages of a project with a long history.
struct PageBench {
    private static let merged = 100_000
    private static let pages = ["/", "/acme/server/pull/\(merged / 2)", "/events"]

    let workbench: Workbench

    func measure() async throws -> Measurements {
        let folder = try HostFolder("page", on: workbench)
        // The first start creates the tables.
        try HostServer.start(folder, on: workbench, arguments: ["--maintenance"]).stop()
        try History(merged: Self.merged).write(into: folder.data)
        let server = try HostServer.start(folder, on: workbench, arguments: ["--maintenance"])
        defer { server.stop() }
        var slowest: [Double] = []
        for page in Self.pages {
            let text = "GET \(page) HTTP/1.1\r\nHost: localhost\r\n\r\n"
            let outcome = try await Load(port: server.port, connections: 1, duration: .seconds(3)) { _ in ByteBuffer(string: text) }.run()
            try outcome.expect(200)
            FileHandle.standardError.write(Data("  \(page): \(Report.number(Statistics.median(outcome.latencies))) ms\n".utf8))
            if Statistics.median(outcome.latencies) > Statistics.median(slowest) || slowest.isEmpty { slowest = outcome.latencies }
        }
        var measurements = Measurements()
        measurements.add("page_ms_100k", slowest)
        return measurements
    }
}

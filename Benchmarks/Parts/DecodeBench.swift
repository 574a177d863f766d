import Forge
import GitHub
import PluginAPI

/// How long it takes to turn a delivery's bytes into an event.
struct DecodeBench {
    func measure() throws -> Measurements {
        var measurements = Measurements()
        let body = Payloads.pullRequest(7, action: "synchronize", head: Payloads.sha(9), described: 1500, size: 28 * 1024)
        for run in 0..<30 {
            let start = ContinuousClock.now
            for number in 0..<50 {
                let headers = GitHubHeaders(event: "pull_request", delivery: "\(run)-\(number)")
                guard case .event = try GitHubDelivery(headers: headers, body: body).outcome(receivedAt: Timestamp(milliseconds: 0)) else {
                    throw BenchError("the delivery of the benchmark was not understood")
                }
            }
            // The first runs warm up.
            if run >= 5 { measurements.add("decode_ms_28k", Stopwatch.milliseconds(ContinuousClock.now - start) / 50) }
        }
        return measurements
    }
}

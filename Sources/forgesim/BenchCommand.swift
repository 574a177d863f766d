import ArgumentParser
import ForgeSim
import Foundation

/// Measures the simulator; `scripts/bench-forgesim` builds it with optimisation and runs this.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures how fast a simulator in this process answers.", shouldDisplay: false)

    @Option(help: "Seconds for each kind of call.")
    var seconds = 2.0

    @Option(help: "Pull requests in the crowded repository.")
    var pulls = 10_000

    func run() async throws {
        try await Benchmark(seconds: seconds, pulls: pulls).run { figure in
            let time = String(format: "%9.3f ms", figure.milliseconds)
            let rate = figure.perSecond.map { String(format: "%8.0f /s", $0) } ?? String(repeating: " ", count: 11)
            FileHandle.standardOutput.write(Data("\(time) \(rate)  \(figure.name)\n".utf8))
        }
    }
}

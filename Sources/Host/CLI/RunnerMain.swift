import Engine
import Foundation
import Logging

/// `switchyard runner`: the process with the plugins, which only `switchyard serve` starts.
enum RunnerMain {
    /// The descriptors that the host hands down.
    private static let link: Int32 = 3
    private static let record: Int32 = 4

    static func run() -> Never {
        // Service managers signal all processes of a service; the host decides when the runner has finished its work.
        signal(SIGTERM, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        exit(RunnerService.run(link: link, record: record) { StderrLogHandler.logger("runner", $0) })
    }
}

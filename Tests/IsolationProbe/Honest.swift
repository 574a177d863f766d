import CProbe
import Dispatch
import Foundation
import Synchronization

/// What a runner and honest plugins need.
struct Honest {
    private let folder: String

    init(_ setting: IsolationProbe.Setting) { folder = setting.folder }

    /// Each need and "ok", or what went wrong.
    func needs() -> [String: String] {
        [
            "start a thread": name(probe_thread()),
            "signal itself": name(probe_signal(getpid())),
            "read a file beside a plugin": name(probe_read("\(folder)/plugins/text")),
            "load a plugin": name(probe_load("\(folder)/plugins/plugin.so")),
            "load a library of the Swift runtime": name(probe_load("libFoundationXML.so")),
            "look at its own threads": name(probe_read("/proc/\(getpid())/stat")),
            "write to nowhere": name(probe_write("/dev/null")),
            "read random bytes": name(probe_read("/dev/urandom")),
            "know time zones": TimeZone(identifier: "Pacific/Auckland").map {
                "\($0.secondsFromGMT(for: .distantPast) != 0 ? "ok" : "zero")"
            }
                ?? "unknown zone",
            "count processors": ProcessInfo.processInfo.activeProcessorCount > 0 ? "ok" : "none",
            "write state.db": Database(path: "\(folder)/data/state.db").use(),
            "use a blocked thread pool": pool(),
            "run tasks": tasks(),
        ]
    }

    private func name(_ result: Int32) -> String { String(cString: probe_name(result)) }

    /// More blocked work than processors: libdispatch reads /proc/<thread>/stat to decide whether to add threads.
    private func pool() -> String {
        let started = DispatchSemaphore(value: 0)
        let release = DispatchSemaphore(value: 0)
        let wanted = ProcessInfo.processInfo.activeProcessorCount + 4
        for _ in 0..<wanted {
            DispatchQueue.global().async {
                started.signal()
                release.wait()
            }
        }
        defer { for _ in 0..<wanted { release.signal() } }
        for index in 0..<wanted where started.wait(timeout: .now() + 20) == .timedOut {
            return "only \(index) of \(wanted) started"
        }
        return "ok"
    }

    private func tasks() -> String {
        let sum = Mutex(0)
        let done = DispatchSemaphore(value: 0)
        Task {
            await withTaskGroup(of: Int.self) { group in
                for number in 1...100 { group.addTask { number } }
                for await number in group { sum.withLock { $0 += number } }
            }
            done.signal()
        }
        guard done.wait(timeout: .now() + 20) == .success else { return "did not end" }
        return sum.withLock { $0 } == 5050 ? "ok" : "wrong sum"
    }
}

import Foundation
import StoryKit

/// Takes away resources from a running host, as a plain user can, and gives them back.
enum Squeeze {
    /// Forbids processes to write to any file, or allows it again.
    ///
    /// Only the soft limit is set, so that it can be lifted again. To the processes it looks like a full disk.
    static func files(of processes: [Int32], areFull: Bool) async throws {
        for process in processes {
            let arguments = ["--pid", String(process), "--fsize=\(areFull ? "0" : "unlimited"):unlimited"]
            let status = try await blocking {
                let command = try Process.run(URL(fileURLWithPath: "/usr/bin/prlimit"), arguments: arguments)
                command.waitUntilExit()
                return command.terminationStatus
            }
            guard status == 0 else { throw StoryError("the limits of process \(process) cannot be set") }
        }
    }

    /// The runner of a host.
    static func runner(of host: Int32) throws -> Int32 {
        var found: (process: Int32, start: Int)?
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let process = Int32(name), let line = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
                let end = line.lastIndex(of: ")"), line.contains("(switchyard)")
            else { continue }
            let fields = line[line.index(after: end)...].split(separator: " ")
            guard fields.count > 19, fields[1] == "\(host)", let start = Int(fields[19]) else { continue }
            // Git's keepers have the same name; the runner was there before them.
            if found.map({ start < $0.start }) ?? true { found = (process, start) }
        }
        guard let found else { throw StoryError("host \(host) has no runner") }
        return found.process
    }
}

/// A lock on a database that keeps every other writer out until it is released.
final class HeldLock: Sendable {
    private let release = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Returns once the lock is held.
    /// - Parameter lock: takes the lock and calls its argument while holding it.
    init(_ lock: @escaping @Sendable (_ hold: () -> Void) throws -> Void) {
        let held = DispatchSemaphore(value: 0)
        Thread { [release, ended] in
            try? lock {
                held.signal()
                release.wait()
            }
            held.signal()
            ended.signal()
        }.start()
        held.wait()
    }

    func end() {
        release.signal()
        ended.wait()
    }
}

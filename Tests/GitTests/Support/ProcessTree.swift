import CProbe
import Foundation
import Testing

/// The process tree, as the kernel has it.
enum ProcessTree {
    /// The children of a process, listed by the thread that started them.
    static func children(of process: Int32) -> [Int32: [Int32]] {
        let folder = "/proc/\(process)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var result: [Int32: [Int32]] = [:]
        for thread in threads.compactMap({ Int32($0) }) {
            let text = (try? String(contentsOfFile: "\(folder)/\(thread)/children", encoding: .utf8)) ?? ""
            let children = text.split(separator: " ").compactMap { Int32($0) }
            if !children.isEmpty { result[thread] = children }
        }
        return result
    }

    /// All descendants of a process.
    static func descendants(of process: Int32) -> [Int32] {
        children(of: process).values.flatMap { $0 }.flatMap { [$0] + descendants(of: $0) }
    }

    /// The arguments of a process, separated by spaces.
    static func arguments(of process: Int32) -> String {
        let data = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        return String(decoding: data, as: UTF8.self).replacing("\0", with: " ")
    }

    /// Whether a process has ended, or does so in time.
    static func ends(_ process: Int32) -> Bool { probe_wait_for_end(process, 20_000) == 0 }
}

/// The executable that stands in for `switchyard`; the same build puts it beside the tests.
func gitHelper() throws -> String {
    let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let candidates = [beside, root.appending(path: ".build/debug")].map { $0.appending(path: "git-helper").path }
    return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0) }, "git-helper is not built")
}

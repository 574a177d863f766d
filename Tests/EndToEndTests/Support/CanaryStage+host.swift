import CProbe
import ForgeSim
import Foundation
import StoryKit
import Testing

/// What can be observed of a host from outside: its processes, its files, its answers.
extension CanaryStage {
    /// The host's process id.
    func hostProcess() throws -> Int32 {
        let found = Self.children(of: getpid()).first { arguments(of: $0).contains("serve --config \(files.configuration)") }
        return try #require(found, "the host does not run")
    }

    /// The runner process.
    func runnerProcess() throws -> Int32 {
        let found = Self.children(of: try hostProcess()).first { arguments(of: $0).hasSuffix("switchyard runner ") }
        return try #require(found, "there is no runner")
    }

    /// All descendants of a process.
    static func descendants(of process: Int32) -> [Int32] {
        children(of: process).flatMap { [$0] + descendants(of: $0) }
    }

    private static func children(of process: Int32) -> [Int32] {
        let folder = "/proc/\(process)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return threads.flatMap { thread -> [Int32] in
            let text = (try? String(contentsOfFile: "\(folder)/\(thread)/children", encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { Int32($0) }
        }
    }

    /// The arguments of a process, separated by spaces.
    func arguments(of process: Int32) -> String { read("/proc/\(process)/cmdline") }

    /// The environment of a process, separated by spaces; empty if it is not accessible.
    func environment(of process: Int32) -> String { read("/proc/\(process)/environ") }

    private func read(_ path: String) -> String {
        // Through a handle: reading a file at once returns only the beginning of some files that the kernel generates.
        let content = try? FileHandle(forReadingAtPath: path)?.readToEnd()
        return String(decoding: content ?? Data(), as: UTF8.self).replacing("\0", with: " ")
    }

    /// Whether a process has ended, or does so in time.
    func ends(_ process: Int32) -> Bool { probe_wait_for_end(process, 20_000) == 0 }

    /// Whether a process has the token in its memory; nil if not even root may look.
    func hasTokenInMemory(_ process: Int32) -> Bool? {
        guard let maps = maps(of: process), let memory = FileHandle(forReadingAtPath: "/proc/\(process)/mem")
        else { return nil }
        let word = Data(token.utf8)
        return maps.split(separator: "\n").contains { line in
            let parts = line.split(separator: " ", maxSplits: 2)
            let bounds = parts[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard parts.count > 1, parts[1].hasPrefix("rw"), bounds.count == 2, bounds[1] - bounds[0] < 1 << 28 else { return false }
            try? memory.seek(toOffset: bounds[0])
            return (try? memory.read(upToCount: Int(bounds[1] - bounds[0])))??.range(of: word) != nil
        }
    }

    /// Whether a process has loaded a library; nil if not even root may look.
    func hasLoaded(_ library: String, _ process: Int32) -> Bool? { maps(of: process)?.contains("/\(library).so") }

    private func maps(of process: Int32) -> String? {
        let maps = read("/proc/\(process)/maps")
        return maps.isEmpty ? nil : maps
    }

    /// The forms in which the token may appear: as it is, and as HTTP encodes it.
    var spellings: [Data] {
        [Data(token.utf8), Data(Data("x-access-token:\(token)".utf8).base64EncodedString().utf8)]
    }

    /// The regular files of the host that contain the token, except for the token files themselves.
    func filesWithToken() throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: files.folder).filter {
            !$0.hasSuffix("-token") || $0.hasPrefix("data/")
        }
        return try names.filter { name in
            let path = "\(files.folder)/\(name)"
            guard let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType, type == .typeRegular
            else {
                return false
            }
            let content = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
            return spellings.contains { content.range(of: $0) != nil }
        }
    }

    /// The lists of the API, and how often the token appears in them.
    func answersWithToken() async throws -> [String] {
        var leaking: [String] = []
        let lists = [
            "status", "config", "plugins", "events", "deliveries", "effects", "messages", "dead-letters", "crashes", "triggers", "journal",
            "stagings", "pull-requests/\(Stage.server)/1", "canary",
        ]
        for path in lists {
            let document = try await answer("/api/v1/\(path)")
            if spellings.contains(where: { Data(document.bytes).range(of: $0) != nil }) { leaking.append(path) }
        }
        return leaking
    }
}

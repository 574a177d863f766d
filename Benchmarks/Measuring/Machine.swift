import Foundation

/// What the figures were measured on.
struct Machine {
    let processor: String
    let cores: Int
    let memory: String
    let system: String

    init() throws {
        processor = Self.value(of: "model name", in: "/proc/cpuinfo") ?? "unknown processor"
        cores = ProcessInfo.processInfo.activeProcessorCount
        let kilobytes = Self.value(of: "MemTotal", in: "/proc/meminfo").flatMap { Double($0.prefix { $0.isNumber }) } ?? 0
        memory = "\(Int((kilobytes / 1_048_576).rounded())) GB"
        let release = Self.value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "Linux"
        system = release.replacing("\"", with: "")
    }

    /// One line for the table.
    var description: String {
        "\(cores) cores (\(processor)), \(memory) of memory, \(system), \(Self.today); median, least and greatest of several runs"
    }

    static var today: String { Date.now.formatted(.iso8601.year().month().day()) }

    private static func value(of key: String, in path: String, separator: Character = ":") -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix(key) {
            let parts = line.split(separator: separator, maxSplits: 1)
            if parts.count == 2 { return parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return nil
    }
}

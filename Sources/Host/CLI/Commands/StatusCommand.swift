import ArgumentParser
import Engine
import PluginAPI

/// `switchyard status`: whether the host works, and what it is waiting for.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Say how the running host is doing.")

    @OptionGroup var host: HostOptions

    func run() async throws {
        try await Output.run {
            let status = try await host.client().send("GET", "/status")
            if host.json { Output.document(status) } else { Self.show(status) }
            if !status["trouble"].isNull { throw ExitCode(1) }
        }
    }

    private static func show(_ status: JSON) {
        let plugins = (status["plugins"].array ?? []).map { "\($0["id"].string ?? "") \($0["version"].string ?? "")" }
        let waiting = (status["waiting"].array ?? []).compactMap(\.string)
        let runner = status["runner"]
        let held = (runner["held"].array ?? []).map { "\($0["plugin"].string ?? ""): \($0["reason"].string ?? "")" }
        let silent = (runner["silent"].array ?? []).map {
            "\($0["plugin"].string ?? "") until \($0["until"].string ?? ""): \($0["reason"].string ?? "")"
        }
        let missing = (runner["isolation"]["missing"].array ?? []).compactMap(\.string)
        Output.table([
            ["version", status["version"].string ?? ""],
            ["state", status["trouble"].string.map { "the log stands still: \($0)" } ?? "working"],
            ["maintenance", status["maintenance"].bool == true ? "on: timers and effects are held back" : "off"],
            ["events", "\(status["applied_seq"].int ?? 0) applied, \(status["received_seq"].int ?? 0) received"],
            [
                "effects",
                "\(status["open_effects"].int ?? 0) open\(waiting.isEmpty ? "" : ", waiting: \(waiting.joined(separator: ", "))")",
            ],
            ["set aside", "\(status["dead_letters"].int ?? 0)"],
            ["plugins", plugins.isEmpty ? "none" : plugins.joined(separator: ", ")],
            ["runner", [runner["state"].string, runner["reason"].string].compactMap(\.self).joined(separator: ": ")],
            ["quarantine", held.isEmpty ? "none" : held.joined(separator: "; ")],
            ["asked nothing", silent.isEmpty ? "none" : silent.joined(separator: "; ")],
            ["isolation", missing.isEmpty ? "complete" : missing.joined(separator: " ")],
        ])
    }
}

import ArgumentParser
import Engine
import PluginAPI

/// The plugins of a running host.
extension PluginCommand {
    /// `switchyard plugin reload`: load what is locked now, and read the configuration anew.
    struct Reload: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reload",
            abstract: "Have the running host load the libraries that are locked now, and read its configuration anew.",
            discussion: "A version that cannot start is not taken: the former one is at work again, and the exit code is 1.")
        @OptionGroup var host: HostOptions

        func run() async throws {
            try await Output.run {
                let document = try await host.client().send("POST", "/reload", body: [:])
                if host.json { return Output.document(document) }
                for plugin in document["plugins"].array ?? [] {
                    let state = plugin["quarantine"].string.map { " in quarantine: \($0)" } ?? ""
                    let silence = plugin["silence"].string.map { "; \($0)" } ?? ""
                    Output.line("loaded \(plugin["id"].string ?? "") \(plugin["version"].string ?? "")\(state)\(silence)")
                }
            }
        }
    }

    /// `switchyard plugin release`: end a quarantine.
    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "End a plugin's quarantine: the running host loads it again, and it builds its tables anew. Or end its silence.")
        @Argument(help: "The plugin's id.")
        var id: String
        @OptionGroup var host: HostOptions

        func run() async throws {
            try await Output.run {
                let document = try await host.client().send("POST", "/plugins/\(APIClient.segment(id))/release", body: [:])
                if host.json { Output.document(document) } else { Output.line("released \(id)") }
            }
        }
    }
}

import ArgumentParser
import Engine
import PluginAPI

/// `switchyard effects`: the effects that failed for good.
struct EffectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "effects", abstract: "Show what was asked of the forge and failed for good, and have it tried again.",
        subcommands: [List.self, Retry.self], defaultSubcommand: List.self)

    /// `switchyard effects list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Show them, newest last.")
        @Flag(help: "Those that cannot be tried again, too: with them their plugins have gone on.")
        var all = false
        @OptionGroup var host: HostOptions

        func run() async throws {
            try await Output.run {
                let list = try await host.client().send("GET", "/effects?state=failed&limit=200\(all ? "" : "&retriable=true")")
                if host.json { return Output.document(list) }
                let items = list["items"].array ?? []
                if items.isEmpty { return Output.line("nothing has failed for good") }
                Output.table(items.reversed().map(Self.row))
            }
        }

        private static func row(_ effect: JSON) -> [String] {
            let number = effect["number"].int.map { "#\($0)" } ?? ""
            return [
                effect["id"].string ?? "", effect["created_at"].string ?? "", effect["plugin"].string ?? "", effect["kind"].string ?? "",
                "\(effect["repository"].string ?? "")\(number)", effect["code"].string ?? "", effect["last_error"].string ?? "",
            ]
        }
    }

    /// `switchyard effects retry`
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "retry", abstract: "Have it tried again.")
        @Argument(help: "Its id, as the list shows it.")
        var id: String
        @OptionGroup var host: HostOptions

        func run() async throws {
            try await Output.run {
                let document = try await host.client().send("POST", "/effects/\(APIClient.segment(id))/retry", body: [:])
                if host.json { Output.document(document) } else { Output.line("effect \(id) is tried again") }
            }
        }
    }
}

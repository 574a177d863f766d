import ArgumentParser
import Engine
import PluginAPI

/// `switchyard dead-letters`: what plugins could not handle.
struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters", abstract: "Show what plugins could not handle, and have it tried again.",
        subcommands: [List.self, Retry.self, Drop.self], defaultSubcommand: List.self)

    /// `switchyard dead-letters list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Show them, newest last.")
        @Flag(help: "Those that were retried or dropped, too.")
        var all = false
        @Option(help: "Only those of this plugin.")
        var plugin: String?
        @Option(help: "Only those with a lower number than this.")
        var before: Int64?
        @OptionGroup var host: HostOptions

        func run() async throws {
            try await Output.run {
                let filter = (plugin.map { "&plugin=\(APIClient.segment($0))" } ?? "") + (before.map { "&before=\($0)" } ?? "")
                let list = try await host.client().send("GET", "/dead-letters?limit=200\(all ? "" : "&open=true")\(filter)")
                if host.json { return Output.document(list) }
                let items = list["items"].array ?? []
                if items.isEmpty { return Output.line("nothing is set aside") }
                Output.table(
                    items.reversed().map { item in
                        [
                            "\(item["id"].int ?? 0)", item["time"].string ?? "", item["plugin"].string ?? "",
                            "event \(item["event"].int ?? 0)", item["hook"].string ?? "", item["state"].string ?? "",
                            item["message"].string ?? "",
                        ]
                    })
                if let first = items.last?["id"].int, !list["next"].isNull {
                    Output.complain("there are older ones: add --before \(first)")
                }
            }
        }
    }

    /// `switchyard dead-letters retry`
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "retry", abstract: "Deliver it to its plugin again.")
        @Argument(help: "Its number.")
        var id: Int
        @OptionGroup var host: HostOptions

        func run() async throws {
            try await Output.run {
                let document = try await host.client().send("POST", "/dead-letters/\(id)/retry", body: [:])
                if host.json { Output.document(document) }
                guard document["succeeded"].bool == false else {
                    if !host.json { Output.line("dead letter \(id) was handled") }
                    return
                }
                Output.complain("dead letter \(id) failed again; `switchyard dead-letters` shows the new one with its reason")
                throw ExitCode(1)
            }
        }
    }

    /// `switchyard dead-letters drop`
    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "drop", abstract: "End it without another try.")
        @Argument(help: "Its number.")
        var id: Int
        @OptionGroup var host: HostOptions

        func run() async throws {
            try await Output.run {
                let document = try await host.client().send("POST", "/dead-letters/\(id)/drop", body: [:])
                if host.json { Output.document(document) } else { Output.line("dropped \(id)") }
            }
        }
    }
}

import ArgumentParser
import Engine
import PluginAPI

/// `switchyard events`: the newest entries of the log.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "events", abstract: "Show the newest events.")

    @Option(help: "How many at most.")
    var limit = 20

    @Option(help: "Only events of this kind.")
    var kind: String?

    @Option(help: "Only events of this repository: owner/name.")
    var repository: String?

    @OptionGroup var host: HostOptions

    func run() async throws {
        try await Output.run {
            var query = "limit=\(limit)"
            if let kind { query += "&kind=\(APIClient.segment(kind))" }
            if let repository { query += "&repository=\(APIClient.segment(repository))" }
            let list = try await host.client().send("GET", "/events?\(query)")
            if host.json { return Output.document(list) }
            Output.table((list["items"].array ?? []).reversed().map(Self.row))
        }
    }

    /// The kind, with the name of what ran or was requested.
    private static func kind(_ event: JSON) -> String {
        [event["kind"].string, event["document"]["name"].string].compactMap(\.self).joined(separator: " ")
    }

    private static func row(_ event: JSON) -> [String] {
        let about = event["repository"].string.map { name in event["number"].int.map { "\(name)#\($0)" } ?? name } ?? ""
        return [
            "\(event["seq"].int ?? 0)", event["time"].string ?? "", kind(event), about, event["actor"].string ?? "",
            [event["state"].string, event["reason"].string].compactMap(\.self).joined(separator: ": "),
        ]
    }
}

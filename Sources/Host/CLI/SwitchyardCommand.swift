import ArgumentParser
import Engine

/// The command line.
struct SwitchyardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switchyard", abstract: "A bot host for code forges: merge queue, forward ports, and your own plugins.",
        version: HostRuntime.version,
        subcommands: [
            ServeCommand.self, ConfigCommand.self, StatusCommand.self, PullRequestCommand.self, QueueCommand.self, EventsCommand.self,
            DeadLettersCommand.self, EffectsCommand.self, PluginCommand.self, TokenCommand.self,
        ])
}

import ArgumentParser
import Engine
import HostConfiguration
import PluginAPI
import PluginRules

/// `switchyard config`: the configuration file.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check and show the configuration.", subcommands: [Check.self, Export.self])

    /// `switchyard config check`: reports everything that is wrong, with line and remedy.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Say everything that is wrong with a file; exits with 1 if it cannot be used.")

        @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
        var config = "switchyard.yaml"

        @Option(help: ArgumentHelp("The host's folder, where plugins are; default: data of the configuration.", valueName: "dir"))
        var data: String?

        @Flag(help: "Answer as JSON.")
        var json = false

        func run() async throws {
            let problems: [DocumentProblem]
            do { problems = try ConfigurationFile.load(path: config, data: data).warnings } catch { problems = error.problems }
            let isUsable = !problems.contains { $0.severity == .error }
            if json {
                Output.document(["ok": .bool(isUsable), "problems": .array(problems.map(Self.document))])
            } else {
                for problem in problems { Output.complain(problem.description) }
                if isUsable { Output.line("\(config): can be used\(problems.isEmpty ? "" : ", with \(problems.count) warnings")") }
            }
            if !isUsable { throw ExitCode(1) }
        }

        private static func document(_ problem: DocumentProblem) -> JSON {
            [
                "severity": .string(problem.severity.rawValue), "source": .string(problem.source), "line": JSON(problem.line),
                "path": .string(problem.path), "message": .string(problem.message), "remedy": .string(problem.remedy),
            ]
        }
    }

    /// `switchyard config export`: the configuration with all defaults.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Show the configuration in force, as JSON, without secrets.")

        @OptionGroup var host: HostOptions

        @Flag(help: "Do not ask the running host: read the file alone.")
        var offline = false

        func run() async throws {
            try await Output.run {
                if offline {
                    return Output.document(
                        try ConfigurationFile.load(path: host.config ?? "switchyard.yaml", data: host.data).configuration.document)
                }
                Output.document(try await host.client().send("GET", "/config"))
            }
        }
    }
}

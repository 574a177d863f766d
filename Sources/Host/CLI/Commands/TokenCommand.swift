import ArgumentParser
import Engine
import Foundation
import HostConfiguration
import PluginAPI

/// `switchyard token`: who may use the API.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make tokens for the API.", subcommands: [Create.self])

    /// `switchyard token create`: works on the host's database, so it needs its user's rights and no running host.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "create", abstract: "Make a token and print it; it is stored nowhere.")

        @Option(help: "Name of the token; an older one of the same name stops working.")
        var name: String

        @Option(help: "What it allows: viewer, ci, operator or administrator.")
        var role: String

        @Option(help: "The person it acts as.")
        var login: String?

        @Option(help: ArgumentHelp("The host's folder.", valueName: "dir"))
        var data: String?

        @Option(help: ArgumentHelp("The configuration file, for its data folder.", valueName: "file"))
        var config: String?

        @Flag(help: "Answer as JSON.")
        var json = false

        func run() async throws {
            guard let role = AccessControl.Role(rawValue: role), role != .anonymous else {
                throw ValidationError("--role: there is no role '\(role)'; use viewer, ci, operator or administrator")
            }
            try await Output.run {
                let folder = try data ?? config.flatMap { try ConfigurationFile.load(path: $0).configuration.data } ?? "var"
                let token = try AccessControl.openExisting(dataDirectory: folder).create(
                    name: name, role: role, login: login, now: Int64(Date().timeIntervalSince1970 * 1000))
                if json {
                    Output.document(["name": .string(name), "role": .string(role.rawValue), "login": JSON(login), "token": .string(token)])
                } else {
                    Output.line(token)
                }
            }
        }
    }
}

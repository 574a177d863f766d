import ArgumentParser
import Engine
import Foundation
import HostConfiguration
import Logging

/// Options by which commands find the running host.
struct HostOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Address of the running host; default: from --config, else from DATA/port-file.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("The host's folder, where its token and port file are.", valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("The host's configuration file.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("File with the token to use; default: DATA/admin-token.", valueName: "file"))
    var tokenFile: String?

    @Flag(help: "Answer as JSON.")
    var json = false

    /// A client for the host.
    func client() throws -> APIClient {
        let configuration = try config.map { try ConfigurationFile.load(path: $0, data: data).configuration }
        let folder = data ?? configuration?.data ?? "var"
        var logger = Logger(label: "switchyard") { StderrLogHandler(label: $0, format: .human) }
        logger.logLevel = .error
        let token = try? String(contentsOfFile: tokenFile ?? "\(folder)/admin-token", encoding: .utf8)
        if let tokenFile, token == nil { throw ValidationError("--token-file: \(tokenFile) cannot be read") }
        return try APIClient(
            base: try address(folder, configuration), token: token?.trimmingCharacters(in: .whitespacesAndNewlines), logger: logger)
    }

    private func address(_ folder: String, _ configuration: Configuration?) throws -> String {
        if let url { return url }
        // The port file has the port that was really bound.
        if let text = try? String(contentsOfFile: "\(folder)/port-file", encoding: .utf8),
            let port = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
        {
            let host = configuration?.listen.flatMap { Self.isAny($0.host) ? nil : $0.description.prefix { $0 != ":" } } ?? "127.0.0.1"
            return "http://\(host):\(port)"
        }
        if let listen = configuration?.listen, listen.port != 0 {
            return Self.isAny(listen.host) ? "http://127.0.0.1:\(listen.port)" : "http://\(listen)"
        }
        throw ValidationError("cannot tell where the host is: give --url, --config or --data (there is no \(folder)/port-file)")
    }

    private static func isAny(_ host: String) -> Bool { host == "0.0.0.0" || host.contains(":") }
}

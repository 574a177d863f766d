import ArgumentParser
@preconcurrency import Dispatch
import ForgeSim
import Foundation

/// The command line of the simulator.
@main
struct ForgeSimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forgesim", abstract: "Simulates GitHub: API, git and webhooks on one port.",
        subcommands: [ServeCommand.self, BenchCommand.self], defaultSubcommand: ServeCommand.self)
}

/// What `forgesim USERS.json` does.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves until it is told to end; the default.")

    @Argument(help: "JSON file: login → {type, role, token, email, name}.")
    var users: String

    @Option(name: .shortAndLong, help: "The port; 0 picks a free one.")
    var port = 0

    @Option(help: "Where the port is written once connections are accepted.")
    var portfile: String?

    @Option(help: "Where state is kept; in memory and a temporary folder without it.")
    var data: String?

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Decides on ids and every random choice; a data folder keeps the one it was begun with.")
    var seed: UInt64 = 1

    /// Yields when the process is told to end.
    private static func signals() -> AsyncStream<Int32> {
        AsyncStream { continuation in
            let sources = [SIGINT, SIGTERM].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { continuation.yield(number) }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in for source in sources { source.cancel() } }
        }
    }

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("-p \(port): a port is a number from 0 to 65535") }
    }

    func run() async throws {
        let people = try readUsers()
        let signals = Self.signals()
        let simulator = try await ForgeSimulator.start(users: people, dataDirectory: data, host: host, port: port, seed: seed)
        do {
            if let portfile { try Data("\(simulator.port)\n".utf8).write(to: URL(fileURLWithPath: portfile), options: .atomic) }
        } catch {
            await simulator.stop()
            throw ForgeSimError("cannot write the port file '\(portfile ?? "")': \(error.localizedDescription)")
        }
        // Unbuffered: into a pipe, print() would hold its output back.
        FileHandle.standardOutput.write(Data("forgesim listens on \(simulator.baseURL)\n".utf8))
        _ = await signals.first { _ in true }
        await simulator.stop()
    }

    private func readUsers() throws -> [SimUser] {
        guard let bytes = FileManager.default.contents(atPath: users) else {
            throw ForgeSimError("cannot read the users file '\(users)'; name a JSON file from login to user (docs/simulator.md shows one)")
        }
        do {
            return try SimUser.parse(Array(bytes))
        } catch {
            throw ForgeSimError("\(users): \(error)")
        }
    }
}

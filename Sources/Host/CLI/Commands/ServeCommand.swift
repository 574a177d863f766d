import ArgumentParser
import Engine
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals
import Web

/// `switchyard serve`: the daemon.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Run the host.")

    @Option(help: ArgumentHelp("Folder for everything that is kept; default: data of the configuration.", valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config = "switchyard.yaml"

    @Option(help: "Port to listen on; 0 picks a free one. Default: listen of the configuration.")
    var port: Int?

    @Option(help: ArgumentHelp("Where the port is written once connections are accepted; default: DATA/port-file.", valueName: "file"))
    var portFile: String?

    @Flag(help: "Start with timers and effects held back.")
    var maintenance = false

    @Option(help: ArgumentHelp("Where the first administrator's token is written; default: DATA/admin-token.", valueName: "file"))
    var adminTokenFile: String?

    func run() async throws {
        try await Output.run {
            let loaded = try ConfigurationLoader.load(path: config)
            for warning in loaded.warnings { Output.complain(warning.description) }
            let configuration = loaded.configuration
            let log = LogSettings(format: configuration.log.format.rawValue, level: configuration.log.level)
            let logger = StderrLogHandler.logger("switchyard", log)
            try Isolation.hideProcess()
            let folder = URL(fileURLWithPath: data ?? configuration.data ?? "var").path
            let lock = try DataFolderLock(folder)
            defer { withExtendedLifetime(lock) {} }
            var options = RuntimeOptions(
                dataDirectory: folder, executable: Executable.path, adminTokenFile: adminTokenFile,
                environment: ProcessInfo.processInfo.environment, isMaintenance: maintenance,
                runner: RunnerOptions(executable: Executable.path, environment: Isolation.runnerEnvironment(), log: log), logger: logger)
            options.readConfiguration = { [config] in try ConfigurationLoader.load(path: config).configuration }
            let runtime = try await HostRuntime(configuration: configuration, options: options)
            let listen = configuration.listen ?? ListenAddress("127.0.0.1:8080")
            let server = ServerService(
                server: WebServer(runtime: runtime), host: listen?.host ?? "127.0.0.1", port: port ?? listen?.port ?? 8080,
                portFile: portFile ?? "\(folder)/port-file")
            var services = ServiceGroupConfiguration(
                services: [
                    .init(service: EngineService(runtime: runtime)), .init(service: server),
                    .init(service: ReloadService(runtime: runtime)), .init(service: StopService(runtime: runtime)),
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            services.maximumGracefulShutdownDuration = StopService.patience
            let group = ServiceGroup(configuration: services)
            do { try await group.run() } catch {
                await runtime.close()
                throw error
            }
            await runtime.close()
        }
    }
}

/// The host's loop as a service: it works until the group shuts down, the server before it.
struct EngineService: Service {
    let runtime: HostRuntime

    func run() async throws {
        await cancelWhenGracefulShutdown { await runtime.run() }
    }
}

/// Reloads configuration and plugins at SIGHUP.
struct ReloadService: Service {
    let runtime: HostRuntime

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do { _ = try await runtime.reload(actor: "SIGHUP") } catch {
                runtime.options.logger.error("nothing was reloaded", metadata: ["error": "\(error)"])
            }
        }
    }
}

/// Ends the runner when the rest has not ended in time: whoever waits for a hook would wait until the watchdog comes.
///
/// Whoever stops us gets impatient; what is cut off is taken up at the next start.
struct StopService: Service {
    static let patience = Duration.seconds(10)

    let runtime: HostRuntime

    func run() async throws {
        try await gracefulShutdown()
        // Not part of the group, which would wait for it. When all goes well the process ends before.
        Task.detached {
            try? await Task.sleep(for: Self.patience)
            await runtime.close()
        }
    }
}

/// The web server as a service, which announces where it listens.
struct ServerService: Service {
    let server: WebServer
    let host: String
    let port: Int
    let portFile: String

    func run() async throws {
        // Whoever waits for the file must not find the port of an earlier start.
        try? FileManager.default.removeItem(atPath: portFile)
        defer { try? FileManager.default.removeItem(atPath: portFile) }
        do {
            try await server.run(host: host, port: port) { [host, portFile] port in
                do {
                    try Data("\(port)\n".utf8).write(to: URL(fileURLWithPath: portFile), options: .atomic)
                } catch {
                    Output.complain("the port cannot be written to \(portFile): \(error.localizedDescription)")
                }
                print("switchyard listens on http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
                fflush(nil)
            }
        } catch let error as RuntimeError {
            throw error
        } catch {
            throw RuntimeError("cannot listen on \(host):\(port): \(error); choose another address with `listen` or --port")
        }
    }
}

import ArgumentParser
import Engine
import Forge
import Foundation
import GitHub
import HostConfiguration
import Logging
import PluginRules
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
            try Isolation.hideProcess()
            OpenFiles.raiseLimit()
            let early = await EarlyRunner(executable: Executable.path, environment: Isolation.runnerEnvironment())
            HostRuntime.loadLibraries()
            let loaded = try ConfigurationFile.load(path: config, data: data)
            for warning in loaded.warnings { Output.complain(warning.description) }
            let configuration = loaded.configuration
            let log = LogSettings(format: configuration.log.format.rawValue, level: configuration.log.level)
            let logger = StderrLogHandler.logger("switchyard", log)
            let folder = URL(fileURLWithPath: data ?? configuration.data ?? "var").path
            let lock = try DataFolderLock(folder)
            defer { withExtendedLifetime(lock) {} }
            var runner = RunnerOptions(executable: Executable.path, environment: Isolation.runnerEnvironment(), log: log)
            runner.early = early
            var options = RuntimeOptions(
                dataDirectory: folder, executable: Executable.path, adminTokenFile: adminTokenFile,
                environment: ProcessInfo.processInfo.environment, forges: ForgeProviders([GitHubProvider()]), isMaintenance: maintenance,
                runner: runner, logger: logger)
            options.readConfiguration = { [config, data] in try ConfigurationFile.load(path: config, data: data).configuration }
            let runtime = try await HostRuntime(configuration: configuration, options: options)
            let web: WebServer
            do { web = try await WebServer(runtime: runtime) } catch {
                await runtime.close()
                throw error
            }
            let listen = configuration.listen ?? ListenAddress("127.0.0.1:8080")
            let announcement = Announcement(host: listen?.host ?? "127.0.0.1", portFile: portFile ?? "\(folder)/port-file")
            let server = ServerService(
                server: web, host: announcement.host, port: port ?? listen?.port ?? 8080, announcement: announcement)
            var services = ServiceGroupConfiguration(
                services: [
                    .init(service: EngineService(runtime: runtime, announcement: announcement)), .init(service: server),
                    .init(service: ReloadService(runtime: runtime)), .init(service: StopService(runtime: runtime)),
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            services.maximumGracefulShutdownDuration = StopService.gracePeriod
            let group = ServiceGroup(configuration: services)
            do { try await group.run() } catch {
                await runtime.close()
                throw error
            }
            await runtime.close()
        }
    }
}

/// A service with a name. Without one the library would describe it by dumping its contents, which takes milliseconds.
protocol NamedService: Service, CustomStringConvertible {}

/// The plugins and the host's loop as a service: works until the group shuts down; the server shuts down first.
struct EngineService: NamedService {
    let description = "engine"
    let runtime: HostRuntime
    let announcement: Announcement

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do { try await runtime.open() } catch {
                if Task.isCancelled { return }
                throw error
            }
            await announcement.hasOpened()
            await runtime.run()
        }
    }
}

/// Reports where the host is once it listens and its plugins are ready: until then it stores webhooks and refuses all else.
actor Announcement {
    nonisolated let host: String
    private let portFile: String
    private var port: Int?
    private var isOpen = false

    init(host: String, portFile: String) {
        self.host = host
        self.portFile = portFile
        // A program that waits for the file must not find the port of an earlier run.
        try? FileManager.default.removeItem(atPath: portFile)
    }

    func isBound(to port: Int) {
        self.port = port
        sayIfComplete()
    }

    func hasOpened() {
        isOpen = true
        sayIfComplete()
    }

    /// The host no longer listens.
    func hasClosed() {
        port = nil
        try? FileManager.default.removeItem(atPath: portFile)
    }

    private func sayIfComplete() {
        guard isOpen, let port else { return }
        do {
            try Data("\(port)\n".utf8).write(to: URL(fileURLWithPath: portFile), options: .atomic)
        } catch {
            Output.complain("the port cannot be written to \(portFile): \(error.localizedDescription)")
        }
        print("switchyard listens on http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
        fflush(nil)
    }
}

/// Reloads configuration and plugins at SIGHUP.
struct ReloadService: NamedService {
    let description = "reload"
    let runtime: HostRuntime

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            // What was read at the start may be older than what the signal is about.
            while !runtime.isOpen {
                guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return }
            }
            do { _ = try await runtime.reload(actor: "SIGHUP") } catch {
                runtime.options.logger.error("nothing was reloaded", metadata: ["error": "\(error)"])
            }
        }
    }
}

/// Kills the runner if everything else has not ended in time: otherwise a hung hook would last until the watchdog's deadline.
///
/// The service manager has a limit of its own; what is cut off is resumed at the next start.
struct StopService: NamedService {
    let description = "stop"
    static let gracePeriod = Duration.seconds(10)

    let runtime: HostRuntime

    func run() async throws {
        try await gracefulShutdown()
        // Not part of the group, which would wait for it. If all goes well, the process ends first.
        Task.detached {
            try? await Task.sleep(for: Self.gracePeriod)
            await runtime.close()
        }
    }
}

/// The web server as a service.
struct ServerService: NamedService {
    let description = "web server"
    let server: WebServer
    let host: String
    let port: Int
    let announcement: Announcement

    func run() async throws {
        do {
            try await server.run(host: host, port: port) { [announcement] port in await announcement.isBound(to: port) }
            await announcement.hasClosed()
        } catch let error as RuntimeError {
            throw error
        } catch {
            await announcement.hasClosed()
            throw RuntimeError("cannot listen on \(host):\(port): \(error); choose another address with `listen` or --port")
        }
    }
}

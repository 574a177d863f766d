import Foundation
import GRDB
import Hummingbird
import Logging
import NIOCore

/// A GitHub simulator: a real HTTP server with real git repositories.
///
/// It runs in the process that starts it, on a port of its own. The API is at ``baseURL``, and git at `baseURL/owner/name.git`.
public final class ForgeSimulator: Sendable {
    /// `http://127.0.0.1:PORT`, the base of the API and of git URLs.
    public let baseURL: String
    /// The port that it listens on.
    public let port: Int

    let world: World
    private let users: [SimUser]
    private let server: Task<Void, any Error>
    private let temporaryFolder: String?
    private let pool = HTTPConnectionPool()

    /// Starts a simulator and returns once it accepts connections.
    ///
    /// - Parameters:
    ///   - users: Who can sign in, and with which tokens.
    ///   - dataDirectory: Where state is stored; `nil`: in memory and in a temporary folder that ``stop()`` removes.
    ///   - host: The address to listen on.
    ///   - port: 0 picks a free one.
    ///   - seed: Determines ids and every random choice.
    ///   - clock: Milliseconds since 1970; the wall clock by default.
    /// - Throws: What prevents it from opening its files or its port.
    public static func start(
        users: [SimUser], dataDirectory: String? = nil, host: String = "127.0.0.1", port: Int = 0, seed: UInt64 = 1,
        clock: (@Sendable () -> Int64)? = nil
    ) async throws -> ForgeSimulator {
        signal(SIGPIPE, SIG_IGN)
        let temporary = dataDirectory == nil ? "\(NSTemporaryDirectory())/forgesim-\(UUID().uuidString)" : nil
        guard let named = dataDirectory ?? temporary else { throw ForgeSimError("no data folder") }
        // git runs in folders of its own, where a relative path would mean something else.
        let folder = URL(fileURLWithPath: named).path
        let world = try World(folder: folder, inMemory: dataDirectory == nil, users: users, seed: seed, clock: clock ?? { Times.now() })
        do {
            // Before the first call: what an earlier process had queued is sent before anything that new calls cause.
            try await world.deliveries.resume(world: world)
            let (server, port) = try await world.lock.with {
                let started = try await listen(world, users, host: host, port: port)
                let shown = host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host
                world.base = "http://\(shown):\(started.1)"
                try? await world.moves.finish(world)
                return started
            }
            return ForgeSimulator(world: world, users: users, server: server, port: port, temporaryFolder: temporary)
        } catch {
            world.close()
            if let temporary { try? FileManager.default.removeItem(atPath: temporary) }
            throw error
        }
    }

    /// Starts the server and returns its task and port once it accepts connections.
    private static func listen(_ world: World, _ users: [SimUser], host: String, port: Int) async throws -> (Task<Void, any Error>, Int) {
        let (ports, announce) = AsyncStream<Int>.makeStream()
        var configuration = ApplicationConfiguration(address: .hostname(host, port: port))
        configuration.serverName = "forgesim"
        let application = Application(
            responder: Dispatcher(world: world, routes: Routes.forge(), control: ControlRoutes.table(users: users)),
            configuration: configuration,
            onServerRunning: { channel in
                announce.yield(channel.localAddress?.port ?? port)
                announce.finish()
            },
            logger: Logger(label: "forgesim") { _ in SwiftLogNoOpLogHandler() })
        let server = Task {
            defer { announce.finish() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                group.addTask { await world.deliveries.run() }
                try await group.next()
                group.cancelAll()
            }
        }
        if let actual = await ports.first(where: { _ in true }) { return (server, actual) }
        do {
            try await server.value
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ForgeSimError("port \(port) of \(host) is taken; port 0 picks a free one")
        } catch {
            throw ForgeSimError("cannot listen on \(host):\(port): \(error)")
        }
        throw ForgeSimError("the server ended before it listened")
    }

    private init(world: World, users: [SimUser], server: Task<Void, any Error>, port: Int, temporaryFolder: String?) {
        self.world = world
        self.users = users
        self.server = server
        self.port = port
        self.temporaryFolder = temporaryFolder
        baseURL = world.base
    }

    /// Stops serving; a temporary folder is removed.
    public func stop() async {
        server.cancel()
        world.deliveries.stop()
        pool.close()
        _ = await server.result
        world.close()
        if let temporaryFolder { try? FileManager.default.removeItem(atPath: temporaryFolder) }
    }

    /// Waits until no delivery and no undelayed CI result is queued or in flight; paused hooks do not count.
    ///
    /// - Throws: ``ForgeSimError`` if the time runs out first.
    public func idle(timeout: Duration = .seconds(10)) async throws {
        guard await world.deliveries.waitUntilIdle(timeout: timeout) else {
            throw ForgeSimError("deliveries were still under way after \(timeout)")
        }
    }

    /// Every endpoint of the forge's API as method and path, such as `GET /repos/{owner}/{repo}`, ordered by path.
    public static var endpoints: [String] { Routes.forge().names }

    /// The controls for tests: faults, scripted CI, journal, request log.
    public var control: SimControl { SimControl(world: world) }

    /// A client that acts as a person of the users file; `nil`: anonymously.
    ///
    /// - Throws: ``ForgeSimError`` for a login that is unknown or has no token.
    public func client(_ login: String?) throws -> SimClient {
        guard let login else { return SimClient(baseURL: baseURL, token: nil, pool: pool) }
        guard let token = users.first(where: { $0.login.lowercased() == login.lowercased() })?.tokens.first else {
            throw ForgeSimError("no token is known for '\(login)'")
        }
        return SimClient(baseURL: baseURL, token: token, pool: pool)
    }

    /// A person who works with a repository.
    public func contributor(_ login: String) throws -> Contributor {
        Contributor(login: login, client: try client(login))
    }
}

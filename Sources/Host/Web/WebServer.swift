package import Engine
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The web server of a host: webhooks, health, API and pages on one port.
package struct WebServer: Sendable {
    private let runtime: HostRuntime
    private let site: CurrentSite
    private let limits: WebLimits

    /// Builds the pages and routes; the runner need not be ready.
    /// - Parameters:
    ///   - runtime: the host behind it, which the caller runs.
    ///   - limits: what connections and bodies may take.
    /// - Throws: if a plugin's page has no usable template.
    package init(runtime: HostRuntime, limits: WebLimits = WebLimits()) async throws {
        self.runtime = runtime
        self.limits = limits
        site = try await CurrentSite(runtime: runtime, bodies: SharedBodyBudget(limits))
    }

    /// Serves until the task is cancelled or the service group around it shuts down gracefully.
    /// - Parameters:
    ///   - host: the name or address to listen on.
    ///   - port: 0 picks a free one.
    ///   - onBound: receives the port once connections are accepted.
    /// - Throws: if the address cannot be bound.
    package func run(host: String, port: Int, onBound: @escaping @Sendable (Int) async -> Void) async throws {
        let responder = CallbackResponder<WebContext> { [site] request, context in
            let response = await site.value.respond(to: request)
            // What is left of a body that nobody waits for would keep the connection for as long as its sender likes.
            if response.status == .requestTimeout { context.closeSoon() }
            return response
        }
        let application = Application(
            responder: responder, server: .http1(configuration: .init(idleTimeout: .milliseconds(limits.idleTime))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil,
                availableConnectionsDelegate: ConnectionLimit(limits.connections ?? OpenFiles.limit * 3 / 4, logger: runtime.options.logger)
            ),
            onServerRunning: { channel in await onBound(channel.localAddress?.port ?? port) }, logger: runtime.options.logger)
        try await application.run()
    }
}

/// A request's context with its connection.
private struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Closes the connection once the answer had time to go out.
    func closeSoon() {
        let channel = channel
        channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }
}

/// Accepts no connections beyond a number, and says so in the log, once for each time that it is reached.
private struct ConnectionLimit: AvailableConnectionsDelegate {
    private let most: Int
    private let logger: Logger
    private var count = 0

    init(_ most: Int, logger: Logger) {
        self.most = max(1, most)
        self.logger = logger
    }

    mutating func connectionOpened() {
        count += 1
        guard count == most else { return }
        logger.warning(
            "no more connections are accepted until some are closed", metadata: ["connections": "\(count)", "remedy": "raise LimitNOFILE"])
    }

    mutating func connectionClosed() { count -= 1 }

    func isAcceptingNewConnections() -> Bool { count < most }
}

/// The site for the plugins that are loaded now: a reload may bring other pages and resources.
private actor CurrentSite {
    private let runtime: HostRuntime
    private var site: Site
    private var generation: Int
    private let bodies: SharedBodyBudget

    init(runtime: HostRuntime, bodies: SharedBodyBudget) async throws {
        self.runtime = runtime
        self.bodies = bodies
        generation = runtime.pluginGeneration
        site = try await Site(runtime: runtime, bodies: bodies)
    }

    var value: Site {
        get async {
            let present = runtime.pluginGeneration
            guard present != generation else { return site }
            do {
                site = try await Site(runtime: runtime, bodies: bodies)
                generation = present
            } catch {
                // The former pages are better than none.
                generation = present
                runtime.options.logger.error("the pages of the new plugins cannot be shown", metadata: ["error": "\(error)"])
            }
            return site
        }
    }
}

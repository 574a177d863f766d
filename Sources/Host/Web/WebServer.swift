package import Engine
import Hummingbird
import Logging
import NIOCore

/// The web server of a host: webhooks, health, API and pages on one port.
package struct WebServer: Sendable {
    private let runtime: HostRuntime
    private let site: CurrentSite

    /// Builds the pages and routes; the runner need not be ready.
    /// - Parameter runtime: the host behind it, which the caller runs.
    /// - Throws: if a plugin's page has no usable template.
    package init(runtime: HostRuntime) async throws {
        self.runtime = runtime
        site = try await CurrentSite(runtime: runtime)
    }

    /// Serves until the task is cancelled or the service group around it shuts down gracefully.
    /// - Parameters:
    ///   - host: the name or address to listen on.
    ///   - port: 0 picks a free one.
    ///   - onBound: receives the port once connections are accepted.
    /// - Throws: if the address cannot be bound.
    package func run(host: String, port: Int, onBound: @escaping @Sendable (Int) async -> Void) async throws {
        let responder = CallbackResponder<BasicRequestContext> { [site] request, _ in await site.value.respond(to: request) }
        let application = Application(
            responder: responder, configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await onBound(channel.localAddress?.port ?? port) }, logger: runtime.options.logger)
        try await application.run()
    }
}

/// The site for the plugins that are loaded now: a reload may bring other pages and resources.
private actor CurrentSite {
    private let runtime: HostRuntime
    private var site: Site
    private var generation: Int

    init(runtime: HostRuntime) async throws {
        self.runtime = runtime
        generation = runtime.pluginGeneration
        site = try await Site(runtime: runtime)
    }

    var value: Site {
        get async {
            let present = runtime.pluginGeneration
            guard present != generation else { return site }
            do {
                site = try await Site(runtime: runtime)
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

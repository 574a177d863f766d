package import Engine
import Hummingbird
import NIOCore

/// The web server of a host: webhooks, health, API and pages on one port.
package struct WebServer: Sendable {
    private let runtime: HostRuntime

    /// - Parameter runtime: answers what is asked; it is run by the caller.
    package init(runtime: HostRuntime) { self.runtime = runtime }

    /// Serves until the task is cancelled or the service group around it shuts down gracefully.
    /// - Parameters:
    ///   - host: the name or address to listen on.
    ///   - port: 0 picks a free one.
    ///   - onBound: gets the port once connections are accepted.
    /// - Throws: when the address cannot be bound, or a page of a plugin has no usable template.
    package func run(host: String, port: Int, onBound: @escaping @Sendable (Int) -> Void) async throws {
        let site = try await Site(runtime: runtime)
        let responder = CallbackResponder<BasicRequestContext> { request, _ in await site.respond(to: request) }
        let application = Application(
            responder: responder, configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in onBound(channel.localAddress?.port ?? port) }, logger: runtime.options.logger)
        try await application.run()
    }
}

import Engine
import PluginAPI

/// How errors are reported.
enum Surface: Sendable {
    /// A problem document.
    case api
    /// A page.
    case page
    /// One line of text.
    case plain

    /// The surface of a path without a route.
    init(path: String) {
        self = path.hasPrefix("/api/") ? .api : path.hasPrefix("/webhooks/") ? .plain : .page
    }
}

/// One thing that the server serves.
struct Route: Sendable {
    typealias Handler = @Sendable (WebCall) async throws -> Reply

    let method: String
    let pattern: PathPattern
    let surface: Surface
    var role: AccessControl.Role = .anonymous
    var summary = ""
    /// JSON Schema of the body, for the API's description.
    var schema: JSON = [:]
    /// The largest body that is read, in bytes.
    var bodyLimit = 1 << 20
    let handler: Handler

    /// A resource of the API below `/api/v1`.
    static func api(
        _ method: String, _ path: String, role: AccessControl.Role, summary: String, schema: JSON = [:],
        handler: @escaping Handler
    ) -> Route {
        Route(
            method: method, pattern: PathPattern("/api/v1\(path)"), surface: .api, role: role, summary: summary, schema: schema,
            handler: handler)
    }

    /// A page.
    static func page(_ path: String, role: AccessControl.Role = .anonymous, handler: @escaping Handler) -> Route {
        Route(method: "GET", pattern: PathPattern(path), surface: .page, role: role, handler: handler)
    }
}

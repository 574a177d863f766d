import Crypto
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Everything that the server serves: finds the route, authenticates the caller, checks the role, renders errors.
struct Site: Sendable {
    private let runtime: HostRuntime
    private let table: RouteTable
    private let frame: PageFrame
    private let logger: Logger
    private let bodies: SharedBodyBudget

    /// Builds the routes of the host and of its plugins.
    init(runtime: HostRuntime, bodies: SharedBodyBudget) async throws {
        self.runtime = runtime
        self.bodies = bodies
        logger = runtime.options.logger
        let plugins = try await runtime.link.plugins()
        let frame = PageFrame(plugins: plugins)
        self.frame = frame
        let api = try HostResources(runtime: runtime).routes + PluginResources(runtime: runtime, plugins: plugins).routes
        let description = APIDescription(routes: api).document
        table = try RouteTable(
            [WebhookRoute(runtime: runtime).route] + HealthRoutes(runtime: runtime).routes + api
                + [APIDescription.route(description)] + StaticRoutes(plugins: plugins).routes
                + SessionRoutes(runtime: runtime, frame: frame).routes
                + PluginPages(runtime: runtime, plugins: plugins, frame: frame).routes
                + HostPages(runtime: runtime, frame: frame, links: PageLinks(plugins: plugins)).routes
                + RepairPages(runtime: runtime, frame: frame).routes)
    }

    /// Answers any request.
    func respond(to request: Hummingbird.Request) async -> Hummingbird.Response {
        let path = request.uri.path
        let method = request.method.rawValue
        var reply: Reply
        switch table.find(method == "HEAD" ? "GET" : method, path: path) {
        case .found(let route, let parameters): reply = await run(route, parameters, request)
        case .otherMethods(let allowed):
            reply = failure(
                Problem(405, "\(method) is not possible here; possible is \(allowed.joined(separator: ", "))"),
                surface: Surface(path: path))
            reply.headers["Allow"] = allowed.joined(separator: ", ")
        case .none: reply = failure(Problem(404, "there is nothing at \(path)"), surface: Surface(path: path))
        }
        return response(reply, isHead: method == "HEAD", ifNoneMatch: request.headers[.ifNoneMatch])
    }

    private func run(_ route: Route, _ parameters: [String: String], _ request: Hummingbird.Request) async -> Reply {
        do {
            guard runtime.isOpen || route.surface == .plain else {
                throw Problem(503, "the host is starting: its plugins are not ready; ask again in a moment")
            }
            let caller = try await Gatekeeper(runtime: runtime).caller(of: request, surface: route.surface)
            guard caller.role.allows(route.role) else {
                throw caller.role == .anonymous
                    ? Problem(401, "this needs a token with the role \(route.role.rawValue)")
                    : Problem(403, "this needs the role \(route.role.rawValue); the token has \(caller.role.rawValue)")
            }
            let share = bodies.share()
            defer { share.release() }
            let body = try await BodyReader(share: share, limits: bodies.limits).read(request, limit: route.bodyLimit)
            let call = WebCall(
                path: request.uri.path, parameters: parameters, query: WebCall.parseQuery(request.uri.query ?? ""), caller: caller,
                headers: request.headers, body: body)
            return try await route.handler(call)
        } catch {
            let problem = Problem(error)
            if problem.status >= 500 {
                logger.error("a request failed", metadata: ["http.path": "\(request.uri.path)", "error": "\(error)"])
            }
            return failure(problem, surface: route.surface)
        }
    }

    private func failure(_ problem: Problem, surface: Surface) -> Reply {
        switch surface {
        case .page: frame.page(problem)
        case .api: problem.reply
        case .plain: Reply(status: problem.status, text: problem.detail)
        }
    }

    private func response(_ reply: Reply, isHead: Bool, ifNoneMatch: String?) -> Hummingbird.Response {
        var reply = reply
        if reply.hasEntityTag, reply.status == 200 {
            let tag = "\"\(SHA256.hash(data: reply.body).prefix(12).map { String(format: "%02x", $0) }.joined())\""
            reply.headers["ETag"] = tag
            if ifNoneMatch == tag {
                reply.status = 304
                reply.body = []
            }
        }
        var fields = HTTPFields()
        for (name, value) in SecurityHeaders.all.merging(reply.headers, uniquingKeysWith: { _, new in new }) {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let response = Response(
            status: HTTPResponse.Status(code: reply.status), headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
        return isHead ? response.createHeadResponse() : response
    }
}

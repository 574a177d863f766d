import Engine
import HostConfiguration
import PluginAPI

/// Logging in to the pages: exchanges an API token for a cookie that scripts cannot read.
struct SessionRoutes: Sendable {
    let runtime: HostRuntime
    let frame: PageFrame

    /// The form, the exchange and the logout.
    var routes: [Route] {
        let (runtime, frame) = (runtime, frame)
        let attributes = "Path=/; HttpOnly; SameSite=Lax\(runtime.configuration.publicURL?.hasPrefix("https://") == true ? "; Secure" : "")"
        return [
            .page("/login") { call in
                frame.page(title: "Log in", path: "/login", caller: call.caller, content: HostTemplates.login.render([:]))
            },
            Route(method: "POST", pattern: PathPattern("/session"), surface: .page) { call in
                let isDocument = call.header("Content-Type")?.hasPrefix("application/json") == true
                let form = WebCall.parseQuery(String(decoding: call.body, as: UTF8.self))
                let token = (isDocument ? try call.document()["token"].string : form["token"]?.first) ?? ""
                guard let caller = try await runtime.reading({ try $0.access.caller(token: token) }) else {
                    throw Problem(401, "nobody has this token", field: "token", remedy: "make one with `switchyard token create`")
                }
                var reply =
                    isDocument
                    ? Reply(document: ["actor": .string(caller.actor), "role": .string(caller.role.rawValue)]) : Reply.redirect(to: "/")
                reply.headers["Set-Cookie"] = "\(Gatekeeper.cookie)=\(token); \(attributes); Max-Age=2592000"
                return reply
            },
            Route(method: "POST", pattern: PathPattern("/logout"), surface: .page) { _ in
                var reply = Reply.redirect(to: "/")
                reply.headers["Set-Cookie"] = "\(Gatekeeper.cookie)=; \(attributes); Max-Age=0"
                return reply
            },
        ]
    }
}

import Engine
import PluginAPI

/// The resources that plugins declare, each served by a query or an operation of its plugin.
struct PluginResources: Sendable {
    let runtime: HostRuntime
    let plugins: [PluginSummary]

    /// One route per declared resource.
    var routes: [Route] {
        get throws {
            try plugins.flatMap { plugin in try plugin.manifest.resources.map { try route($0, of: plugin.id) } }
        }
    }

    private func route(_ resource: ResourceDeclaration, of plugin: String) throws -> Route {
        let role = try Self.role(resource.role, plugin: plugin, path: resource.path)
        let runtime = runtime
        if let query = resource.query {
            return .api(resource.method, resource.path, role: role, summary: resource.summary) { call in
                let question = QueryCall(
                    name: query, parameters: call.arguments(), viewer: call.viewer, role: call.pluginRole)
                var document = try await runtime.link.query(plugin: plugin, question)
                if document["items"].array != nil { document["change"] = .int(try runtime.change()) }
                return Reply(document: document)
            }
        }
        guard let operation = resource.operation else {
            throw RuntimeError("plugin \(plugin): the resource \(resource.path) has neither a query nor an operation")
        }
        return .api(resource.method, resource.path, role: role, summary: resource.summary, schema: resource.schema) { call in
            try await Operation(runtime: runtime).run(plugin: plugin, name: operation, try call.operationArguments(), call)
        }
    }

    /// The host's role for a role in a manifest.
    static func role(_ name: String, plugin: String, path: String) throws -> AccessControl.Role {
        if name == "admin" { return .administrator }
        guard let role = AccessControl.Role(rawValue: name) else {
            throw RuntimeError(
                "plugin \(plugin): \(path) needs the role '\(name)', which there is not; use public, viewer, operator or admin")
        }
        return role
    }
}

/// A request that changes something: an event in the log, answered once it has been applied.
struct Operation: Sendable {
    let runtime: HostRuntime

    func run(plugin: String, name: String, _ parameters: JSON, _ call: WebCall) async throws -> Reply {
        let end = try await runtime.operate(plugin: plugin, name: name, parameters: parameters, actor: call.caller.actor)
        switch end {
        case .answered(.document(let document)): return Reply(document: document)
        case .answered(.problem(let status, let message, let field)): throw Problem(status, message, field: field)
        case .pending:
            throw Problem(
                503, "the request is stored and will be applied, but the log stands still at the moment",
                remedy: "look at /readyz and at the host's log; do not repeat the request")
        }
    }
}

extension WebCall {
    /// The login or token name as plugins see it; nil for the public.
    var viewer: String? { caller.role == .anonymous ? nil : caller.actor }

    /// The caller's role as manifests call it.
    var pluginRole: String {
        switch caller.role {
        case .anonymous, .ci: "public"
        case .viewer, .operator: caller.role.rawValue
        case .administrator: "admin"
        }
    }
}

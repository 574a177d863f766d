import Engine
import HostConfiguration
import PluginAPI
import PluginRules

/// What operators do after something went wrong: retry, drop, release, reload.
struct RepairResources: Sendable {
    let runtime: HostRuntime

    /// One route per resource.
    var routes: [Route] {
        ["retry", "drop"].map(deadLetter) + [retryEffect, releaseRoute, reload]
    }

    private func deadLetter(_ action: String) -> Route {
        let runtime = runtime
        let summary =
            action == "retry" ? "Delivers to the plugin again what it could not handle." : "Ends a dead letter without another try."
        return .api("POST", "/dead-letters/{id}/\(action)", role: .operator, summary: summary) { call in
            let parameters: JSON = ["id": JSON(call.parameters["id"])]
            return try await Operation(runtime: runtime).run(plugin: HostPlugin.id, name: "dead_letter.\(action)", parameters, call)
        }
    }

    private var retryEffect: Route {
        let resources = self
        return .api("POST", "/effects/{id}/retry", role: .operator, summary: "Tries an effect again that failed for good.") { call in
            try await resources.retry(call)
        }
    }

    /// Retries the effect that the path names.
    func retry(_ call: WebCall) async throws -> Reply {
        let id = call.parameters["id"] ?? ""
        if let reason = try await runtime.retryEffect(id) { throw Problem(409, reason, field: "id") }
        return Reply(document: ["id": .string(id), "state": "waiting"])
    }

    private var releaseRoute: Route {
        let resources = self
        return .api("POST", "/plugins/{id}/release", role: .operator, summary: "Ends a plugin's quarantine or silence.") { call in
            try await resources.release(call)
        }
    }

    /// Releases the plugin that the path names.
    func release(_ call: WebCall) async throws -> Reply {
        let id = call.parameters["id"] ?? ""
        do {
            guard try await runtime.release(plugin: id, actor: call.caller.actor) else {
                throw Problem(409, "plugin \(id) is not in quarantine, and its pages are answered", field: "id")
            }
        } catch let error as SupervisionError {
            throw Problem(409, "plugin \(id) stays in quarantine: \(error.message)")
        }
        return Reply(document: ["id": .string(id), "state": "released"])
    }

    private var reload: Route {
        let runtime = runtime
        return .api("POST", "/reload", role: .administrator, summary: "Reads configuration and plugins anew and goes on with them.") {
            call in
            do { return Reply(document: try await runtime.reload(actor: call.caller.actor)) } catch let error as ConfigurationError {
                throw Problem(422, error.problems.map(\.description).joined(separator: "; "))
            } catch let error as PluginLoadError {
                throw Problem(409, error.message)
            } catch let error as RuntimeError {
                throw Problem(409, error.message)
            }
        }
    }
}
